import type { Archive } from '#archive/archive';
import { type CalendarDate, dayInZone } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import { readRun } from './run-record.ts';

/** Market days looked back for the last report. */
const LOOK_BACK = 15;

/** The newest market day whose final run brought a report, of the last 15; undefined when there is none. */
export async function lastReportOf(
  archive: Archive,
  now: Date,
  calendar: MarketCalendar,
): Promise<CalendarDate | undefined> {
  let marketDate = dayInZone(now, calendar.timeZone);
  for (let looked = 0; looked < LOOK_BACK; looked += 1) {
    marketDate = calendar.previousTradingDay(marketDate);
    const state = (await readRun(archive, { kind: 'final', marketDate }))?.state;
    if (state === 'done' || state === 'partial') return marketDate;
  }
  return undefined;
}
