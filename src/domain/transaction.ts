import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';

/**
 * One booking of one contract. Amount is signed from the account's side in `currency`: a purchase is negative.
 * Gross of commission, which this source does not tell.
 */
export interface Transaction {
  readonly date: CalendarDate;
  readonly conid: number;
  readonly symbol?: string;
  readonly description: string;
  /** What it means to us; `other` carries a type this version does not know. */
  readonly kind: 'buy' | 'sell' | 'dividend' | 'tax' | 'transfer' | 'other';
  /** The broker's word as sent: `Buy`, `Payment In Lieu` … */
  readonly brokerType: string;
  /** Signed; absent for cash events. */
  readonly quantity?: number;
  readonly price?: number;
  readonly amount: number;
  readonly currency: string;
  /** Units of the requested currency for one unit of `currency`. */
  readonly rate?: number;
  readonly remainder: Remainder;
}

/** How far one contract's history reaches. */
export interface TransactionCoverage {
  readonly conid: number;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly rows: number;
}

/** The transactions that could be had, and of which contracts. Never complete: a contract sold to zero is not asked for. */
export interface TransactionHistory {
  /** Currency the broker converted to: base. */
  readonly currency: string;
  readonly rows: readonly Transaction[];
  readonly covered: readonly TransactionCoverage[];
  /** Held contracts that were not asked yet. */
  readonly notCovered: readonly number[];
}
