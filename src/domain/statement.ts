import type { CalendarDate } from './calendar-date.ts';
import type { CashTransaction } from './cash-transaction.ts';
import type { CorporateAction } from './corporate-action.ts';
import type { DividendAccrual } from './dividend-accrual.ts';
import type { InterestAccrual } from './interest-accrual.ts';
import type { NetAssetValueChange, NetAssetValueDay } from './net-asset-value.ts';
import type { SalesTax } from './sales-tax.ts';
import type { FxResult, StatementCash } from './statement-cash.ts';
import type { StatementPosition } from './statement-position.ts';
import type { Trade } from './trade.ts';
import type { Transfer } from './transfer.ts';

/** Rows that are booked on a day and stay: what a log of statements gathers. By the name of their list. */
export interface StatementBookings {
  readonly trades: readonly Trade[];
  readonly cashTransactions: readonly CashTransaction[];
  readonly transfers: readonly Transfer[];
  readonly corporateActions: readonly CorporateAction[];
  readonly salesTaxes: readonly SalesTax[];
  readonly fxResults: readonly FxResult[];
  /** Net asset value at the close of each day. */
  readonly netAssetValues: readonly NetAssetValueDay[];
  /** The bridge of each single day or span of days that a statement was made for. */
  readonly changes: readonly NetAssetValueChange[];
}

/** What is true at the end of a statement alone. */
export interface StatementClose {
  readonly positions: readonly StatementPosition[];
  readonly cash: readonly StatementCash[];
  readonly dividendAccruals: readonly DividendAccrual[];
  readonly interestAccruals: readonly InterestAccrual[];
  /** Units of base currency for one unit, by currency; from the rates' own section and from the rows. */
  readonly ratesToBase: Readonly<Record<string, number>>;
}

export type BookingsName = keyof StatementBookings;

/** All of them, in the order of the log's files. */
export const BOOKINGS: readonly BookingsName[] = [
  'trades',
  'cashTransactions',
  'transfers',
  'corporateActions',
  'salesTaxes',
  'fxResults',
  'netAssetValues',
  'changes',
];

export type StatementPart = BookingsName | keyof StatementClose;

/**
 * A row of a sort that this version does not know, without what its meaning needs, with a value that can't be, or of
 * another account than its statement's; as sent.
 */
export interface UnknownRow {
  readonly section: string;
  readonly name: string;
  readonly why: 'unknown' | 'field-missing' | 'unreadable' | 'other-account';
  /** The field that is missing or unreadable. */
  readonly field?: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * One statement of one account as the broker made it. A part is absent when the statement has no such section, because
 * the query does not tick it; it is an empty list when the section is there and empty. Absent is never "nothing".
 */
export interface StatementPiece {
  readonly accountId: string;
  /** ISO 4217; absent when the statement does not name it. */
  readonly baseCurrency?: string;
  /** First and last day, by the day of report. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** Trade confirmations hold trades of the running day, without profit and levels. */
  readonly query: 'activity' | 'trade-confirmation' | 'other';
  /** When the broker made it, ISO 8601, without an offset where it names no zone. */
  readonly generatedAt?: string;
  readonly bookings: Partial<StatementBookings>;
  readonly close: Partial<StatementClose>;
  readonly unknown: readonly UnknownRow[];
  /** Parts of which a row could not be read (it is in `unknown`): what they list is true, and not all of it. */
  readonly partial?: readonly StatementPart[];
  /**
   * Sections that have rows, and none at the level that counts: by part, the levels that are there. The part is absent
   * then, as the query ticks only sums of what it should list.
   */
  readonly otherLevels?: Readonly<Partial<Record<StatementPart, readonly string[]>>>;
}

/** Days from the first to the last, both included. */
export interface DaySpan {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** A booking that was told once and that a newer statement of its day no longer holds. */
export interface SupersededBooking {
  readonly list: BookingsName;
  readonly row: StatementBookings[BookingsName][number];
  /** When the last answer came that held it, and the newest of its day that does not. ISO 8601 UTC. */
  readonly lastSeen: string;
  readonly notSeen: string;
}

/** What statements have told over a window of days: each list sorted by day, oldest first. */
export interface StatementHistory extends StatementBookings {
  readonly window: DaySpan;
  /** Days of the window, by day of report, for which each list is whole; ascending, without overlap. */
  readonly told: { readonly [B in BookingsName]: readonly DaySpan[] };
  readonly superseded: readonly SupersededBooking[];
}

/**
 * The dataset: what the statement of the market day says of its close, and what all statements say of the year up to
 * it. Rows that were reported after the market day are not in it, so that a day reads the same whenever it is made up.
 */
export interface Statement {
  /** The market day, and the last day of the statement. */
  readonly day: CalendarDate;
  /** First day of the day's own statement: a weekend or a holiday before the market day belongs to it. */
  readonly from: CalendarDate;
  readonly baseCurrency: string;
  readonly generatedAt?: string;
  /** Parts that the day's statement lacks are absent. */
  readonly close: Partial<StatementClose>;
  readonly history: StatementHistory;
  /** Parts that the day's statement does not have: the query does not tick them. */
  readonly lacks: readonly StatementPart[];
  readonly unknown: readonly UnknownRow[];
}
