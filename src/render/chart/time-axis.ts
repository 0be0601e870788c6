import { utcDay, utcMonday, utcMonth, utcYear } from 'd3-time';
import type { CalendarDate } from '#domain/calendar-date';
import { dayNumber, MONTH_NAMES } from '#domain/calendar-date';

/** A scale from days to pixels, and the marks under it. */
export interface TimeAxis {
  readonly x: (date: CalendarDate) => number;
  readonly ticks: readonly { readonly x: number; readonly label: string; readonly year: boolean }[];
}

const DAY_MS = 86_400_000;
/** A label and the air after it, in pixels. */
const YEAR_ROOM = 38;
const LABEL_ROOM = 34;

/**
 * The time axis over `from` to `to`, `width` pixels wide. Years where it spans more than ten months, with May and
 * September between them where there is room; else months; else weeks or days.
 */
export function timeAxis(from: CalendarDate, to: CalendarDate, width: number): TimeAxis {
  const first = dayNumber(from);
  const days = Math.max(1, dayNumber(to) - first);
  const place = (day: number): number => Math.round(((day - first) / days) * width * 10) / 10;
  const x = (date: CalendarDate): number => place(dayNumber(date));
  const at = (time: Date): number => place(time.getTime() / DAY_MS);
  const begin = new Date(first * DAY_MS);
  const end = new Date((first + days) * DAY_MS + 1);
  const marks = days > 300 ? yearMarks(begin, end, width / days) : shortMarks(begin, end, days);
  return {
    x,
    ticks: thinned(
      marks.map(({ time, label, year }) => ({ x: at(time), label, year })),
      width,
    ),
  };
}

interface Mark {
  readonly time: Date;
  readonly label: string;
  readonly year: boolean;
}

function yearMarks(begin: Date, end: Date, pixelsADay: number): Mark[] {
  const years = utcYear.range(begin, end).map((time) => ({ time, label: String(time.getUTCFullYear()), year: true }));
  const roomy = pixelsADay * 122 > LABEL_ROOM + 6;
  const months = pixelsADay * 122 < 14 ? [] : utcMonth.range(begin, end).filter((time) => time.getUTCMonth() % 4 === 0);
  const between = months
    .filter((time) => time.getUTCMonth() !== 0)
    .map((time) => ({ time, label: roomy ? monthOf(time) : '', year: false }));
  const start = { time: begin, label: String(begin.getUTCFullYear()), year: true };
  return [start, ...years, ...between].sort((a, b) => a.time.getTime() - b.time.getTime());
}

function shortMarks(begin: Date, end: Date, days: number): Mark[] {
  const months = days > 62;
  const interval = months ? utcMonth : days > 10 ? utcMonday : utcDay;
  const name = (time: Date): string => {
    const month = monthOf(time);
    if (!months) return `${time.getUTCDate()} ${month}`;
    return time.getUTCMonth() === 0 ? String(time.getUTCFullYear()) : month;
  };
  return interval.range(begin, end).map((time) => ({
    time,
    label: name(time),
    year: months && time.getUTCMonth() === 0,
  }));
}

/** Takes labels away where they would touch; years win over months, earlier ones over later ones. */
function thinned(ticks: TimeAxis['ticks'], width: number): TimeAxis['ticks'] {
  const taken: number[] = [];
  const keeps = (tick: TimeAxis['ticks'][number], room: number): boolean => {
    if (tick.x + 26 > width || taken.some((x) => Math.abs(x - tick.x) < room)) return false;
    taken.push(tick.x);
    return true;
  };
  const years = new Set(ticks.filter((tick) => tick.year && tick.x > 0 && keeps(tick, YEAR_ROOM)));
  const rest = new Set(ticks.filter((tick) => !years.has(tick) && tick.label !== '' && keeps(tick, LABEL_ROOM)));
  return ticks
    .map((tick) => (years.has(tick) || rest.has(tick) ? tick : { ...tick, label: '' }))
    .filter((tick) => tick.x > 0 || tick.label !== '');
}

/** `Nov`. */
const monthOf = (time: Date): string => MONTH_NAMES[time.getUTCMonth()]?.slice(0, 3) ?? '';
