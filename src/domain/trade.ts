import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';
import type { TradedContract } from './traded-contract.ts';

/** One execution. Amounts are signed from the account's side: a purchase has negative proceeds, commission is negative. */
export interface Trade {
  readonly contract: TradedContract;
  /** The trade day as the market counts it: later than the clock's day after the market's evening. */
  readonly date: CalendarDate;
  /** The day it was reported: the statement of this day holds it, and its periods count it. Absent where not ticked. */
  readonly reported?: CalendarDate;
  /** ISO 8601, without an offset where the statement names no zone; absent when it gives no time. */
  readonly executedAt?: string;
  readonly settles?: CalendarDate;
  readonly currency: string;
  /** Units of base currency for one unit of `currency`. */
  readonly rateToBase?: number;
  /** Signed: negative is a sale. */
  readonly quantity: number;
  readonly price?: number;
  /** Before commission and tax. */
  readonly proceeds?: number;
  readonly commission?: number;
  /** May differ from `currency`. */
  readonly commissionCurrency?: string;
  /** Transaction taxes: negative. */
  readonly tax?: number;
  /** After commission and tax. */
  readonly netCash?: number;
  /** First in, first out, after commission. */
  readonly realizedProfit?: number;
  /** The broker's keys, for telling one execution from another; empty ones are absent. */
  readonly tradeId?: string;
  readonly executionId?: string;
  readonly transactionId?: string;
  readonly remainder: Remainder;
}
