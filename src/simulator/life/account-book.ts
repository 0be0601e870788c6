import { addDays, type Day, dayOf, daysBetween, monthsBefore } from '#simulator/market/day';
import type { Dividend } from '#simulator/market/dividends';
import type { Instrument } from '#simulator/market/instrument';
import type { Booking, DividendDue, Holding } from './day-record.ts';
import { book, type Lot } from './lots.ts';

/** A dividend on its way, with what will be found wrong about its tax. */
interface Announced extends DividendDue {
  readonly corrected?: { readonly tax: number; readonly after: number };
}

/** Withheld tax that is paid back and withheld anew at another rate. */
interface Correction {
  readonly due: Day;
  readonly paid: Day;
  readonly conid: number;
  readonly currency: string;
  readonly was: number;
  readonly is: number;
}

/** Coupon of the treasury note, a fraction of face a year, paid by halves on 15 May and 15 November. */
const COUPON = 0.045;
const FACE_OF_ONE = 1_000;

/** One account's ledger while its life is made: cash, lots and accruals, all in whole cents. */
export class AccountBook {
  readonly cash = new Map<string, number>();
  readonly #lots = new Map<number, readonly Lot[]>();
  #holdings: readonly Holding[] | undefined;
  #bookings: Booking[] = [];
  #dividends: Announced[] = [];
  #corrections: Correction[] = [];
  /** Interest of past months that is due, cents, and of this month so far, exact. */
  readonly #interestDue = new Map<string, number>();
  readonly #interestRunning = new Map<string, number>();

