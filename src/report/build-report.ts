import { riskStatistics } from '#analytics/risk-statistics';
import { type Account, maskedId } from '#domain/account';
import type { Benchmark, BenchmarkChoice, RiskFreeRate } from '#domain/benchmark';
import type { CalendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import { reconciliationChecks } from '#report/checks/checks';
import { asOfList, benchmarkAsOf } from './as-of.ts';
import { sinceBaseCurrency } from './base-currency.ts';
import { benchmarkHistory } from './benchmark-history.ts';
import { changesBetween, changesSection } from './changes.ts';
import { closedBefore } from './closed-before.ts';
import { dayOfAccount } from './day-of-account.ts';
import { headline } from './headline.ts';
import { holdingsValue, ledgerValue } from './holdings-value.ts';
import { withoutHollowHoldings } from './hollow-holdings.ts';
import type { Openings } from './moved-period.ts';
import { performanceHistory } from './performance-history.ts';
import { periodMoves } from './period-moves.ts';
import { reconstructedAt } from './reconstructed.ts';
import type { Finality, Report } from './report.ts';
import type { HoldingsValue, LedgerValue, ReportContext } from './report-context.ts';
import { SECTIONS } from './sections.ts';
import { statementMoney } from './statement-money.ts';
import { stoodEmpty } from './stood-empty.ts';
import { type DamagedSnapshot, warningsOf } from './warnings.ts';
import { longDayText } from './wording.ts';

export interface ReportInput {
  readonly snapshot: Snapshot;
  /** The account's key in the archive. */
  readonly accountKey: string;
  /** The owner's name for the account; else the broker's alias, else "Account". */
  readonly label?: string;
  /** First 8 hex digits of the Snapshot's SHA-256. */
  readonly snapshotHash: string;
  readonly revision: number;
  /** Version of Daybook. */
  readonly version: string;
  /** IANA zone in which instants are shown. */
  readonly timeZone: string;
  readonly calendar: MarketCalendar;
  /** The yearly rate that excess returns are counted from. Default: 0, and said so. */
  readonly riskFree?: RiskFreeRate;
  /** What the account is compared with. Default: nothing. */
  readonly benchmark?: Benchmark;
  /** The account's newest Snapshot of an earlier day, if the archive has one. */
  readonly previous?: Snapshot;
  /** Its Snapshots of the last market day of the month before and of the year before, if the archive has them. */
  readonly openings?: Omit<Openings, 'previous'>;
  /**
   * The first day known to be in the account's present base currency, where an earlier day was in another: values, returns
   * and amounts in base currency begin there. Default: all days are in one.
   */
  readonly baseSince?: CalendarDate;
  /** Such Snapshots, of the day before too, that can't be read: the report goes without them and says so. Default: none. */
  readonly damagedOpenings?: readonly DamagedSnapshot[];
  /** The revision of the same day before this one: what it told otherwise is said. */
  readonly earlier?: Report;
}

/**
 * Makes the report of one account and market day out of its Snapshot, and of nothing else: no clock, no network. The
 * same input gives the same report. What is missing becomes a notice, a figure with a reason, and a warning.
 */
export function buildReport(given: ReportInput): Report {
  const report = reportOf(given);
  const changes = given.earlier && changesBetween(given.earlier, report);
  if (!changes || changes.figures.length === 0) return report;
  return { ...report, changes, sections: [...report.sections, changesSection(changes)] };
}

function reportOf(given: ReportInput): Report {
  const input = trusted(given);
  const { snapshot, calendar, timeZone } = input;
  const { run, account } = snapshot;
  const context = contextOf(input);
  const { checks, asOf, ledger, holdings, history, benchmark } = context;
  const day = dayOfAccount(context);
  const closed = closedBefore(run.marketDate, calendar);
  const made = reconstructedAt(snapshot, calendar);
  return {
    schema: 'daybook-report/1',
    account: {
      key: input.accountKey,
      label: input.label || account.alias || 'Account',
      maskedId: maskedId(account.id),
      baseCurrency: account.baseCurrency,
      paper: isPaper(account),
    },
    marketDate: run.marketDate,
    finality: finalityOf(snapshot, calendar, context.empty),
    revision: input.revision,
    takenAt: snapshot.takenAt,
    ...(made === undefined ? {} : { reconstructedAt: made }),
    snapshotHash: input.snapshotHash,
    version: input.version,
    timeZone,
    ...(input.benchmark ? { benchmark: choiceOf(input.benchmark) } : {}),
    ...(input.riskFree ? { riskFree: input.riskFree } : {}),
    ...(closed.length > 0 ? { closedBefore: closed } : {}),
    ...(day ? { day } : {}),
    headline: context.headline,
    checks: {
      passed: checks.filter(({ verdict }) => verdict === 'pass').length,
      possible: checks.filter(({ verdict }) => verdict !== 'unchecked').length,
      failed: checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name),
    },
    warnings: warningsOf({
      ...{ snapshot, checks, ledger, holdings, history, timeZone, calendar, benchmark },
      damagedOpenings: input.damagedOpenings ?? [],
      baseSince: input.baseSince,
      empty: context.empty ?? false,
    }),
    asOf,
    sections: SECTIONS.map((build) => build(snapshot, context)).filter(({ blocks }) => blocks.length > 0),
  };
}

