import { type Day, daysBetween } from '#simulator/market/day';
import { type Dividend, dividendOn } from '#simulator/market/dividends';
import type { Instrument } from '#simulator/market/instrument';
import { LISTINGS, type Listing } from '#simulator/market/listings';
import type { Market } from '#simulator/market/market';
import { AccountBook } from './account-book.ts';
import type { Amounts, DayRecord } from './day-record.ts';

/** What an investor sees and can do on a trading day. */
export interface Desk {
  readonly market: Market;
  readonly day: Day;
  /** Trading day of the market, from 0. */
  readonly index: number;
  /** Trading day of this life, from 0. */
  readonly age: number;
  /** Trading day of the month, from 1. */
  readonly dayOfMonth: number;
  readonly book: AccountBook;
  /** Net asset value at the close before, cents of US dollars. */
  readonly nav: number;
}

/** Decides what is done on a day; everything takes effect at its close. */
export interface Investor {
  /** The treasury note this investor may hold. */
  readonly note?: Instrument;
  act(desk: Desk): void;
}

/** Interest on a balance in a year, cents: what the broker pays above 10,000 and asks for what is borrowed. */
function yearlyInterest(currency: string, balance: number): number {
  const free = 1_000_000;
  if (balance > free) return currency === 'USD' ? (balance - free) * 0.0333 : 0;
  return balance < 0 ? balance * (currency === 'USD' ? 0.0533 : 0.0385) : 0;
}

/** Market-data subscription and the sales tax on it, cents of US dollars a month. */
const MONTHLY_FEE = 1_000;
const FEE_TAX = 200;
/** Trading day of the month on which the interest of the month before is posted. */
const INTEREST_DAY = 3;

/** Lives an account day by day from the trading day `first` of the market to its end. The base currency is US dollars. */
export function live(market: Market, investor: Investor, first: number): DayRecord[] {
  const book = new AccountBook();
  const records: DayRecord[] = [];
  let dayOfMonth = 0;
  for (let index = first; index < market.days.length; index += 1) {
    const day = market.days[index] as Day;
    const before = index > first ? (market.days[index - 1] as Day) : undefined;
    const newMonth = before === undefined || before.slice(0, 7) !== day.slice(0, 7);
    dayOfMonth = newMonth ? 1 : dayOfMonth + 1;
    if (before !== undefined) bookRoutine(market, book, investor, { index, day, before, newMonth, dayOfMonth });
    const previous = records.at(-1);
    investor.act({ market, day, index, age: index - first, dayOfMonth, book, nav: previous?.nav ?? 0 });
    records.push(closeDay(market, book, investor, index, previous));
  }
  return records;
}

interface Routine {
  readonly index: number;
  readonly day: Day;
  /** The trading day before. */
  readonly before: Day;
  readonly newMonth: boolean;
  readonly dayOfMonth: number;
}

/** What happens without the investor: interest, coupons, dividends, fees. */
function bookRoutine(market: Market, book: AccountBook, investor: Investor, on: Routine): void {
  const { index, day, before, newMonth } = on;
  if (newMonth) book.closeInterestMonth();
  book.accrueInterest(daysBetween(before, day), yearlyInterest);
  if (investor.note) book.payCoupon(before, day, investor.note);
  for (const { listing, dividend } of dividendsOn(market, index)) {
    book.announceDividend(day, listing.instrument, dividend);
  }
  book.payDividends(day);
  book.correctTax(day);
  if (on.dayOfMonth === INTEREST_DAY) book.postInterest(day);
  if (newMonth) book.fee(day, 'USD', MONTHLY_FEE, FEE_TAX);
}

type Announcement = { readonly listing: Listing; readonly dividend: Dividend };

/** Dividends by ex-date, the same for every life on a market. */
const dividendsOf = new WeakMap<Market, readonly (readonly Announcement[])[]>();

function dividendsOn(market: Market, index: number): readonly Announcement[] {
  const made =
    dividendsOf.get(market) ??
    market.days.map((_, at) =>
      LISTINGS.flatMap((listing) => {
        const dividend = dividendOn(listing, market.days, at);
        return dividend ? [{ listing, dividend }] : [];
      }),
    );
  dividendsOf.set(market, made);
  return made[index] ?? [];
}

function closeDay(
  market: Market,
  book: AccountBook,
  investor: Investor,
  index: number,
  previous: DayRecord | undefined,
): DayRecord {
  const day = market.days[index] as Day;
  const bookings = book.takeBookings();
  const cash: Amounts = Object.fromEntries(book.cash);
  const holdings = book.holdings();
  const accruedInterest = book.accruedInterest(day, investor.note);
  const accruedDividends = book.accruedDividends();
  const dividendsDue = book.dividendsDue();
  const totals = new Map<string, number>();
  const add = (currency: string, cents: number): void => {
    totals.set(currency, (totals.get(currency) ?? 0) + cents);
  };
  for (const amounts of [cash, accruedInterest, accruedDividends]) {
    for (const [currency, cents] of Object.entries(amounts)) add(currency, cents);
  }
  for (const holding of holdings) {
    const { currency, multiplier } = market.instrument(holding.conid);
    add(currency, valueOf(holding.quantity, market.close(holding.conid, index), multiplier));
  }
  const nav = toBase(totals, (currency) => market.rate(currency, index));
  const flows = new Map<string, number>();
  for (const { kind, currency, amount } of bookings) {
    if (kind === 'deposit' || kind === 'withdrawal') flows.set(currency, (flows.get(currency) ?? 0) + amount);
  }
  const flow = toBase(flows, (currency) => market.rate(currency, index));
  const dayReturn = previous ? (nav - flow) / previous.nav - 1 : 0;
  const growth = (previous?.growth ?? 1) * (1 + dayReturn);
  return {
    day,
    cash,
    holdings,
    accruedInterest,
    accruedDividends,
    dividendsDue,
    nav,
    flow,
    dayReturn,
    growth,
    bookings,
  };
}

/** Market value in whole cents. */
export const valueOf = (quantity: number, price: number, multiplier: number): number =>
  Math.round(quantity * price * multiplier * 100);

/** Sum in base currency: converted exactly, rounded once, whole cents. */
export function toBase(totals: ReadonlyMap<string, number>, rate: (currency: string) => number): number {
  let sum = 0;
  for (const [currency, cents] of totals) sum += cents * rate(currency);
  return Math.round(sum);
}
