import type { CalendarDate } from '#domain/calendar-date';
import type { LevelPoint, LevelSeries } from './level-series.ts';

/** A value this far off another of the same day can't be the same account's: the smaller under half of the larger. */
const CONTRADICTION = 0.5;

/** A value of one day from elsewhere, base currency: the account's own close, say. */
export interface Witness {
  readonly date: CalendarDate;
  readonly netAssetValue: number;
}

export interface MergedSeries extends LevelSeries {
  /** Days whose point was taken from a shorter series because the longest lacks it, ascending. */
  readonly repaired: readonly CalendarDate[];
}

/**
 * One series out of the overlapping ones the broker gives for several periods. The longest leads; what it lacks is
 * taken from the shorter ones, their levels scaled at the nearest earlier day that both have (or the first later one). Nothing is interpolated.
 * A value of the longest that a shorter one contradicts by more than half is a hole, and so is one that the `witness`
 * refutes, even at the end where no later value could show it: recorded short series were clean where the long ones
 * were not.
 *
 * The base of a shorter series is taken for a day's value only on a trading day: the broker's base dates are weekdays,
 * exchange holidays included, and a value of such a day would split the next day's change in two (convention C2).
 *
 * @returns undefined when there is no series
 */
export function mergeSeries(
  all: readonly LevelSeries[],
  isTradingDay: (date: CalendarDate) => boolean,
  witness?: Witness,
): MergedSeries | undefined {
  const [longest, ...shorter] = all
    .filter((series) => series.points.length > 0 || (series.base.netAssetValue ?? 0) > 0)
    .sort(byStartThenLength);
  if (!longest) return undefined;
  const points = new Map(longest.points.map((point) => [point.date, point]));
  const holes = new Set(longest.holes);
  const reject = (date: CalendarDate): void => {
    points.delete(date);
    holes.add(date);
  };
  for (const series of shorter) {
    for (const point of series.points) if (contradicts(points.get(point.date), point)) reject(point.date);
  }
  if (witness && refuted(points.get(witness.date), dayBefore(points, witness.date) ?? longest.base, witness))
    reject(witness.date);

  const repaired: CalendarDate[] = [];
  // The shortest first: its points lie nearest to a common day, and it was clean wherever it was recorded.
  for (const series of shorter.toReversed()) {
    for (const point of rescaled(series, points, longest.base)) {
      if (!isTradingDay(point.date)) continue;
      if (witness?.date === point.date && refuted(point, dayBefore(points, point.date) ?? longest.base, witness))
        continue;
      points.set(point.date, point);
      holes.delete(point.date);
      repaired.push(point.date);
    }
  }
  return {
    ...longest,
    points: [...points.values()].sort(byDate),
    holes: [...holes].sort(),
    repaired: repaired.sort(),
  };
}

/** Points of `series` on days `known` lacks, on the scale of `known`. */
function rescaled(
  series: LevelSeries,
  known: ReadonlyMap<CalendarDate, LevelPoint>,
  base: LevelPoint,
): readonly LevelPoint[] {
  const scaleAt = (point: LevelPoint): number | undefined => {
    const same = point.date === base.date ? base : known.get(point.date);
    return same && point.level > 0 && same.level > 0 ? same.level / point.level : undefined;
  };
  const all = [series.base, ...series.points];
  const firstCommon = all.find((point) => scaleAt(point) !== undefined);
  if (!firstCommon) return [];
  const added: LevelPoint[] = [];
  let scale = scaleAt(firstCommon) ?? 1;
  for (const point of all) {
    const here = scaleAt(point);
    if (here !== undefined) scale = here;
    else if (point.date > base.date && !known.has(point.date)) added.push({ ...point, level: point.level * scale });
  }
  return added;
}

function contradicts(point: LevelPoint | undefined, other: { readonly netAssetValue: number | null }): boolean {
  const [a, b] = [point?.netAssetValue ?? 0, other.netAssetValue ?? 0];
  return a > 0 && b > 0 && Math.min(a, b) < Math.max(a, b) * CONTRADICTION;
}

/**
 * Whether a witness refutes a value: it is far under the witness's, and the return fell with it. Money paid out after
 * the close lowers the value alone, and money paid in raises it: neither is a fault.
 */
function refuted(point: LevelPoint | undefined, before: LevelPoint, witness: Witness): boolean {
  if (!point || (point.netAssetValue ?? 0) >= witness.netAssetValue) return false;
  return contradicts(point, witness) && point.level < before.level * CONTRADICTION;
}

function dayBefore(points: ReadonlyMap<CalendarDate, LevelPoint>, date: CalendarDate): LevelPoint | undefined {
  return [...points.values()]
    .filter((point) => point.date < date)
    .sort(byDate)
    .at(-1);
}

function byStartThenLength(a: LevelSeries, b: LevelSeries): number {
  if (a.base.date !== b.base.date) return a.base.date < b.base.date ? -1 : 1;
  return b.points.length - a.points.length;
}

function byDate(a: LevelPoint, b: LevelPoint): number {
  return a.date < b.date ? -1 : 1;
}
