import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { MarketCalendar } from '#domain/market-calendar';
import { type DatasetName, datasetOf, type Oddity, type Snapshot } from '#domain/snapshot';
import type { BenchmarkHistory } from './benchmark-history.ts';
import type { Check } from './block.ts';
import { momentText } from './headline.ts';
import { comesLater } from './missing.ts';
import type { PerformanceHistory } from './performance-history.ts';
import { mixedLines, reconstructedLines } from './reconstructed.ts';
import type { Report } from './report.ts';
import type { HoldingsValue, LedgerValue } from './report-context.ts';
import { countText, dayText, listText, longDayText } from './wording.ts';

/** A Snapshot of an earlier day that the archive has and that can't be read. */
export interface DamagedSnapshot {
  readonly date: CalendarDate;
  /** Of its file, without the checksum: `close-1`. */
  readonly name: string;
}

export interface WarningsInput {
  readonly snapshot: Snapshot;
  readonly checks: readonly Check[];
  readonly ledger: LedgerValue | undefined;
  readonly holdings: HoldingsValue | undefined;
  readonly history: PerformanceHistory | undefined;
  readonly timeZone: string;
  readonly calendar: MarketCalendar;
  readonly benchmark: BenchmarkHistory | undefined;
  readonly damagedOpenings: readonly DamagedSnapshot[];
  readonly baseSince: CalendarDate | undefined;
  /** The account stood empty: it has no returns, whatever a query asks for. */
  readonly empty: boolean;
}

/** What is missing or wrong, one line each, worst first: failed checks, missing data, doubtful days, days made up for, live values, novelties. */
export function warningsOf(input: WarningsInput): Report['warnings'] {
  const { snapshot, checks } = input;
  return [
    ...checks
      .filter(({ verdict, id }) => verdict === 'fail' && !AGES.has(id))
      .map(({ name, finding }) => ({ term: 'Check failed', text: `${name}: ${finding}` })),
    ...missingData(snapshot, input.empty),
    ...input.damagedOpenings.map(damagedOpening),
    ...otherBase(input),
    ...doubtfulDays(snapshot, input.history),
    ...reconstructedLines(snapshot, input.calendar, input.holdings, input.timeZone),
    ...liveHoldings(input),
    ...mixedLines(snapshot, input.timeZone),
    ...checks
      .filter(({ verdict, id }) => verdict === 'fail' && id === 'age')
      .map(({ finding }) => ({ term: 'Late', text: `Sources ${finding}` })),
    ...benchmarkLines(input),
    ...snapshot.oddities.filter(({ kind }) => kind === 'asset-class' || kind === 'currency').map(novelty),
  ];
}

/** Checks of age: they are told as such. */
const AGES = new Set(['age', 'benchmark']);

/** A benchmark that can't be had, or ends before the day. */
function benchmarkLines({ benchmark, snapshot: { run } }: WarningsInput): Report['warnings'] {
  if (!benchmark) return [];
  const { name, last, missing, closes } = benchmark;
  if (last === undefined) return [{ term: 'Missing', text: `Benchmark ${name}: ${missing ?? 'no close'}.` }];
  if (closes.has(run.marketDate)) return [];
  const text = `Benchmark ${name} ends on ${longDayText(last)}: it is not compared beyond.`;
  return [{ term: 'Late', text }];
}

function otherBase({ snapshot, baseSince }: WarningsInput): Report['warnings'] {
  if (baseSince === undefined) return [];
  const { baseCurrency } = snapshot.account;
  const text = `The base currency is ${baseCurrency} since ${longDayText(baseSince)}, another before: values, returns and sums begin there, and none leads across.`;
  return [{ term: 'Base currency', text }];
}

/** What is counted from a close needs its holdings; values and returns of the period need none of them. */
function damagedOpening({ date, name }: DamagedSnapshot): Report['warnings'][number] {
  const text = `The archived Snapshot of ${longDayText(date)} can’t be read (${name}): what holdings did since that close can’t be told apart. "npx daybook archive verify" says more.`;
  return { term: 'Missing', text };
}

/** Each gap once, whether a whole dataset is missing or a part of one. */
function missingData(snapshot: Snapshot, empty: boolean): Report['warnings'] {
  const texts = (Object.keys(snapshot.datasets) as DatasetName[]).flatMap((name) => {
    const dataset = datasetOf(snapshot, name);
    if (comesLater(snapshot.run, name)) return [];
    if (dataset.status === 'missing' && isNoFault(snapshot, name, dataset.gap, empty)) return [];
    const gaps =
      dataset.status === 'missing' ? [dataset.gap] : (dataset.gaps ?? []).filter((gap) => !isPause(name, gap));
    return gaps.map(({ message, nextStep }) => (nextStep ? `${message} ${nextStep}` : message));
  });
  return [...new Set(texts)].map((text) => ({ term: 'Missing', text }));
}

/**
 * What a statement alone never has is told in one line with the data's age; a statement that nobody set up is none, nor
 * are the returns of an account that holds nothing.
 */
function isNoFault({ source }: Snapshot, name: DatasetName, { reason }: Gap, empty: boolean): boolean {
  if (empty && name === 'performance') return reason === 'not-available';
  if (name === 'statement') return reason === 'not-asked';
  return source === 'flex' && reason === 'not-available' && (name === 'summary' || name === 'allocation');
}

/** One contract in 15 minutes is the rule, not a fault: the activity section says which contracts are still to come. */
function isPause(name: DatasetName, gap: Gap): boolean {
  return name === 'transactions' && gap.reason === 'paced';
}

function doubtfulDays(snapshot: Snapshot, history: PerformanceHistory | undefined): Report['warnings'] {
  const performance = snapshot.datasets.performance;
  if (performance.status === 'missing' || !history) return [];
  const warnings: { term: string; text: string }[] = [];
  const { holes } = history.series;
  if (!history.marketDay) {
    const day = dayText(snapshot.run.marketDate);
    const who = performance.source === 'flex' ? 'The statements have' : 'The broker gave';
    warnings.push({ term: 'Missing', text: `${who} no value of ${day}; returns end before it.` });
  }
  if (holes.length > 0) {
    warnings.push({
      term: 'Left out',
      text: `${countText(holes.length, 'day')} of the broker’s history contradict their neighbours: ${listText(holes)}.`,
    });
  }
  if (!history.timeWeighted) {
    const method = performance.value.method;
    warnings.push({
      term: 'Missing',
      text: `PortfolioAnalyst reports returns by ${method}; set it to time-weighted (TWR) at the broker to see returns here.`,
    });
  }
  return warnings;
}

/** Values of another moment than the close are shown, but never as the close. */
function liveHoldings({ snapshot, ledger, holdings, timeZone }: WarningsInput): Report['warnings'] {
  const seen = holdings ?? ledger;
  if (!seen || seen.moment === 'close') return [];
  const what = holdings ? 'Holdings, cash and rates' : 'Cash and rates';
  const text = `${what} are ${momentText(seen, snapshot.run, timeZone)}.`;
  return [{ term: 'Not the close', text }];
}

function novelty({ kind, name, where, count }: Oddity): Report['warnings'][number] {
  const what = kind === 'currency' ? 'currency' : 'asset class';
  return { term: 'New to Daybook', text: `${what} “${name}” in ${where}, ${countText(count, 'time')}: shown as sent.` };
}
