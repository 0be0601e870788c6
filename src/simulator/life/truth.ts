import type { AccountProfile } from '#simulator/account';
import type { Day } from '#simulator/market/day';
import type { Market } from '#simulator/market/market';
import type { Amounts, Booking, DayRecord } from './day-record.ts';
import { valueOf } from './life.ts';

type ByCurrency = Readonly<Record<string, number>>;

/** A holding at a close, exact. Units of its currency. */
export interface TruePosition {
  readonly conid: number;
  readonly symbol: string;
  readonly description: string;
  readonly assetClass: string;
  readonly currency: string;
  readonly quantity: number;
  readonly price: number;
  readonly multiplier: number;
  readonly value: number;
  readonly cost: number;
}

/** A trade or a dividend of a contract, exact. Units of its currency, before commission. */
export interface TrueBooking {
  readonly conid: number;
  readonly kind: 'trade' | 'dividend';
  readonly currency: string;
  readonly amount: number;
  readonly quantity?: number;
  readonly price?: number;
  /** Of a trade: paid, so positive. */
  readonly commission?: number;
  /** Profit of what a trade closed, net of commission. */
  readonly realized?: number;
}

/** Cash that was booked and is no trade, exact. Units of its currency. */
export interface TrueCash {
  readonly kind: Exclude<Booking['kind'], 'trade' | 'conversion'>;
  readonly currency: string;
  readonly amount: number;
  readonly conid?: number;
  /** The day of the wrong booking that this one corrects. */
  readonly corrects?: Day;
}

/** A currency bought for another, exact. Units; negative is given. */
export interface TrueConversion {
  readonly bought: { readonly currency: string; readonly amount: number };
  readonly paid: { readonly currency: string; readonly amount: number };
  /** In the currency that was paid. */
  readonly commission: number;
}

/** A dividend owed and not paid. Units of its currency; `tax` is to be withheld, so positive. */
export interface TrueDividendDue {
  readonly conid: number;
  readonly currency: string;
  readonly exDay: Day;
  readonly payDay: Day;
  readonly gross: number;
  readonly tax: number;
}

/** A trading day as it truly was, at its close. Units with cents, by currency unless the name says base. */
export interface TrueDay {
  readonly date: Day;
  readonly netAssetValueBase: number;
  readonly cash: ByCurrency;
  readonly accruedInterest: ByCurrency;
  readonly accruedDividends: ByCurrency;
  /** Base currency for one unit. */
  readonly rates: ByCurrency;
  readonly positions: readonly TruePosition[];
  readonly bookings: readonly TrueBooking[];
  /** All that moved cash and is no trade or conversion, in order; the gateway has dividends alone of it. */
  readonly cashBookings: readonly TrueCash[];
  readonly conversions: readonly TrueConversion[];
  readonly dividendsDue: readonly TrueDividendDue[];
  readonly externalFlowBase: number;
  readonly deposits: ByCurrency;
  /** Negative. */
  readonly withdrawals: ByCurrency;
  readonly dividends: ByCurrency;
  readonly withholdingTax: ByCurrency;
  readonly interest: ByCurrency;
  readonly fees: ByCurrency;
  readonly salesTax: ByCurrency;
  readonly commissions: ByCurrency;
  readonly realizedProfit: ByCurrency;
  /** Time-weighted, flows at the end of the day; a fraction. */
  readonly dayReturn: number;
}

/** The exact figures behind the answers. The gateway says less than this; it is a test's oracle. */
export interface LifeTruth {
  readonly account: string;
  readonly baseCurrency: string;
  /** First and last closed trading day. */
  readonly first: Day;
  readonly last: Day;
  /** Closed trading days, ascending. */
  readonly days: readonly Day[];
  /** The trading day, or the last one before it. @throws RangeError before the first day */
  day(date: Day): TrueDay;
  /** Cumulative return from the close of (or before) one day to that of another, a fraction. */
  returnBetween(from: Day, to: Day): number;
  toJSON(): unknown;
}

