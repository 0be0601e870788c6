import { type DayChange, dayChange } from '#analytics/implied-flow';
import { cleanSeries, type LevelPoint } from '#analytics/level-series';
import { type MergedSeries, mergeSeries } from '#analytics/merge-series';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Performance } from '#domain/performance-series';

/** An account's daily values and returns, cleaned and joined from all periods the broker gave. */
export interface PerformanceHistory {
  readonly series: MergedSeries;
  /** Whether the broker's returns are time-weighted; its setting may also say money-weighted, which can't be linked. */
  readonly timeWeighted: boolean;
  /** The market day's own point; undefined when the broker gave none for it. */
  readonly marketDay: LevelPoint | undefined;
  /** The market day against the trading day before it, or why that can't be said. */
  readonly day: DayChange | { readonly missing: string };
}

/** @param close the account's value at the close by its own parts, which exposes a bogus last point */
export function performanceHistory(
  performance: Performance,
  marketDate: CalendarDate,
  calendar: MarketCalendar,
  close?: number,
): PerformanceHistory | undefined {
  const cleaned = performance.series.map(({ start, points }) =>
    cleanSeries({
      baseDate: start.date,
      baseNetAssetValue: start.netAssetValue,
      points,
      isTradingDay: calendar.isTradingDay,
      until: marketDate,
    }),
  );
  const witness = close === undefined ? undefined : { date: marketDate, netAssetValue: close };
  const series = mergeSeries(cleaned, calendar.isTradingDay, witness);
  if (!series) return undefined;
  const all = [series.base, ...series.points];
  const marketDay = all.findLast((point) => point.date === marketDate);
  return {
    series,
    timeWeighted: performance.method === 'TWR',
    marketDay,
    day: dayOf(all, marketDay, calendar.previousTradingDay(marketDate)),
  };
}

/** A day counts only against the trading day before it: over a gap the change is not the day's. */
function dayOf(
  all: readonly LevelPoint[],
  marketDay: LevelPoint | undefined,
  previousDay: CalendarDate,
): PerformanceHistory['day'] {
  if (!marketDay) return { missing: 'no value of the day from the broker' };
  const before = all.at(all.indexOf(marketDay) - 1);
  if (!before || before === marketDay || before.date >= marketDay.date) return { missing: 'first day with a value' };
  // Later than the trading day before: the base of the only series, on an exchange holiday.
  if (before.date !== previousDay) return { missing: `no value of ${previousDay}` };
  return dayChange(before, marketDay) ?? { missing: 'value was not above zero' };
}
