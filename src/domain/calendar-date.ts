/**
 * A day without a time or a zone, written `YYYY-MM-DD`. Text order is date order, so `<` compares two of them.
 * The brand keeps free text out: only {@link calendarDate} and its relatives make one.
 */
export type CalendarDate = string & { readonly __calendarDate: true };

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const DAY_MS = 86_400_000;

/** Reads `YYYY-MM-DD`; undefined when the text has another form or names no day of the calendar (31 April). */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  const match = FORM.exec(text) ?? COMPACT.exec(text);
  if (!match) return undefined;
  const iso = `${match[1]}-${match[2]}-${match[3]}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) return undefined;
  return iso as CalendarDate;
}

/** As {@link parseCalendarDate}, for text that is known to be good: `YYYY-MM-DD` or `YYYYMMDD`. @throws RangeError */
export function calendarDate(text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (!date) throw new RangeError(`"${text}" is not a day of the form YYYY-MM-DD`);
  return date;
}

/** Whole days since 1 January 1970; the difference of two is a count of calendar days. */
export function dayNumber(date: CalendarDate): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** The day `days` after `date`, or before it when negative. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10) as CalendarDate;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(date: CalendarDate): number {
  return (((dayNumber(date) + 4) % 7) + 7) % 7;
}

/** The same day `years` earlier; 29 February becomes 28 February where the year has none (convention C8). */
export function yearsBefore(date: CalendarDate, years: number): CalendarDate {
  const year = String(Number(date.slice(0, 4)) - years).padStart(4, '0');
  return parseCalendarDate(`${year}${date.slice(4)}`) ?? calendarDate(`${year}-02-28`);
}

/** Last day of the month before the one that holds `date`. */
export function previousMonthEnd(date: CalendarDate): CalendarDate {
  return addDays(calendarDate(`${date.slice(0, 8)}01`), -1);
}

/** Last day of the quarter before the one that holds `date`. */
export function previousQuarterEnd(date: CalendarDate): CalendarDate {
  const first = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
  return addDays(calendarDate(`${date.slice(0, 5)}${String(first).padStart(2, '0')}-01`), -1);
}

/** 31 December of the year before the one that holds `date`. */
export function previousYearEnd(date: CalendarDate): CalendarDate {
  return addDays(calendarDate(`${date.slice(0, 4)}-01-01`), -1);
}

/** The day that a wall clock in the IANA zone `timeZone` shows at the instant `at`. */
export function dayInZone(at: Date, timeZone: string): CalendarDate {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return calendarDate(parts.format(at));
}

/** English names of the months, January first. The first three letters are the short form. */
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** English names of the weekdays, Sunday first as `weekday` counts. The first three letters are the short form. */
export const WEEKDAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
