import type { Day } from '#simulator/market/day';
import type { Lot } from './lots.ts';

/** Amounts by currency, cents. */
export type Amounts = Readonly<Record<string, number>>;

/** One open holding at a close. */
export interface Holding {
  readonly conid: number;
  readonly quantity: number;
  /** Cents of the instrument's currency, commission included; negative for a short one. */
  readonly cost: number;
  /** What it is made of, oldest first. */
  readonly lots: readonly Lot[];
}

/** A dividend that holders are owed and that is not paid yet. Amounts in cents; a short holding owes it. */
export interface DividendDue {
  readonly conid: number;
  readonly currency: string;
  readonly exDay: Day;
  readonly payDay: Day;
  readonly quantity: number;
  /** In units of the currency. */
  readonly perShare: number;
  readonly gross: number;
  /** To be withheld, so positive. */
  readonly tax: number;
}

/** Something that was booked on a day, in cents of `currency`, signed from the account's side. */
export interface Booking {
  readonly day: Day;
  readonly kind:
    | 'deposit'
    | 'withdrawal'
    | 'conversion'
    | 'trade'
    | 'dividend'
    | 'tax'
    | 'interest'
    | 'fee'
    | 'sales-tax';
  /** Day of what it corrects, when that was booked wrong on an earlier day. */
  readonly corrects?: Day;
  readonly currency: string;
  /** Of a trade: before commission. */
  readonly amount: number;
  readonly conid?: number;
  readonly quantity?: number;
  readonly price?: number;
  /** Paid, so positive. */
  readonly commission?: number;
  /** Profit of a trade that closed something, net of commission. */
  readonly realized?: number;
}

/** Where an account stood at the close of a trading day. */
export interface DayRecord {
  readonly day: Day;
  readonly cash: Amounts;
  readonly holdings: readonly Holding[];
  /** Accrued and not yet paid. Negative is owed. */
  readonly accruedInterest: Amounts;
  /** Announced and not yet paid, tax taken off. */
  readonly accruedDividends: Amounts;
  /** What these are made of. */
  readonly dividendsDue: readonly DividendDue[];
  /** Net asset value in base currency, cents. */
  readonly nav: number;
  /** Money that came in (positive) or went out at the end of the day, base currency, cents. */
  readonly flow: number;
  /** Time-weighted return of the day, a fraction; flows count at its end. 0 on the first day. */
  readonly dayReturn: number;
  /** Growth of one unit since the first day. */
  readonly growth: number;
  readonly bookings: readonly Booking[];
}
