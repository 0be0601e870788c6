import { TZDate } from '@date-fns/tz';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import { everyDayAt, expressionProblem } from './schedule-expression.ts';
import type { Settings, SettingsProblem } from './settings.ts';

/** The exchange's regular close, New York: before it no holdings of the close exist. */
const EARLIEST_CLOSE = '16:00';
/** The session of a login ends at midnight in New York; the close run must be through by then. */
const LATEST_CLOSE = '23:00';
/** The broker's statements of a day are generally out by then, New York time of the next day. */
const EARLIEST_FINAL = '05:00';
const NEW_YORK = 'America/New_York';

/** What is wrong with the hours of a deploy. Times of day compare as text, for they all have the form `05:45`. */
export function timeProblems({ schedule }: Pick<Settings, 'schedule'>): SettingsProblem[] {
  const { close, final, deadline } = schedule;
  const problems: SettingsProblem[] = [];
  const refuse = (key: keyof Settings['schedule'], problem: string) =>
    problems.push({ where: `schedule.${key}`, problem });
  if (close < EARLIEST_CLOSE) {
    refuse(
      'close',
      `is ${close}, before the exchange closes at ${EARLIEST_CLOSE} in New York: there is nothing to keep yet`,
    );
  }
  if (close > LATEST_CLOSE) {
    refuse('close', `is ${close}, too near to midnight in New York, when the login ends: not after ${LATEST_CLOSE}`);
  }
  if (final < EARLIEST_FINAL) {
    refuse('final', `is ${final}, and no day is final before ${EARLIEST_FINAL} in New York`);
  }
  if (deadline <= final) refuse('deadline', `is ${deadline}, not after the final run at ${final}`);
  for (const key of ['close', 'final', 'deadline', 'ownerHour'] as const) {
    const problem = expressionProblem(everyDayAt(schedule[key]));
    if (problem) refuse(key, `makes a schedule that ${problem}`);
  }
  return problems;
}

/** What the owner should know of the hours, though a deploy may go on. */
export function timeWarnings({ schedule, timeZone }: Pick<Settings, 'schedule' | 'timeZone'>): SettingsProblem[] {
  const { ownerHour } = schedule;
  const warnings: SettingsProblem[] = [];
  const warn = (problem: string) => warnings.push({ where: 'schedule.ownerHour', problem });
  const final = finalOnOwnersClock(schedule.final, timeZone);
  if (ownerHour <= final) {
    warn(
      `is ${ownerHour}, before the final run, which comes at up to ${final} in ${timeZone}: a report that waits for your login is then told at the deadline. Choose an hour after ${final}`,
    );
  }
  const day = dayWithout(ownerHour, timeZone);
  if (day) {
    warn(
      `is ${ownerHour}, which the clocks in ${timeZone} leave out when they go forward (${day}): what waits is then not told on that day. Choose an hour after 04:00`,
    );
  }
  return warnings;
}

/** The latest that clocks in the zone show at the final run, over the weeks in which the two zones differ. */
export function finalOnOwnersClock(final: string, timeZone: string): string {
  const [hour = 0, minute = 0] = final.split(':').map(Number);
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const days = Array.from({ length: 52 }, (_, week) => new TZDate(2026, 0, 4 + 7 * week, hour, minute, NEW_YORK));
  return days.map((day) => shown.format(new Date(day.getTime()))).reduce((a, b) => (a > b ? a : b));
}

/** The years looked at for a day that lacks an hour: rules of daylight saving change seldom. */
const YEARS = [2026, 2027];

/** The first day on which no clock in the zone shows `time`, or nothing. */
export function dayWithout(time: string, timeZone: string): CalendarDate | undefined {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  for (const year of YEARS) {
    const end = `${year}-12-31` as CalendarDate;
    for (let day = `${year}-01-01` as CalendarDate; day <= end; day = addDays(day, 1)) {
      const [, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
      const shown = new TZDate(year, month - 1, dayOfMonth, hour, minute, timeZone);
      if (shown.getHours() !== hour || shown.getMinutes() !== minute) return day;
    }
  }
  return undefined;
}
