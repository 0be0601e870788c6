import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';
import type { TradedContract } from './traded-contract.ts';

/** A holding at the end of a day, as a statement lists it. */
export interface StatementPosition {
  readonly contract: TradedContract;
  /** `lot`: one purchase of several; `summary`: the whole holding. A statement may list both. */
  readonly level: 'summary' | 'lot';
  readonly date: CalendarDate;
  readonly currency: string;
  readonly rateToBase?: number;
  /** Signed: negative is short. */
  readonly quantity: number;
  readonly price?: number;
  /** Signed, in `currency`. */
  readonly marketValue: number;
  /** Cost of the whole, in `currency`. */
  readonly cost?: number;
  readonly unrealizedProfit?: number;
  /** Interest that a bond has accrued since its last coupon, in `currency`; no part of the market value. */
  readonly accruedInterest?: number;
  /** Advisor model; empty when none. */
  readonly model: string;
  readonly remainder: Remainder;
}
