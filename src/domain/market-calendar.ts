import { TZDate } from '@date-fns/tz';
import { addDays, type CalendarDate, dayInZone } from './calendar-date.ts';
import { type ExchangeYear, exchangeYear, isWeekend } from './exchange-holidays.ts';

/** Which days a market trades, until when, and when its figures settle. It says what to expect; the data say what was. */
export interface MarketCalendar {
  /** IANA zone of the market's wall clock. */
  readonly timeZone: string;
  isTradingDay(date: CalendarDate): boolean;
  /** Why the market is closed that day, in few words: `Thanksgiving Day`, `weekend`. Undefined on a trading day. */
  closedBecause(date: CalendarDate): string | undefined;
  /** The last trading day before `date`. */
  previousTradingDay(date: CalendarDate): CalendarDate;
  /** Trading days from `from` to `to`, both included, ascending. */
  tradingDays(from: CalendarDate, to: CalendarDate): readonly CalendarDate[];
  /** The instant the regular session of a trading day ends. @throws RangeError on a day without trading */
  closeOf(date: CalendarDate): Date;
  /** The newest trading day whose session is over at `now`. */
  lastClosedMarketDay(now: Date): CalendarDate;
  /** How settled figures of `date` are that were fetched at `at`. */
  finality(date: CalendarDate, at: Date): 'preliminary' | 'final';
}

export interface CalendarExceptions {
  /** Days without trading beyond the rules: an unplanned closure. */
  readonly closed?: readonly CalendarDate[];
  /** Trading days that the rules would have closed. */
  readonly open?: readonly CalendarDate[];
}

const NEW_YORK = 'America/New_York';

/** Closures outside the rules, of 2001 and later. */
const UNPLANNED = new Map<string, string>([
  ['2001-09-11', 'attacks of 11 September'],
  ['2001-09-12', 'attacks of 11 September'],
  ['2001-09-13', 'attacks of 11 September'],
  ['2001-09-14', 'attacks of 11 September'],
  ['2004-06-11', 'mourning for Ronald Reagan'],
  ['2007-01-02', 'mourning for Gerald Ford'],
  ['2012-10-29', 'hurricane Sandy'],
  ['2012-10-30', 'hurricane Sandy'],
  ['2018-12-05', 'mourning for George H. W. Bush'],
  ['2025-01-09', 'mourning for Jimmy Carter'],
]);

/** The broker's daily statements are generally ready by this hour (New York) of the next calendar day. */
const FINAL_HOUR = 5;

/** The calendar of the New York Stock Exchange (Nasdaq keeps the same), by rule, with past unplanned closures. */
export function newYorkCalendar(exceptions: CalendarExceptions = {}): MarketCalendar {
  const closed = new Set(exceptions.closed);
  const open = new Set(exceptions.open);
  const years = new Map<number, ExchangeYear>();

  const yearOf = (date: CalendarDate): ExchangeYear => {
    const year = Number(date.slice(0, 4));
    const known = years.get(year) ?? exchangeYear(year);
    years.set(year, known);
    return known;
  };
  const instants = new Map<string, number>();
  // Of each contract's bookings is asked how settled their last day is: working out a zone's offset is dear.
  const newYork = (date: CalendarDate, hour: number): Date => {
    const known = instants.get(`${date} ${hour}`) ?? newYorkTime(date, hour);
    instants.set(`${date} ${hour}`, known);
    return new Date(known);
  };
  const closedBecause = (date: CalendarDate): string | undefined => {
    if (open.has(date)) return undefined;
    if (closed.has(date)) return 'closed by your settings';
    if (isWeekend(date)) return 'weekend';
    return UNPLANNED.get(date) ?? yearOf(date).closed.get(date);
  };
  const isTradingDay = (date: CalendarDate): boolean => closedBecause(date) === undefined;
  const previousTradingDay = (date: CalendarDate): CalendarDate => {
    let day = addDays(date, -1);
    while (!isTradingDay(day)) day = addDays(day, -1);
    return day;
  };
  const closeOf = (date: CalendarDate): Date => {
    if (!isTradingDay(date)) throw new RangeError(`${date} has no close: ${closedBecause(date)}`);
    return newYork(date, yearOf(date).early.has(date) ? 13 : 16);
  };

  return {
    timeZone: NEW_YORK,
    isTradingDay,
    closedBecause,
    previousTradingDay,
    tradingDays(from, to) {
      const days: CalendarDate[] = [];
      for (let day = from; day <= to; day = addDays(day, 1)) if (isTradingDay(day)) days.push(day);
      return days;
    },
    closeOf,
    lastClosedMarketDay(now) {
      const today = dayInZone(now, NEW_YORK);
      return isTradingDay(today) && closeOf(today) <= now ? today : previousTradingDay(today);
    },
    finality: (date, at) => (at < newYork(addDays(date, 1), FINAL_HOUR) ? 'preliminary' : 'final'),
  };
}

/** The instant at which clocks in New York show the full hour, in milliseconds since 1970. */
function newYorkTime(date: CalendarDate, hour: number): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new TZDate(year, month - 1, day, hour, NEW_YORK).getTime();
}
