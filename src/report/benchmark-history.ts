import { type BenchmarkComparison, compareWithBenchmark } from '#analytics/benchmark-comparison';
import { type BenchmarkPeriod, comparePeriod } from '#analytics/benchmark-period';
import type { Benchmark, BenchmarkChoice } from '#domain/benchmark';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { PerformanceHistory } from './performance-history.ts';
import type { PerformancePeriod } from './performance-periods.ts';
import { type Cell, isMissing, type Missing } from './value.ts';

/** The benchmark as the report sees it: nothing of it is later than the market day. */
export interface BenchmarkHistory extends BenchmarkChoice {
  /** By day; empty with `missing`. */
  readonly closes: ReadonlyMap<CalendarDate, number>;
  /** Its newest day. */
  readonly last?: CalendarDate;
  /** Why there are no closes at all. */
  readonly missing?: string;
  /** Absent without time-weighted returns, or without two days that both have. */
  readonly comparison?: BenchmarkComparison;
}

/** @param riskFree yearly, a fraction */
export function benchmarkHistory(
  benchmark: Benchmark,
  marketDate: CalendarDate,
  history: PerformanceHistory | undefined,
  riskFree: number,
): BenchmarkHistory {
  const { name, kind, currency } = benchmark;
  const known = 'closes' in benchmark ? benchmark.closes.filter(({ date }) => date <= marketDate) : [];
  const comparison = history?.timeWeighted ? compareWithBenchmark(history.series, known, riskFree) : undefined;
  const last = known.at(-1)?.date;
  return {
    ...{ name, kind, currency },
    closes: new Map(known.map(({ date, close }) => [date, close])),
    ...(last ? { last } : {}),
    ...(last ? {} : { missing: 'missing' in benchmark ? benchmark.missing : `no close up to ${marketDate}` }),
    ...(comparison ? { comparison } : {}),
  };
}

/** A period beside its benchmark: the two cells of a table, and the days they are of. */
export interface ComparedPeriod {
  readonly benchmark: Cell;
  /** Account less benchmark, a fraction. */
  readonly difference: Cell;
  /** Absent where nothing could be compared. */
  readonly over?: BenchmarkPeriod;
}

/** @param period one of the report's. A day has no days between its two, so that it is compared on these or not at all */
export function comparedPeriod(
  period: Pick<PerformancePeriod, 'from' | 'to' | 'twr'>,
  history: PerformanceHistory,
  { closes, missing }: BenchmarkHistory,
  calendar: MarketCalendar,
): ComparedPeriod {
  const none = (reason: Missing): ComparedPeriod => ({ benchmark: reason, difference: reason });
  if (isMissing(period.twr)) return none(period.twr);
  if (missing !== undefined) return none({ missing });
  const { from, to } = period;
  const over = comparePeriod(history.series, closes, { from, to, isTradingDay: calendar.isTradingDay });
  if ('missing' in over) return none(over);
  return { benchmark: over.benchmark, difference: over.difference, over };
}
