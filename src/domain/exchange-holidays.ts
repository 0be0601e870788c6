import { addDays, type CalendarDate, calendarDate, weekday } from './calendar-date.ts';

/** How a year's regular calendar of the New York Stock Exchange departs from "every weekday until 16:00". */
export interface ExchangeYear {
  /** Days without trading, with the reason. */
  readonly closed: ReadonlyMap<CalendarDate, string>;
  /** Trading days that end at 13:00 New York time. */
  readonly early: ReadonlySet<CalendarDate>;
}

const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;

/** First year in which Juneteenth was a holiday of the exchange. */
const JUNETEENTH_SINCE = 2022;

/**
 * The exchange's planned calendar of one year, by its published rules: a holiday on a Saturday moves to the Friday
 * before and one on a Sunday to the Monday after, but New Year's Day on a Saturday is not made up for. Checked
 * against the exchange's own lists for 2026 to 2028; later years are projected by the same rules.
 */
export function exchangeYear(year: number): ExchangeYear {
  const thanksgiving = nthWeekday(year, 11, THURSDAY, 4);
  const closed = new Map<CalendarDate, string>();
  const newYear = day(year, 1, 1);
  if (weekday(newYear) !== SATURDAY) closed.set(observed(newYear), 'New Year’s Day');
  closed.set(nthWeekday(year, 1, MONDAY, 3), 'Martin Luther King, Jr. Day');
  closed.set(nthWeekday(year, 2, MONDAY, 3), 'Presidents’ Day');
  closed.set(addDays(easterSunday(year), -2), 'Good Friday');
  closed.set(lastMonday(year, 5), 'Memorial Day');
  if (year >= JUNETEENTH_SINCE) closed.set(observed(day(year, 6, 19)), 'Juneteenth');
  closed.set(observed(day(year, 7, 4)), 'Independence Day');
  closed.set(nthWeekday(year, 9, MONDAY, 1), 'Labor Day');
  closed.set(thanksgiving, 'Thanksgiving Day');
  closed.set(observed(day(year, 12, 25)), 'Christmas Day');

  const shortened = [day(year, 7, 3), addDays(thanksgiving, 1), day(year, 12, 24)];
  return { closed, early: new Set(shortened.filter((date) => !isWeekend(date) && !closed.has(date))) };
}

/** Saturday or Sunday. */
export function isWeekend(date: CalendarDate): boolean {
  const at = weekday(date);
  return at === SATURDAY || at === SUNDAY;
}

function observed(date: CalendarDate): CalendarDate {
  const at = weekday(date);
  if (at === SATURDAY) return addDays(date, -1);
  return at === SUNDAY ? addDays(date, 1) : date;
}

function nthWeekday(year: number, month: number, wanted: number, nth: number): CalendarDate {
  const first = day(year, month, 1);
  return addDays(first, ((wanted - weekday(first) + 7) % 7) + (nth - 1) * 7);
}

function lastMonday(year: number, month: number): CalendarDate {
  const last = addDays(day(year, month + 1, 1), -1);
  return addDays(last, -((weekday(last) - MONDAY + 7) % 7));
}

/** Gregorian Easter by the algorithm of Meeus, Jones and Butcher. */
function easterSunday(year: number): CalendarDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return day(year, Math.floor(n / 31), (n % 31) + 1);
}

function day(year: number, month: number, date: number): CalendarDate {
  const two = (part: number): string => String(part).padStart(2, '0');
  return calendarDate(`${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`);
}