  #move(currency: string, cents: number): void {
    this.cash.set(currency, (this.cash.get(currency) ?? 0) + cents);
  }

  #note(booking: Booking): void {
    this.#bookings.push(booking);
    this.#move(booking.currency, booking.amount - (booking.commission ?? 0));
  }

  /** What was booked since the last call. */
  takeBookings(): readonly Booking[] {
    const taken = this.#bookings;
    this.#bookings = [];
    return taken;
  }

  /** Money from outside, or to it when negative. */
  transfer(day: Day, currency: string, amount: number): void {
    this.#note({ day, kind: amount < 0 ? 'withdrawal' : 'deposit', currency, amount });
  }

  /** Buys `amount` of a currency for US dollars. */
  convert(day: Day, currency: string, amount: number, rate: number, commission: number): void {
    this.#note({ day, kind: 'conversion', currency, amount });
    this.#note({ day, kind: 'conversion', currency: 'USD', amount: -Math.round(amount * rate), commission });
  }

  /** @param tax sales tax on the fee, cents */
  fee(day: Day, currency: string, amount: number, tax: number): void {
    this.#note({ day, kind: 'fee', currency, amount: -amount });
    this.#note({ day, kind: 'sales-tax', currency, amount: -tax });
  }

  /** A trade in whole units; negative sells. A note is paid with the coupon it has accrued. */
  trade(day: Day, instrument: Instrument, quantity: number, price: number, commission: number): void {
    const { conid, currency } = instrument;
    const amount = -Math.round(quantity * price * instrument.multiplier * 100);
    const { lots, realized } = book(this.#lots.get(conid) ?? [], { day, quantity, net: amount - commission });
    if (lots.length === 0) this.#lots.delete(conid);
    else this.#lots.set(conid, lots);
    this.#holdings = undefined;
    const profit = realized === undefined ? {} : { realized };
    this.#note({ day, kind: 'trade', currency, amount, conid, quantity, price, commission, ...profit });
    if (instrument.assetClass === 'BOND') {
      this.#note({ day, kind: 'interest', currency, amount: -accruedCoupon(day, quantity), conid });
    }
  }

  holdings(): readonly Holding[] {
    this.#holdings ??= [...this.#lots].map(([conid, lots]) => ({
      conid,
      quantity: lots.reduce((sum, lot) => sum + lot.quantity, 0),
      cost: lots.reduce((sum, lot) => sum + lot.cost, 0),
      lots,
    }));
    return this.#holdings;
  }

  quantity(conid: number): number {
    return this.holdings().find((holding) => holding.conid === conid)?.quantity ?? 0;
  }

  /** From today the holders of yesterday are owed a dividend. */
  announceDividend(exDay: Day, { conid, currency }: Instrument, dividend: Dividend): void {
    const { perShare, payDay, corrected } = dividend;
    const quantity = this.quantity(conid);
    const gross = Math.round(quantity * perShare * 100);
    if (gross === 0) return;
    const tax = gross > 0 ? Math.round(gross * dividend.tax) : 0;
    const later = corrected ? { corrected } : {};
    this.#dividends.push({ conid, currency, exDay, payDay, quantity, perShare, gross, tax, ...later });
  }

  payDividends(day: Day): void {
    for (const due of this.#dividends.filter(({ payDay }) => payDay <= day)) {
      const { conid, currency, corrected } = due;
      this.#note({ day, kind: 'dividend', currency, amount: due.gross, conid });
      if (due.tax > 0) this.#note({ day, kind: 'tax', currency, amount: -due.tax, conid });
      if (due.tax === 0 || corrected === undefined) continue;
      const is = Math.round(due.gross * corrected.tax);
      this.#corrections.push({ due: addDays(day, corrected.after), paid: day, conid, currency, was: due.tax, is });
    }
    this.#dividends = this.#dividends.filter(({ payDay }) => payDay > day);
  }

  /** Books what was found wrong about tax withheld months ago: all of it back, and the right amount withheld. */
  correctTax(day: Day): void {
    for (const { conid, currency, paid, was, is } of this.#corrections.filter(({ due }) => due <= day)) {
      this.#note({ day, kind: 'tax', currency, amount: was, conid, corrects: paid });
      this.#note({ day, kind: 'tax', currency, amount: -is, conid, corrects: paid });
    }
    this.#corrections = this.#corrections.filter(({ due }) => due > day);
  }

  /** Lets interest of some calendar days run on. @param rateOf yearly rate on a balance in cents, a fraction of it */
  accrueInterest(days: number, yearly: (currency: string, balance: number) => number): void {
    for (const [currency, balance] of this.cash) {
      const before = this.#interestRunning.get(currency) ?? 0;
      this.#interestRunning.set(currency, before + (yearly(currency, balance) * days) / 360);
    }
  }

  /** Ends a month: what ran up is due. */
  closeInterestMonth(): void {
    for (const [currency, running] of this.#interestRunning) {
      this.#interestDue.set(currency, (this.#interestDue.get(currency) ?? 0) + Math.round(running));
      this.#interestRunning.set(currency, 0);
    }
  }

  postInterest(day: Day): void {
    for (const [currency, amount] of this.#interestDue) {
      if (amount !== 0) this.#note({ day, kind: 'interest', currency, amount });
    }
    this.#interestDue.clear();
  }

  /** Pays the half-yearly coupon when a coupon date lies after `before` and not after `day`. */
  payCoupon(before: Day, day: Day, note: Instrument): void {
    const held = this.quantity(note.conid);
    if (held === 0 || couponPeriod(before).start === couponPeriod(day).start) return;
    this.#note({ day, kind: 'interest', currency: note.currency, amount: halfCoupon(held), conid: note.conid });
  }

  /** Interest accrued and unpaid by currency, cents; a held note's coupon included. */
  accruedInterest(day: Day, note: Instrument | undefined): Record<string, number> {
    const accrued: Record<string, number> = {};
    const add = (currency: string, cents: number): void => {
      if (cents !== 0) accrued[currency] = (accrued[currency] ?? 0) + cents;
    };
    for (const [currency, cents] of this.#interestDue) add(currency, cents);
    for (const [currency, exact] of this.#interestRunning) add(currency, Math.round(exact));
    if (note) add(note.currency, accruedCoupon(day, this.quantity(note.conid)));
    return accrued;
  }

  dividendsDue(): readonly DividendDue[] {
    return [...this.#dividends];
  }

  accruedDividends(): Record<string, number> {
    const accrued: Record<string, number> = {};
    for (const { currency, gross, tax } of this.#dividends) accrued[currency] = (accrued[currency] ?? 0) + gross - tax;
    return accrued;
  }
}

const halfCoupon = (quantity: number): number => Math.round(quantity * FACE_OF_ONE * 100 * (COUPON / 2));

/** Coupon a note has run up since the last coupon date, by calendar days, cents. */
function accruedCoupon(day: Day, quantity: number): number {
  const { start, end } = couponPeriod(day);
  return Math.round((halfCoupon(quantity) * daysBetween(start, day)) / daysBetween(start, end));
}

function couponPeriod(day: Day): { readonly start: Day; readonly end: Day } {
  const year = +day.slice(0, 4);
  const next = [dayOf(year, 5, 15), dayOf(year, 11, 15), dayOf(year + 1, 5, 15)].find((date) => date > day) ?? day;
  return { start: monthsBefore(next, 6), end: next };
}
