import { compareSources } from '#analytics/compare-sources';
import type { Account } from '#domain/account';
import type { CalendarDate } from '#domain/calendar-date';
import { UNKNOWN_CURRENCY } from '#domain/currency';
import type { Dataset } from '#domain/dataset';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Performance } from '#domain/performance-series';
import { datasetOf, type Oddity, type Snapshot } from '#domain/snapshot';
import { namedByGateway } from './join-holdings.ts';
import { joinTransactions } from './join-transactions.ts';

/**
 * What two sources said of one account and market day, as one Snapshot. Each dataset names its own source, and each
 * transaction too.
 *
 * | Dataset | Whose |
 * |---|---|
 * | positions | the statement's: they are of the close, however late they are asked for. Names, sectors and types come from the gateway's rows of the same contract |
 * | ledger | the statement's, for the same reason and so that holdings and cash are of one moment |
 * | performance | PortfolioAnalyst's while it has a settled value of the day; else the statement's if that has one |
 * | transactions | of the days and contracts that statements told, theirs; of all others the gateway's |
 * | summary, allocation | the gateway's: a statement has none |
 * | statement | the statement's: the gateway has none |
 *
 * A dataset that the winner lacks is the other's. Holdings that one source alone has are not mixed into the other's:
 * the comparison (`compared`) shows them. Where the two name different base currencies nothing in base currency can be
 * joined: all stays the gateway's, with the statement beside it. One source alone passes through as it is.
 *
 * Pure, and told apart by who said it: the order of the two does not matter.
 */
export function joinSnapshots(one?: Snapshot, other?: Snapshot): Snapshot {
  const both = [one, other].filter((snapshot): snapshot is Snapshot => snapshot !== undefined);
  const flex = both.find(({ source }) => source === 'flex');
  const gateway = both.find(({ source }) => source !== 'flex');
  if (!gateway || !flex) {
    const alone = gateway ?? flex;
    if (!alone) throw new RangeError('There is no Snapshot to join.');
    return alone;
  }
  const account = accountOf(gateway.account, flex.account);
  const sameBase = account.baseCurrency === flex.account.baseCurrency;
  const statement = datasetOf(flex, 'statement');
  const own = gateway.datasets;
  const told = flex.datasets;
  return {
    schema: 'daybook-snapshot/1',
    run: flex.run,
    account,
    takenAt: gateway.takenAt > flex.takenAt ? gateway.takenAt : flex.takenAt,
    datasets: {
      summary: own.summary,
      allocation: own.allocation,
      positions: sameBase ? namedByGateway(told.positions, own.positions) : own.positions,
      ledger: sameBase ? firstPresent(told.ledger, own.ledger) : own.ledger,
      performance: sameBase ? performanceOf(own.performance, told.performance, flex.run.marketDate) : own.performance,
      transactions: sameBase ? joinTransactions(own.transactions, told.transactions, statement) : own.transactions,
      statement,
    },
    oddities: addedUp([...gateway.oddities, ...flex.oddities]),
    compared: compareSources(gateway, flex),
  };
}

/** The gateway describes an account in full. A base currency that it does not name is the statement's. */
function accountOf(gateway: Account, flex: Account): Account {
  const named = gateway.baseCurrency !== UNKNOWN_CURRENCY;
  return named ? gateway : { ...gateway, baseCurrency: flex.baseCurrency };
}

/** The first that is there; with neither, why the second is missing: asking the gateway again may mend that. */
function firstPresent<T>(first: Dataset<T>, second: Dataset<T>): Dataset<T> {
  return first.status === 'present' ? first : second;
}

/** A value that PortfolioAnalyst gave before the broker's day was settled can still change: a settled one is better. */
function performanceOf(
  analyst: Dataset<Performance>,
  statement: Dataset<Performance>,
  day: CalendarDate,
): Dataset<Performance> {
  if (analyst.status === 'missing') return firstPresent(statement, analyst);
  if (statement.status === 'missing' || !hasValueOf(statement.value, day)) return analyst;
  if (!hasValueOf(analyst.value, day)) return statement;
  return isSettled(day, statement.fetchedAt) && !isSettled(day, analyst.fetchedAt) ? statement : analyst;
}

/** When a day is settled does not depend on which days the market was open. */
const isSettled = (day: CalendarDate, at: string): boolean => newYorkCalendar().finality(day, new Date(at)) === 'final';

function hasValueOf({ series }: Performance, day: CalendarDate): boolean {
  return series.some(({ points }) => points.some(({ date, netAssetValue }) => date === day && netAssetValue !== null));
}

/** The same thing of the same place counts together. */
function addedUp(oddities: readonly Oddity[]): readonly Oddity[] {
  const sums = new Map<string, Oddity>();
  for (const oddity of oddities) {
    const key = `${oddity.kind} ${oddity.where} ${oddity.name}`;
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, count: sum.count + oddity.count } : oddity);
  }
  return [...sums.values()];
}
