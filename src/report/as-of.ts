import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { MarketCalendar } from '#domain/market-calendar';
import { type DatasetName, datasetOf, type Snapshot } from '#domain/snapshot';
import type { BenchmarkHistory } from './benchmark-history.ts';
import { momentOf } from './holdings-value.ts';
import { comesLater, FOLLOWS, NO_HISTORY, REASON_WORDS, statementMissing } from './missing.ts';
import type { PerformanceHistory } from './performance-history.ts';
import type { AsOf } from './report.ts';

/**
 * How old each kind of data is. Late is what is older than the market day's close: holdings seen and transactions asked
 * before it, values that end before the day. What is newer isn't late; the report says elsewhere that it is live.
 */
export function asOfList(
  snapshot: Snapshot,
  calendar: MarketCalendar,
  history: PerformanceHistory | undefined,
): readonly AsOf[] {
  return [
    seen(snapshot, calendar, 'positions', 'Holdings and prices'),
    seen(snapshot, calendar, 'ledger', 'Cash and exchange rates'),
    values(snapshot, history),
    seen(snapshot, calendar, 'transactions', 'Transactions'),
    ...statement(snapshot),
  ];
}

/** How old the benchmark is: no source of the account, so no part of the check of those. */
export function benchmarkAsOf({ last, missing }: BenchmarkHistory, marketDate: CalendarDate): AsOf {
  const data = 'Benchmark';
  if (last === undefined) return { data, ...(missing === undefined ? {} : { missing }), late: false };
  return { data, at: last, late: last < marketDate };
}

/** What only statements tell, and what a report of a statement alone lacks. */
function statement(snapshot: Snapshot): readonly AsOf[] {
  const data = 'Deposits, fees, interest, tax';
  const dataset = datasetOf(snapshot, 'statement');
  if (dataset.status === 'missing') return [{ data, missing: statementMissing(dataset.gap), late: false }];
  const { day } = dataset.value;
  const told = { data, at: day, late: day < snapshot.run.marketDate };
  if (snapshot.source !== 'flex') return [told];
  return [told, { data: 'Live values, margin', missing: 'need the gateway', late: false }];
}

function seen(snapshot: Snapshot, calendar: MarketCalendar, name: DatasetName, data: string): AsOf {
  const dataset = datasetOf(snapshot, name);
  if (dataset.status === 'missing') return absent(snapshot, name, data, dataset.gap);
  const moment = momentOf(dataset.asOf, snapshot.run.marketDate, calendar);
  return { data, at: dataset.asOf, late: moment === 'earlier' || moment === 'before-close' };
}

function values(snapshot: Snapshot, history: PerformanceHistory | undefined): AsOf {
  const data = 'Value and returns';
  const { performance } = snapshot.datasets;
  if (performance.status === 'missing') return absent(snapshot, 'performance', data, performance.gap);
  const last = history && (history.series.points.at(-1) ?? history.series.base).date;
  if (last === undefined) return { data, ...NO_HISTORY, late: false };
  return { data, at: last, late: last < snapshot.run.marketDate };
}

function absent({ run }: Snapshot, name: DatasetName, data: string, { reason }: Gap): AsOf {
  if (comesLater(run, name)) return { data, ...FOLLOWS, late: false };
  return { data, missing: REASON_WORDS[reason], late: false };
}
