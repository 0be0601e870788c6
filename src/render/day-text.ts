import {
  type CalendarDate,
  dayNumber,
  MONTH_NAMES,
  parseCalendarDate,
  WEEKDAY_NAMES,
  weekday,
} from '#domain/calendar-date';
import { inEnglish, localDay } from './locale-scope.ts';

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

function partsOf(date: CalendarDate): Parts {
  const month = MONTH_NAMES[Number(date.slice(5, 7)) - 1] ?? '';
  return { year: date.slice(0, 4), month, day: String(Number(date.slice(8, 10))) };
}

/** `Thursday 20 November 2025`. */
export function longDay(date: CalendarDate): string {
  if (!inEnglish()) return localDay(date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const { year, month, day } = partsOf(date);
  return `${WEEKDAY_NAMES[weekday(date)]} ${day} ${month} ${year}`;
}

/** `20 Nov 2025`. */
export function mediumDay(date: CalendarDate): string {
  if (!inEnglish()) return localDay(date, { day: 'numeric', month: 'short', year: 'numeric' });
  const { year, month, day } = partsOf(date);
  return `${day} ${month.slice(0, 3)} ${year}`;
}

/** `20 Nov`. */
export function shortDay(date: CalendarDate): string {
  if (!inEnglish()) return localDay(date, { day: 'numeric', month: 'short' });
  const { month, day } = partsOf(date);
  return `${day} ${month.slice(0, 3)}`;
}

/** `Nov`. */
export function shortMonth(date: CalendarDate): string {
  return inEnglish() ? partsOf(date).month.slice(0, 3) : localDay(date, { month: 'short' });
}

/** `Thu 20 Nov`. */
export function weekdayDay(date: CalendarDate): string {
  if (!inEnglish()) return localDay(date, { weekday: 'short', day: 'numeric', month: 'short' });
  return `${WEEKDAY_NAMES[weekday(date)]?.slice(0, 3)} ${shortDay(date)}`;
}

/** Whole calendar days from `from` to `to`. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Reads `YYYY-MM-DD` and nothing else: an instant is not a day. */
export function dayOf(text: string): CalendarDate | undefined {
  return text.length === 10 ? parseCalendarDate(text) : undefined;
}