/** What a report was reckoned from and with, for telling of each of its figures how it came about. */
export interface Reckoned {
  /** Without what is not trusted in them. */
  readonly snapshot: Snapshot;
  readonly openings: Openings;
  readonly context: ReportContext;
}

/** The same input taken apart as {@link buildReport} does it. */
export function reckonedFrom(given: ReportInput): Reckoned {
  const input = trusted(given);
  const { snapshot, previous, openings } = input;
  return { snapshot, openings: { ...openings, ...(previous ? { previous } : {}) }, context: contextOf(input) };
}

/**
 * The same input without holdings that the account's own ledger contradicts, of this day and of the earlier ones, and
 * without figures of another base currency.
 */
function trusted(input: ReportInput): ReportInput {
  const previous = input.previous && withoutHollowHoldings(input.previous);
  const openings = Object.fromEntries(
    Object.entries(input.openings ?? {}).map(([name, snapshot]) => [name, withoutHollowHoldings(snapshot)]),
  );
  const whole = withoutHollowHoldings(input.snapshot);
  const snapshot = input.baseSince === undefined ? whole : sinceBaseCurrency(whole, input.baseSince);
  return { ...input, snapshot, openings, ...(previous ? { previous } : {}) };
}

const choiceOf = ({ name, kind, currency }: Benchmark): BenchmarkChoice => ({ name, kind, currency });

function riskFreeOf({ riskFree }: ReportInput): ReportContext['riskFree'] {
  if (!riskFree) return { rate: 0, source: 'none is set' };
  const { rate, source, date } = riskFree;
  return { rate, source: date ? `${source}, ${longDayText(date)}` : source };
}

function contextOf(input: ReportInput): ReportContext {
  const { snapshot, calendar, timeZone, previous } = input;
  const { run, account, datasets } = snapshot;
  const holdings = holdingsValue(snapshot, calendar);
  const ledger = ledgerValue(snapshot, calendar);
  const { performance } = datasets;
  const history =
    performance.status === 'present'
      ? performanceHistory(performance.value, run.marketDate, calendar, closeValue(holdings, ledger))
      : undefined;
  const riskFree = riskFreeOf(input);
  const benchmark = input.benchmark && benchmarkHistory(input.benchmark, run.marketDate, history, riskFree.rate);
  const asOf = asOfList(snapshot, calendar, history);
  const statement = valueOf(datasetOf(snapshot, 'statement'));
  const opened = history?.series.fromFirstDay ? { opened: history.series.base.date } : {};
  const money = statement && statementMoney(statement, { calendar, ...opened });
  const openings = { ...input.openings, ...(previous ? { previous } : {}) };
  const empty = stoodEmpty({ snapshot, previous, history, statement, calendar });
  const moves = periodMoves({ snapshot, openings, calendar, history, statement, money });
  return {
    run,
    account,
    marketDate: run.marketDate,
    base: account.baseCurrency,
    calendar,
    timeZone,
    riskFree,
    headline: headline({ run, timeZone, ledger, holdings, history, performance, benchmark, calendar, empty }),
    ...(empty ? { empty } : {}),
    checks: reconciliationChecks({
      ...{ snapshot, previous, calendar, ledger, holdings, history, asOf, money, benchmark, moves },
    }),
    asOf: benchmark ? [...asOf, benchmarkAsOf(benchmark, run.marketDate)] : asOf,
    statementAlone: snapshot.source === 'flex',
    moves,
    ...(previous ? { previous } : {}),
    ...(benchmark ? { benchmark } : {}),
    ...(ledger ? { ledger } : {}),
    ...(holdings ? { holdings } : {}),
    ...(history ? { history } : {}),
    ...(history?.timeWeighted ? { statistics: riskStatistics(history.series, riskFree.rate) } : {}),
    ...(statement ? { statement } : {}),
    ...(money ? { money } : {}),
  };
}

/** What the account was worth at the close: the sum of its parts, or the ledger's total without holdings. */
export function closeValue(holdings: HoldingsValue | undefined, ledger: LedgerValue | undefined): number | undefined {
  if (!holdings) return ledger?.moment === 'close' ? ledger.valuation.brokerTotal : undefined;
  const { total } = holdings.valuation;
  return holdings.moment === 'close' && total.without.length === 0 ? total.amount : undefined;
}

/**
 * Final are figures of PortfolioAnalyst that were fetched when the broker's day was settled; all else can still
 * change, a report without them too. An account that stood empty has none that could: it is final with its cash.
 */
function finalityOf({ run, datasets }: Snapshot, calendar: MarketCalendar, empty = false): Finality {
  const { performance, ledger } = datasets;
  const settling = performance.status === 'missing' && empty && run.kind === 'final' ? ledger : performance;
  if (settling.status === 'missing') return 'preliminary';
  return calendar.finality(run.marketDate, new Date(settling.fetchedAt));
}

/** Paper accounts carry the type DEMO, and numbers that begin with DU. */
function isPaper({ type, id }: Account): boolean {
  return type === 'DEMO' || id.startsWith('DU');
}
