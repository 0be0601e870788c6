import type { CalendarDate } from './calendar-date.ts';
import type { Remainder, SourceName } from './dataset.ts';

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
  /** Who told it. Absent: the gateway. */
  readonly source?: SourceName;
  readonly remainder: Remainder;
}

/** How far one contract's history reaches: every day from `from` to `to` was told, none in between is left out. */
export interface TransactionCoverage {
  readonly conid: number;
  readonly from: CalendarDate;
  /** The day the contract was last asked, New York; its own bookings may still come. */
  readonly to: CalendarDate;
  readonly rows: number;
  /** When the contract was last asked, ISO 8601 UTC. Absent in Snapshots of an earlier version. */
  readonly askedAt?: string;
}

/** A booking that was told once and that later answers for its day no longer hold: withdrawn, or changed at the broker. */
export interface SupersededTransaction {
  readonly row: Transaction;
  /** The last answer that held it, ISO 8601 UTC. */
  readonly lastSeen: string;
  /** The newest answer for its day, which does not; ISO 8601 UTC. */
  readonly notSeen: string;
}

/**
 * The transactions of the year that are known, and of which contracts. Never complete: a contract bought and sold on the
 * same day is never seen as held, and so never asked for.
 */
export interface TransactionHistory {
  /** Currency the broker converted to: base. */
  readonly currency: string;
  readonly rows: readonly Transaction[];
  readonly covered: readonly TransactionCoverage[];
  /** Contracts seen as held that were not asked yet. */
  readonly notCovered: readonly number[];
  /** Rows that `rows` no longer has. Absent when there are none. */
  readonly superseded?: readonly SupersededTransaction[];
}
