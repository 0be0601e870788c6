/** A calendar day as `YYYY-MM-DD`. Text order is date order. */
export type Day = string;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SUNDAY = 0;

/** Midnight UTC of a day, epoch milliseconds. */
export const dayToMs = (day: Day): number => Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10));
/** The day of an instant in UTC. */
const msToDay = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day: Day, days: number): Day => msToDay(dayToMs(day) + days * DAY_MS);
/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((dayToMs(to) - dayToMs(from)) / DAY_MS);
/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(dayToMs(day)).getUTCDay();
export const isWeekday = (day: Day): boolean => weekdayOf(day) % 6 !== 0;
/** `YYYYMMDD`, as the wire writes it. */
export const compact = (day: Day): string => day.replaceAll('-', '');
export const dayOf = (year: number, month: number, date: number): Day => msToDay(Date.UTC(year, month - 1, date));

/** The same date `months` earlier, or the last day of that month where it has no such date. */
export function monthsBefore(day: Day, months: number): Day {
  const year = +day.slice(0, 4);
  const month = +day.slice(5, 7) - months;
  const lastOfMonth = +dayOf(year, month + 1, 0).slice(8, 10);
  return dayOf(year, month, Math.min(+day.slice(8, 10), lastOfMonth));
}

/** The nth (from 1) given weekday of a month. */
export function nthWeekdayOf(year: number, month: number, weekday: number, nth: number): Day {
  const first = dayOf(year, month, 1);
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7);
}

/**
 * Hours New York is behind UTC on a day: 4 from the second Sunday of March to the first Sunday of November (rule since
 * 2007), else 5. Taken for the whole day: the clocks change on Sunday nights, when nothing is traded.
 */
export function newYorkOffset(day: Day): number {
  const year = +day.slice(0, 4);
  const summer = day >= nthWeekdayOf(year, 3, SUNDAY, 2) && day < nthWeekdayOf(year, 11, SUNDAY, 1);
  return summer ? 4 : 5;
}

/** The instant at which clocks in New York show an hour (with its fraction) of a day, epoch milliseconds. */
export const newYorkMs = (day: Day, hour: number): number => dayToMs(day) + (hour + newYorkOffset(day)) * HOUR_MS;

/** The day in New York at an instant. */
export function newYorkDay(ms: number): Day {
  const standard = msToDay(ms - 5 * HOUR_MS);
  return msToDay(ms - newYorkOffset(standard) * HOUR_MS);
}