export function lifeTruth(
  profile: AccountProfile,
  market: Market,
  records: readonly DayRecord[],
  first: number,
  now: Date,
): LifeTruth {
  const closed = records.slice(0, Math.max(0, market.lastClosed(now.getTime()) - first + 1));
  const indexes = new Map(closed.map((record, index) => [record.day, index]));
  const indexOf = (date: Day): number => {
    const index = indexes.get(date) ?? closed.findLastIndex(({ day }) => day <= date);
    if (index === -1) throw new RangeError(`the simulated account has no day on or before ${date}`);
    return index;
  };
  const recordOf = (date: Day): DayRecord => closed[indexOf(date)] as DayRecord;
  const day = (date: Day): TrueDay => trueDay(market, recordOf(date), first + indexOf(date));
  return {
    account: profile.id,
    baseCurrency: profile.currency,
    first: closed[0]?.day ?? '',
    last: closed.at(-1)?.day ?? '',
    days: closed.map((record) => record.day),
    day,
    returnBetween: (from, to) => recordOf(to).growth / recordOf(from).growth - 1,
    toJSON: () => ({
      account: profile.id,
      baseCurrency: profile.currency,
      days: closed.map((record) => day(record.day)),
    }),
  };
}

function trueDay(market: Market, record: DayRecord, index: number): TrueDay {
  const of = (kinds: readonly Booking['kind'][], amount = (booking: Booking): number => booking.amount): ByCurrency => {
    const sums: Record<string, number> = {};
    for (const booking of record.bookings) {
      if (!kinds.includes(booking.kind)) continue;
      sums[booking.currency] = (sums[booking.currency] ?? 0) + amount(booking);
    }
    return units(sums);
  };
  const currencies = ['USD', ...market.currencies];
  return {
    date: record.day,
    netAssetValueBase: record.nav / 100,
    cash: units(record.cash),
    accruedInterest: units(record.accruedInterest),
    accruedDividends: units(record.accruedDividends),
    rates: Object.fromEntries(currencies.map((currency) => [currency, market.rate(currency, index)])),
    positions: record.holdings.map(({ conid, quantity, cost }) => {
      const instrument = market.instrument(conid);
      const price = market.close(conid, index);
      const { symbol, description, assetClass, currency, multiplier } = instrument;
      const value = valueOf(quantity, price, multiplier) / 100;
      return { conid, symbol, description, assetClass, currency, quantity, price, multiplier, value, cost: cost / 100 };
    }),
    bookings: record.bookings.flatMap(trueBooking),
    cashBookings: record.bookings.flatMap(trueCash),
    conversions: trueConversions(record.bookings),
    dividendsDue: record.dividendsDue.map(({ conid, currency, exDay, payDay, gross, tax }) => {
      return { conid, currency, exDay, payDay, gross: gross / 100, tax: tax / 100 };
    }),
    externalFlowBase: record.flow / 100,
    deposits: of(['deposit']),
    withdrawals: of(['withdrawal']),
    dividends: of(['dividend']),
    withholdingTax: of(['tax']),
    interest: of(['interest']),
    fees: of(['fee']),
    salesTax: of(['sales-tax']),
    commissions: of(['trade', 'conversion'], ({ commission }) => -(commission ?? 0)),
    realizedProfit: of(['trade'], ({ realized }) => realized ?? 0),
    dayReturn: record.dayReturn,
  };
}

function trueBooking({ kind, conid, currency, amount, quantity, price, commission, realized }: Booking): TrueBooking[] {
  if (conid === undefined || (kind !== 'trade' && kind !== 'dividend')) return [];
  const traded = quantity === undefined || price === undefined ? {} : { quantity, price };
  const costs = commission === undefined ? {} : { commission: commission / 100 };
  const profit = realized === undefined ? {} : { realized: realized / 100 };
  return [{ conid, kind, currency, amount: amount / 100, ...traded, ...costs, ...profit }];
}

function trueCash({ kind, currency, amount, conid, corrects }: Booking): TrueCash[] {
  if (kind === 'trade' || kind === 'conversion') return [];
  const about = conid === undefined ? {} : { conid };
  return [{ kind, currency, amount: amount / 100, ...about, ...(corrects === undefined ? {} : { corrects }) }];
}

/** A conversion is booked as what was bought and, next, what was paid for it. */
function trueConversions(bookings: readonly Booking[]): TrueConversion[] {
  const halves = bookings.filter(({ kind }) => kind === 'conversion');
  const found: TrueConversion[] = [];
  for (let index = 0; index + 1 < halves.length; index += 2) {
    const [bought, paid] = [halves[index] as Booking, halves[index + 1] as Booking];
    found.push({
      bought: { currency: bought.currency, amount: bought.amount / 100 },
      paid: { currency: paid.currency, amount: paid.amount / 100 },
      commission: (paid.commission ?? 0) / 100,
    });
  }
  return found;
}

const units = (amounts: Amounts): ByCurrency =>
  Object.fromEntries(Object.entries(amounts).map(([currency, cents]) => [currency, cents / 100]));
