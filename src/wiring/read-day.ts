import { type CalendarDate, parseCalendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';

/** Reads a day as a person types it, `YYYY-MM-DD`; undefined for anything else. */
export function readDay(text: string): CalendarDate | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseCalendarDate(text) : undefined;
}

/** Why a day can't be reported, in a sentence: the market was closed. Undefined for a trading day. */
export function closedReason(day: CalendarDate): string | undefined {
  const reason = newYorkCalendar().closedBecause(day);
  return reason && `is not a trading day in New York (${reason})`;
}
