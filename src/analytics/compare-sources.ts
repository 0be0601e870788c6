import type { CalendarDate } from '#domain/calendar-date';
import type { Dataset, PresentDataset } from '#domain/dataset';
import type { Performance } from '#domain/performance-series';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { ComparedItem, ComparedThing, SourceComparison } from '#domain/source-comparison';
import { compareCash, compareQuantities } from './compare-holdings.ts';
import { compareTrades } from './compare-trades.ts';
import { moneyTolerance } from './reconcile.ts';

/**
 * What the gateway and the statement both say of an account and its day, side by side. Pure; whether the gateway's
 * holdings and cash were of the close is for the reader of `foundAsOf` to judge.
 */
export function compareSources(gateway: Snapshot, flex: Snapshot): readonly SourceComparison[] {
  const [one, other] = [gateway.account.baseCurrency, flex.account.baseCurrency];
  const inBase = one === other ? undefined : `base currency is ${one} and ${other}`;
  return [
    inBase ? unchecked('value', inBase) : compareValue(gateway, flex),
    inBase ? unchecked('return', inBase) : compareReturn(gateway, flex),
    both('quantity', 'holdings', gateway.datasets.positions, flex.datasets.positions, compareQuantities),
    both('cash', 'cash by currency', gateway.datasets.ledger, flex.datasets.ledger, compareCash),
    both('trade', 'transactions', gateway.datasets.transactions, datasetOf(flex, 'statement'), compareTrades),
  ];
}

function both<G, F>(
  what: ComparedThing,
  name: string,
  gateway: Dataset<G>,
  flex: Dataset<F>,
  items: (found: G, expected: F) => readonly ComparedItem[] | { readonly lacks: string },
): SourceComparison {
  if (gateway.status === 'missing') return unchecked(what, `no ${name} from the gateway`);
  if (flex.status === 'missing') return unchecked(what, `no ${name} in the statement`);
  const found = items(gateway.value, flex.value);
  return 'lacks' in found ? unchecked(what, found.lacks) : judged(what, gateway, found);
}

const unchecked = (what: ComparedThing, lacks: string): SourceComparison => ({ what, verdict: 'unchecked', lacks });

function judged(
  what: ComparedThing,
  { asOf }: PresentDataset<unknown>,
  items: readonly ComparedItem[],
): SourceComparison {
  const widest = (a: ComparedItem, b: ComparedItem): number =>
    Math.abs(b.difference) / b.tolerance - Math.abs(a.difference) / a.tolerance || a.name.localeCompare(b.name);
  const sorted = [...items].sort(widest);
  // Written so that a figure that is no number counts as a difference.
  const differences = sorted.filter(({ difference, tolerance }) => !(Math.abs(difference) <= tolerance));
  return {
    what,
    verdict: differences.length === 0 ? 'pass' : 'fail',
    foundAsOf: asOf,
    compared: items.length,
    differences,
    ...(sorted[0] ? { widest: sorted[0] } : {}),
  };
}

function compareValue(gateway: Snapshot, flex: Snapshot): SourceComparison {
  const day = flex.run.marketDate;
  const statement = datasetOf(flex, 'statement');
  return both('value', 'past values', gateway.datasets.performance, statement, (performance, { history }) => {
    const found = valueOn(performance, day);
    const expected = history.netAssetValues.findLast(({ date }) => date === day)?.total;
    if (found === undefined) return { lacks: 'PortfolioAnalyst has no value of the day' };
    if (expected === undefined) return { lacks: 'the statement has no value of the day' };
    return [
      { name: day, date: day, expected, found, difference: found - expected, tolerance: moneyTolerance(expected) },
    ];
  });
}

function valueOn({ series }: Performance, day: CalendarDate): number | undefined {
  const values = series.flatMap(({ points }) => points.filter(({ date }) => date === day));
  return values.find(({ netAssetValue }) => netAssetValue !== null)?.netAssetValue ?? undefined;
}

/** Statements write the return in per cent with four decimals and more. */
const SAME_RETURN = 1e-5;

function compareReturn(gateway: Snapshot, flex: Snapshot): SourceComparison {
  const day = flex.run.marketDate;
  const { performance } = gateway.datasets;
  return both('return', 'returns', performance, flex.datasets.performance, (analyst, statement) => {
    if (analyst.method !== 'TWR') return { lacks: 'PortfolioAnalyst is not set to time-weighted returns' };
    const [found, expected] = [returnsTo(analyst, day), returnsTo(statement, day)];
    const since = [...expected.keys()].find((date) => found.has(date));
    if (since === undefined) return { lacks: 'no return of the day from both' };
    const [one, other] = [found.get(since) as number, expected.get(since) as number];
    return [{ name: day, date: day, expected: other, found: one, difference: one - other, tolerance: SAME_RETURN }];
  });
}

/**
 * Returns up to the day by the day they count from, the newest first. The day before may be a holiday in one source and
 * none in the other: what both count from is compared.
 */
function returnsTo({ series }: Performance, day: CalendarDate): ReadonlyMap<CalendarDate, number> {
  const returns = new Map<CalendarDate, number>();
  for (const { start, points } of series) {
    const level = points.findLast(({ date }) => date === day)?.cumulativeReturn;
    if (level === undefined || level === null) continue;
    for (const { date, cumulativeReturn } of [{ date: start.date, cumulativeReturn: 0 }, ...points]) {
      if (date >= day || cumulativeReturn === null || 1 + cumulativeReturn <= 0 || returns.has(date)) continue;
      returns.set(date, (1 + level) / (1 + cumulativeReturn) - 1);
    }
  }
  return new Map([...returns].sort(([a], [b]) => (a < b ? 1 : -1)));
}
