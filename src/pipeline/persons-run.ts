import { addDays, dayInZone } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { NotTaken, StartEvent } from './events.ts';
import { closeOfToday, type DueBasis } from './schedule-hours.ts';

/** PortfolioAnalyst looks back a year: of a day before that there is neither value nor return. */
const LONGEST_BACK_DAYS = 365;

/** The run that a person asks for, or why it can't be had now. Without a day: the newest that can. */
export function personsRun(
  { kind, marketDate: asked }: Extract<StartEvent, { start: 'person' }>,
  { now, calendar, hasGateway = true }: DueBasis,
): { readonly run: Run } | { readonly run: Run; readonly why: NotTaken } {
  const today = dayInZone(now, calendar.timeZone);
  if (kind === 'close') {
    const run: Run = { kind, marketDate: asked ?? today };
    if (!hasGateway) return { run, why: 'no-gateway' };
    if (run.marketDate > today) return { run, why: 'not-due' };
    if (!calendar.isTradingDay(run.marketDate)) return { run, why: 'closed-day' };
    if (run.marketDate < today || !closeOfToday(now, calendar)) return { run, why: 'too-late' };
    return calendar.closeOf(run.marketDate) > now ? { run, why: 'not-due' } : { run };
  }
  let newest = calendar.previousTradingDay(today);
  if (calendar.finality(newest, now) !== 'final') newest = calendar.previousTradingDay(newest);
  const run: Run = { kind, marketDate: asked ?? newest };
  if (run.marketDate > newest && run.marketDate >= today) return { run, why: 'not-due' };
  if (!calendar.isTradingDay(run.marketDate)) return { run, why: 'closed-day' };
  if (run.marketDate > newest) return { run, why: 'not-due' };
  return run.marketDate < addDays(today, -LONGEST_BACK_DAYS) ? { run, why: 'too-late' } : { run };
}
