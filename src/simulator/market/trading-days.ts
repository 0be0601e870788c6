import { addDays, type Day, dayOf, isWeekday, newYorkMs, nthWeekdayOf, weekdayOf } from './day.ts';

const MONDAY = 1;
const THURSDAY = 4;
const SUNDAY = 0;
const SATURDAY = 6;
/** First year with Juneteenth among the exchange's holidays. */
const JUNETEENTH_SINCE = 2022;

interface ExchangeYear {
  readonly closed: ReadonlySet<Day>;
  readonly early: ReadonlySet<Day>;
}

const years = new Map<number, ExchangeYear>();

/** Whether the New York Stock Exchange trades that day, by the exchange's published rules. */
export const isTradingDay = (day: Day): boolean => isWeekday(day) && !yearOf(day).closed.has(day);

/** The session of a trading day, epoch milliseconds: 09:30 to 16:00 in New York, to 13:00 on the eve of some holidays. */
export function sessionOf(day: Day): { readonly open: number; readonly close: number } {
  return { open: newYorkMs(day, 9.5), close: newYorkMs(day, yearOf(day).early.has(day) ? 13 : 16) };
}

/** Trading days from `from` to `to`, both included. */
export const tradingDays = (from: Day, to: Day): Day[] => daysThat(isTradingDay, from, to);

/** Weekdays from `from` to `to`, both included, holidays too: the days PortfolioAnalyst has a point for. */
export const weekdays = (from: Day, to: Day): Day[] => daysThat(isWeekday, from, to);

/** The last weekday on or before a day. */
export function weekdayOnOrBefore(day: Day): Day {
  let at = day;
  while (!isWeekday(at)) at = addDays(at, -1);
  return at;
}

function daysThat(holds: (day: Day) => boolean, from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (holds(day)) days.push(day);
  return days;
}

function yearOf(day: Day): ExchangeYear {
  const year = +day.slice(0, 4);
  const known = years.get(year) ?? makeYear(year);
  years.set(year, known);
  return known;
}

function makeYear(year: number): ExchangeYear {
  const thanksgiving = nthWeekdayOf(year, 11, THURSDAY, 4);
  const closed = new Set([
    nthWeekdayOf(year, 1, MONDAY, 3),
    nthWeekdayOf(year, 2, MONDAY, 3),
    addDays(easter(year), -2),
    lastMonday(year, 5),
    observed(dayOf(year, 7, 4)),
    nthWeekdayOf(year, 9, MONDAY, 1),
    thanksgiving,
    observed(dayOf(year, 12, 25)),
  ]);
  if (year >= JUNETEENTH_SINCE) closed.add(observed(dayOf(year, 6, 19)));
  const newYear = dayOf(year, 1, 1);
  // A New Year's Day on a Saturday is not made up for: 31 December is a trading day.
  if (weekdayOf(newYear) !== SATURDAY) closed.add(observed(newYear));
  const eves = [dayOf(year, 7, 3), addDays(thanksgiving, 1), dayOf(year, 12, 24)];
  return { closed, early: new Set(eves.filter((day) => isWeekday(day) && !closed.has(day))) };
}

function observed(day: Day): Day {
  if (weekdayOf(day) === SATURDAY) return addDays(day, -1);
  return weekdayOf(day) === SUNDAY ? addDays(day, 1) : day;
}

function lastMonday(year: number, month: number): Day {
  const last = dayOf(year, month + 1, 0);
  return addDays(last, -((weekdayOf(last) + 6) % 7));
}

/** Easter Sunday, Gregorian, by Gauss's rule with its two exceptions. */
function easter(year: number): Day {
  const century = Math.floor(year / 100);
  const moon = (15 - Math.floor((13 + 8 * century) / 25) + century - Math.floor(century / 4)) % 30;
  const sun = (4 + century - Math.floor(century / 4)) % 7;
  const d = (19 * (year % 19) + moon) % 30;
  const e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + sun) % 7;
  if (d === 29 && e === 6) return dayOf(year, 4, 19);
  if (d === 28 && e === 6 && (11 * moon + 11) % 30 < 19) return dayOf(year, 4, 18);
  return dayOf(year, 3, 22 + d + e);
}
