import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import { findHoles } from '#domain/performance-holes';
import type { PerformancePoint } from '#domain/performance-series';
import { isWorth } from './worth.ts';

/** One kept observation. */
export interface LevelPoint {
  readonly date: CalendarDate;
  /** Growth of one unit since the base date: 1 + cumulative return (convention C1). */
  readonly level: number;
  /** Net asset value in base currency; null when only the return was given. */
  readonly netAssetValue: number | null;
}

/** Points that were left out, by reason. */
export interface Dropped {
  /** On or before the base date, or given again later. */
  readonly duplicate: number;
  /** Without a return. */
  readonly null: number;
  /** On a day without trading. */
  readonly nonTrading: number;
  /** After the day that is reported on: today's running point. */
  readonly later: number;
}

/** A cumulative return series fit for statistics: trading days only, ascending, nothing filled in. */
export interface LevelSeries {
  readonly base: LevelPoint;
  /** Nothing was there at the broker's base date: `base` is the account's first funded day. */
  readonly fromFirstDay: boolean;
  /** Kept observations after the base, ascending. */
  readonly points: readonly LevelPoint[];
  /** Days whose value contradicts its neighbours and was rejected, ascending. */
  readonly holes: readonly CalendarDate[];
  readonly dropped: Dropped;
}

export interface SeriesInput {
  readonly baseDate: CalendarDate;
  /** Net asset value at the base date; 0 or less: the account began later. */
  readonly baseNetAssetValue: number;
  readonly points: readonly PerformancePoint[];
  readonly isTradingDay: (date: CalendarDate) => boolean;
  /** Last day that may be kept. */
  readonly until?: CalendarDate;
}

/**
 * Cleans a series as the broker sent it (conventions C1 and C2), in this order: drops dates on or before the base,
 * points without a return, days without trading, all but the last value of a repeated date; sorts; rejects holes;
 * drops days after `until`. The change of a dropped point falls into the next kept one. An account that began after
 * the base date is measured from the close of its first funded day.
 */
export function cleanSeries(input: SeriesInput): LevelSeries {
  const dropped = { duplicate: 0, null: 0, nonTrading: 0, later: 0 };
  const byDate = new Map<CalendarDate, PerformancePoint>();
  for (const point of input.points) {
    if (point.date <= input.baseDate) dropped.duplicate += 1;
    else if (!isNumber(point.cumulativeReturn)) dropped.null += 1;
    else if (!input.isTradingDay(point.date)) dropped.nonTrading += 1;
    else {
      if (byDate.has(point.date)) dropped.duplicate += 1;
      byDate.set(point.date, point);
    }
  }
  const sorted = [...byDate.values()].sort((a, b) => dayNumber(a.date) - dayNumber(b.date));
  // Later points stay in until here: a hole shows by the values that come back after it.
  const rejected = new Set(holesIn(sorted, input.baseNetAssetValue));
  const points: LevelPoint[] = [];
  const holes: CalendarDate[] = [];
  for (const [index, { date, netAssetValue, cumulativeReturn }] of sorted.entries()) {
    if (input.until !== undefined && date > input.until) dropped.later += 1;
    else if (rejected.has(index)) holes.push(date);
    else points.push({ date, level: 1 + (cumulativeReturn ?? 0), netAssetValue });
  }
  const base = { date: input.baseDate, level: 1, netAssetValue: input.baseNetAssetValue };
  return fromFirstFunded({ base, fromFirstDay: false, points, holes, dropped });
}

/** Holes of the series; a point that only lacks its value still tells the return. */
function holesIn(points: readonly PerformancePoint[], startLevel: number): readonly number[] {
  return findHoles(points, startLevel).filter((index) => points[index]?.netAssetValue !== null);
}

/** Where nothing was there at the base date, counting begins at the close of the first funded day. */
function fromFirstFunded(series: LevelSeries): LevelSeries {
  if (isWorth(series.base.netAssetValue ?? 0)) return series;
  const first = series.points.findIndex((point) => isWorth(point.netAssetValue ?? 0) && point.level > 0);
  const funded = series.points[first];
  if (!funded) return { ...series, points: [], fromFirstDay: true };
  const base = { ...funded, level: 1 };
  const points = series.points.slice(first + 1).map((point) => ({ ...point, level: point.level / funded.level }));
  return { ...series, base, points, fromFirstDay: true };
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
