import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Report } from './report.ts';

/** Weekdays without trading between the market day before and this one, with the reason of each. */
export function closedBefore(marketDate: CalendarDate, calendar: MarketCalendar): NonNullable<Report['closedBefore']> {
  const days: { date: CalendarDate; reason: string }[] = [];
  for (let date = addDays(calendar.previousTradingDay(marketDate), 1); date < marketDate; date = addDays(date, 1)) {
    const reason = calendar.closedBecause(date);
    if (reason !== undefined && reason !== 'weekend') days.push({ date, reason });
  }
  return days;
}
