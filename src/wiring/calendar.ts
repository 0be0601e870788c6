import type { CalendarDate } from '#domain/calendar-date';
import { type MarketCalendar, newYorkCalendar } from '#domain/market-calendar';

/** The market calendar with the owner's own list of days the exchange was closed once. */
export function calendarFor(closedDays: readonly string[]): MarketCalendar {
  return newYorkCalendar({ closed: closedDays as readonly CalendarDate[] });
}
