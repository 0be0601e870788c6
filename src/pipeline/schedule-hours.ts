import { TZDate } from '@date-fns/tz';
import { addDays, type CalendarDate, dayInZone } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';

/** When the runs of a day start and stop, `HH:MM` on New York clocks: the part `schedule` of the settings. */
export interface ScheduleHours {
  /** Close run, of the market day. */
  readonly close: string;
  /** Final run, of the next calendar day. */
  readonly final: string;
  /** Last new attempt of a final run, of the same day as `final`. */
  readonly deadline: string;
}

/** Statements of a day are generally out by then; what is fetched earlier isn't final. */
const EARLIEST_FINAL = '05:00';
const NEW_YORK = 'America/New_York';
/** Market days that are made up for after an outage. Older ones can still be asked for by a person. */
const WINDOW_DAYS = 7;

/**
 * The instant at which a clock in the zone shows `time` on `date`. A time that the zone leaves out in spring is the
 * instant an hour later on the clock; of one that comes twice in autumn it is the first.
 * @param time `HH:MM`
 */
export function atWallClock(date: CalendarDate, time: string, timeZone: string): Date {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return new Date(new TZDate(year, month - 1, day, hour, minute, timeZone).getTime());
}

/** When a run is due. A close run never before the day's own close, a final run never before 05:00 of the next day. */
export function runDueAt(run: Run, hours: ScheduleHours, calendar: MarketCalendar): Date {
  if (run.kind === 'final') {
    const time = hours.final < EARLIEST_FINAL ? EARLIEST_FINAL : hours.final;
    return atWallClock(addDays(run.marketDate, 1), time, NEW_YORK);
  }
  const wanted = atWallClock(run.marketDate, hours.close, NEW_YORK);
  const close = calendar.closeOf(run.marketDate);
  return wanted < close ? close : wanted;
}

/** Until when new attempts are made by plan: the deadline of a final run, midnight in New York for a close run. */
export function runDeadline(run: Run, hours: ScheduleHours): Date {
  const next = addDays(run.marketDate, 1);
  return atWallClock(next, run.kind === 'final' ? hours.deadline : '00:00', NEW_YORK);
}

/** What the question of what is due looks at. */
export interface DueBasis {
  readonly now: Date;
  readonly hours: ScheduleHours;
  readonly calendar: MarketCalendar;
  /**
   * First healthy session of this archive, or its first statement: days that were due before it were never this
   * archive's to report.
   */
  readonly firstLogin?: Date | undefined;
  /** Whether there is a gateway, which a close run asks. Default: yes. */
  readonly hasGateway?: boolean;
}

/** Final runs that are due and can be made up for, newest market day first. Which of them have ended isn't asked here. */
export function dueFinals({ now, hours, calendar, firstLogin }: DueBasis): readonly Run[] {
  const due = pastFinals(now, hours, calendar, WINDOW_DAYS);
  const early = due.findIndex((run) => firstLogin === undefined || runDueAt(run, hours, calendar) <= firstLogin);
  return early < 0 ? due : due.slice(0, early + 1);
}

/** Everything that is due now: today's close run while it can be had, then the final runs, the oldest day last. */
export function dueRuns(basis: DueBasis): readonly Run[] {
  const { now, hours, calendar, hasGateway = true } = basis;
  const close = hasGateway ? closeOfToday(now, calendar) : undefined;
  const closeIsDue = close && runDueAt(close, hours, calendar) <= now && now < runDeadline(close, hours);
  return [...(closeIsDue ? [close] : []), ...dueFinals(basis)];
}

/** Final runs that are due no more: the market days before those of {@link dueFinals}, as many again. */
export function lapsedFinals(basis: DueBasis): readonly Run[] {
  const { now, hours, calendar } = basis;
  return pastFinals(now, hours, calendar, 2 * WINDOW_DAYS).slice(dueFinals(basis).length);
}

/** The close run of the New York day at `now`, on a market day; due or not yet. */
export function closeOfToday(now: Date, calendar: MarketCalendar): Run | undefined {
  const marketDate = dayInZone(now, NEW_YORK);
  return calendar.isTradingDay(marketDate) ? { kind: 'close', marketDate } : undefined;
}

/** The final run that becomes due next, on a later day than the market's newest due one. */
export function nextFinal(now: Date, hours: ScheduleHours, calendar: MarketCalendar): Run {
  let day = addDays(dayInZone(now, NEW_YORK), -1);
  for (;;) {
    const run: Run = { kind: 'final', marketDate: day };
    if (calendar.isTradingDay(day) && runDueAt(run, hours, calendar) > now) return run;
    day = addDays(day, 1);
  }
}

function pastFinals(now: Date, hours: ScheduleHours, calendar: MarketCalendar, count: number): Run[] {
  const found: Run[] = [];
  let marketDate = dayInZone(now, NEW_YORK);
  while (found.length < count) {
    marketDate = calendar.previousTradingDay(marketDate);
    const run: Run = { kind: 'final', marketDate };
    if (runDueAt(run, hours, calendar) <= now) found.push(run);
  }
  return found;
}
