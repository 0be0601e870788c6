import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import type { LevelPoint, LevelSeries } from './level-series.ts';

/** A fall from a high and its way back. */
export interface DrawdownEpisode {
  /** Lowest level against the high, a fraction: negative. */
  readonly depth: number;
  /** The last day at the high before the fall. */
  readonly peak: CalendarDate;
  /** The first day at the lowest level. */
  readonly trough: CalendarDate;
  /** The first day back at the high; absent while it is open. */
  readonly recovery?: CalendarDate;
  /** Calendar days from the peak to the recovery, or to the end of the series. */
  readonly days: number;
}

export interface Drawdown {
  /** Of each point, base first: level against the highest so far, 0 or negative. The base counts as a high. */
  readonly daily: readonly { readonly date: CalendarDate; readonly value: number }[];
  /** In order of time. */
  readonly episodes: readonly DrawdownEpisode[];
  /** The deepest; of equal ones the first. Absent when the level never fell. */
  readonly deepest?: DrawdownEpisode;
  /** At the end of the series, 0 or negative. */
  readonly current: number;
  /** The most calendar days from a high to its recovery or the end. */
  readonly longestDays: number;
  /** Square root of the mean squared drawdown of the points after the base, a fraction. */
  readonly ulcer: number;
}

/** Levels that differ by less are the same. */
const SAME = 1e-12;

/** Falls of a series with at least one point after its base; its levels must be above zero but for the last. */
export function drawdown(series: Pick<LevelSeries, 'base' | 'points'>): Drawdown {
  const points = [series.base, ...series.points];
  const daily: { date: CalendarDate; value: number }[] = [];
  const episodes: DrawdownEpisode[] = [];
  let high = series.base;
  let fall: { trough: LevelPoint; peak: LevelPoint } | undefined;
  for (const point of points) {
    if (point.level >= high.level - SAME) {
      if (fall) episodes.push(episodeOf(fall, point.date, true));
      fall = undefined;
      high = { ...point, level: Math.max(point.level, high.level) };
    } else if (!fall) fall = { peak: high, trough: point };
    else if (point.level < fall.trough.level - SAME) fall = { ...fall, trough: point };
    daily.push({ date: point.date, value: fall ? point.level / high.level - 1 : 0 });
  }
  const end = points.at(-1) ?? series.base;
  if (fall) episodes.push(episodeOf(fall, end.date, false));
  const deepest = episodes.reduce<DrawdownEpisode | undefined>(
    (found, episode) => (found && found.depth <= episode.depth + SAME ? found : episode),
    undefined,
  );
  const squares = daily.slice(1).reduce((sum, { value }) => sum + value ** 2, 0);
  return {
    daily,
    episodes,
    ...(deepest ? { deepest } : {}),
    current: daily.at(-1)?.value ?? 0,
    longestDays: Math.max(0, ...episodes.map(({ days }) => days)),
    ulcer: Math.sqrt(squares / Math.max(1, daily.length - 1)),
  };
}

function episodeOf(
  { peak, trough }: { readonly peak: LevelPoint; readonly trough: LevelPoint },
  until: CalendarDate,
  recovered: boolean,
): DrawdownEpisode {
  return {
    depth: trough.level / peak.level - 1,
    peak: peak.date,
    trough: trough.date,
    ...(recovered ? { recovery: until } : {}),
    days: dayNumber(until) - dayNumber(peak.date),
  };
}
