import type { CalendarDate } from '#domain/calendar-date';
import { type MarketCalendar, nyseCalendar } from '#domain/market-calendar';

/** The market calendar with the owner's own list of days the exchange was closed once. */
export function calendarFor(closedDays: readonly string[]): MarketCalendar {
  return nyseCalendar(closedDays as readonly CalendarDate[]);
}
