import { type CalendarDate, parseCalendarDate } from '#domain/calendar-date';

/** Reads a day as a person types it, `YYYY-MM-DD`; undefined for anything else. */
export function readDay(text: string): CalendarDate | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseCalendarDate(text) : undefined;
}
