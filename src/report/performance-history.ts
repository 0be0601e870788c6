import { type DayChange, dayChange } from '#analytics/implied-flow';
import { cleanSeries, type LevelPoint } from '#analytics/level-series';
import { type MergedSeries, mergeSeries } from '#analytics/merge-series';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Performance } from '#domain/performance-series';
import { NOTHING_AT_OPENING } from './missing.ts';
import type { Missing } from './value.ts';
import { dayText } from './wording.ts';

/** An account's daily values and returns, cleaned and joined from all periods the broker gave. */
export interface PerformanceHistory {
  readonly series: MergedSeries;
  /** Whether the broker's returns are time-weighted; its setting may also say money-weighted, which can't be linked. */
  readonly timeWeighted: boolean;
  /** The market day's own point; undefined when the broker gave none for it. */
  readonly marketDay: LevelPoint | undefined;
  /** The point of the trading day before it; undefined when the broker gave none for that very day. */
  readonly dayBefore: LevelPoint | undefined;
  /** The market day against the trading day before it, or why that can't be said. */
  readonly day: DayChange | Missing;
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
  const on = (date: CalendarDate): LevelPoint | undefined => all.findLast((point) => point.date === date);
  const timeWeighted = performance.method === 'TWR';
  const previousDay = calendar.previousTradingDay(marketDate);
  const [marketDay, dayBefore] = [on(marketDate), on(previousDay)];
  const day = dayOf({ marketDate, marketDay, dayBefore, previousDay, timeWeighted, first: all[0] === marketDay });
  return { series, timeWeighted, marketDay, dayBefore, day };
}

/** Why returns and what follows from them can't be said of money-weighted ones. */
export const NOT_TIME_WEIGHTED: Missing = { missing: 'broker’s returns are not time-weighted' };

/** Why nothing can be said of a day that the broker's series lacks. */
export const noValueOf = (date: CalendarDate): Missing => ({ missing: `no value of ${dayText(date)} from the broker` });

interface DayInput {
  readonly marketDate: CalendarDate;
  readonly marketDay: LevelPoint | undefined;
  readonly dayBefore: LevelPoint | undefined;
  readonly previousDay: CalendarDate;
  readonly timeWeighted: boolean;
  /** The market day is the first with a value. */
  readonly first: boolean;
}

/**
 * A day counts only against the trading day before it: over a gap, or from the value of an exchange holiday, the
 * change is not the day's. Result and net flow are told apart by the time-weighted return; another return tells neither.
 */
function dayOf({
  marketDate,
  marketDay,
  dayBefore,
  previousDay,
  timeWeighted,
  first,
}: DayInput): PerformanceHistory['day'] {
  if (!marketDay || marketDay.netAssetValue === null) return noValueOf(marketDate);
  if (first) return { missing: 'first day with a value' };
  if (!dayBefore || dayBefore.netAssetValue === null) return noValueOf(previousDay);
  if (!timeWeighted) return NOT_TIME_WEIGHTED;
  return dayChange(dayBefore, marketDay) ?? NOTHING_AT_OPENING;
}
