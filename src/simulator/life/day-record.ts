import type { Day } from '#simulator/market/day';

/** Amounts by currency, cents. */
export type Amounts = Readonly<Record<string, number>>;

/** One open holding at a close. */
export interface Holding {
  readonly conid: number;
  readonly quantity: number;
  /** Cents of the instrument's currency, commission included; negative for a short one. */
  readonly cost: number;
}

/** Something that was booked on a day, in cents of `currency`, signed from the account's side. */
export interface Booking {
  readonly day: Day;
  readonly kind: 'deposit' | 'withdrawal' | 'conversion' | 'trade' | 'dividend' | 'tax' | 'interest' | 'fee';
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
