import { TZDate } from '@date-fns/tz';
import { addMinutes } from 'date-fns';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';

const NEW_YORK = 'America/New_York';

/** The instant at which a wall clock in New York shows `hour:minute` on `date`. */
function inNewYork(date: CalendarDate, hour: number, minute: number): Date {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(new TZDate(year, month - 1, day, hour, minute, NEW_YORK).getTime());
}

/**
 * When a run is due by default: the close run half an hour after the market closed, the final run at 05:45 New York
 * time of the next day, when the broker's statements of the day are generally out (by 05:00).
 */
export function dueAt(run: Run, calendar: MarketCalendar): Date {
  if (run.kind === 'final') return inNewYork(addDays(run.marketDate, 1), 5, 45);
  return addMinutes(calendar.closeOf(run.marketDate), 30);
}

/** Until when a final run may begin new paced calls: noon in New York of the next day; a close run until midnight. */
export function deadlineOf(run: Run): Date {
  const next = addDays(run.marketDate, 1);
  return run.kind === 'final' ? inNewYork(next, 12, 0) : inNewYork(next, 0, 0);
}

/**
 * Whether what was collected at `at` is as good as it gets for the run: a close run after the close, a final run once
 * the day's figures are final.
 */
export function isSettled(run: Run, at: Date, calendar: MarketCalendar): boolean {
  if (run.kind === 'close') return at >= calendar.closeOf(run.marketDate);
  return calendar.finality(run.marketDate, at) === 'final';
}
