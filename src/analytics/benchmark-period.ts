import type { CalendarDate } from '#domain/calendar-date';
import type { LevelSeries } from './level-series.ts';
import type { NoReturn } from './period-return.ts';

/** An account and its benchmark between two days that both have. Fractions. */
export interface BenchmarkPeriod {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly portfolio: number;
  readonly benchmark: number;
  /** Portfolio less benchmark. */
  readonly difference: number;
}

export interface PeriodAsked {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly isTradingDay: (date: CalendarDate) => boolean;
}

/**
 * Compares over one period, on the same two days for both (convention C11). Where the benchmark ends before the period
 * does, both are taken to the last day they share; where the period counts from a day without trading, from the first day
 * after it that they share. Else both days must be there: a close of another day stands in for none.
 */
export function comparePeriod(
  series: LevelSeries,
  closes: ReadonlyMap<CalendarDate, number>,
  { from, to, isTradingDay }: PeriodAsked,
): BenchmarkPeriod | NoReturn {
  const within = [series.base, ...series.points].filter(({ date }) => date >= from && date <= to);
  const common = within.flatMap(({ date, level }) => {
    const close = closes.get(date);
    return close === undefined ? [] : [{ date, level, close }];
  });
  const [first] = common;
  const last = common.at(-1);
  if (!first || (first.date !== from && isTradingDay(from))) return { missing: `no close of ${from}` };
  if (!last || last.date === first.date) return { missing: `no close after ${first.date}` };
  if (within.some(({ date, level }) => date <= last.date && (date === last.date ? level < 0 : level <= 0)))
    return { missing: 'value fell to zero or below' };
  const [portfolio, benchmark] = [last.level / first.level - 1, last.close / first.close - 1];
  return { from: first.date, to: last.date, portfolio, benchmark, difference: portfolio - benchmark };
}
