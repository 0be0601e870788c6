import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';
import type { TradedContract } from './traded-contract.ts';

/** What a cash booking means to us; `other` carries a type this version does not know. */
export type CashKind =
  | 'deposit'
  | 'withdrawal'
  | 'dividend'
  | 'payment-in-lieu'
  | 'withholding-tax'
  | 'interest'
  | 'bond-interest'
  | 'fee'
  | 'advisor-fee'
  | 'commission-adjustment'
  | 'price-adjustment'
  | 'other';

/** One booking of cash that is no trade. Amount is signed from the account's side. */
export interface CashTransaction {
  readonly kind: CashKind;
  /** The broker's word as sent: `Broker Interest Received` … */
  readonly brokerType: string;
  /** The day it is of. A correction of a tax keeps the day of what it corrects. */
  readonly date: CalendarDate;
  /** The day it was reported: what is new is new by this day. */
  readonly reported?: CalendarDate;
  readonly settles?: CalendarDate;
  readonly amount: number;
  readonly currency: string;
  /** Units of base currency for one unit of `currency`. */
  readonly rateToBase?: number;
  readonly description: string;
  readonly contract: TradedContract;
  readonly transactionId?: string;
  /** Holds a dividend, its tax and their corrections together. */
  readonly actionId?: string;
  readonly remainder: Remainder;
}
