import type { Day } from '#simulator/market/day';
import type { Instrument } from '#simulator/market/instrument';

/** How the broker's list of accounts describes an account. */
export interface AccountProfile {
  readonly id: string;
  readonly title: string;
  readonly currency: string;
  readonly type: string;
  readonly tradingType: string;
  readonly businessType: string;
  readonly advisorClient: boolean;
  /** Epoch milliseconds. */
  readonly openedAt: number;
}

/** One row of the holdings. Amounts in whole cents of the instrument's currency. */
export interface PositionState {
  readonly instrument: Instrument;
  /** Negative is short; 0 for one that was closed today. */
  readonly quantity: number;
  readonly price: number;
  readonly value: number;
  readonly cost: number;
  readonly realizedToday: number;
}

/** One currency of an account. Whole cents. */
export interface CurrencyState {
  readonly currency: string;
  /** Base currency for one unit. */
  readonly rate: number;
  readonly cash: number;
  readonly accruedInterest: number;
  readonly accruedDividends: number;
}

/** An account at an instant. */
export interface AccountState {
  readonly positions: readonly PositionState[];
  /** The base currency's first. */
  readonly currencies: readonly CurrencyState[];
  /** Net asset value at the market day's close before, base currency, cents; 0 when there is none. */
  readonly previousNav: number;
}

/** One weekday of an account's past. */
export interface PastDay {
  readonly day: Day;
  /** Base currency, units: whole cents for a day that is over, live and unrounded for the running one. */
  readonly nav: number;
  /** Growth of one unit since the account began, time-weighted, flows at the end of their day. */
  readonly growth: number;
}

/** A row of a contract's history. */
export interface TransactionState {
  readonly day: Day;
  readonly type: string;
  readonly currency: string;
  /** US dollars for one unit of `currency` that day. */
  readonly rate: number;
  /** Signed, in units of the currency, before commission. */
  readonly amount: number;
  /** Absent for cash events. */
  readonly quantity?: number;
  readonly price?: number;
  /** Profit of what it closed, net of commission, units of the currency. */
  readonly realized?: number;
}

/** An account of a simulated broker as the endpoints see it. Every answer is made from this. */
export interface SimulatedAccount {
  readonly profile: AccountProfile;
  at(now: number): AccountState;
  /** The weekdays of the account's life up to the one of `now` in New York, ascending. */
  past(now: number): readonly PastDay[];
  /** What happened in one contract from `from` on until `now`, ascending; may be very long. */
  transactions(conid: number, from: Day, now: number): Iterable<TransactionState>;
  /** A contract this account holds or held. */
  instrument(conid: number): Instrument | undefined;
}
