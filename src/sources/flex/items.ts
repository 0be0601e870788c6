import type { CalendarDate } from '#domain/calendar-date';
import type { CashTransaction } from '#domain/cash-transaction';
import type { CorporateAction } from '#domain/corporate-action';
import type { DividendAccrual } from '#domain/dividend-accrual';
import type { InterestAccrual } from '#domain/interest-accrual';
import type { NetAssetValueChange, NetAssetValueDay } from '#domain/net-asset-value';
import type { SalesTax } from '#domain/sales-tax';
import type { FundsLine, FxResult, StatementCash } from '#domain/statement-cash';
import type { StatementPosition } from '#domain/statement-position';
import type { Trade } from '#domain/trade';
import type { Transfer } from '#domain/transfer';
import type { FlexRow } from './document.ts';

/** What one statement says of itself. A query that breaks out by day gives one statement for each day. */
export interface FlexStatementHead {
  readonly accountId: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** The period saved in the query (`Last365CalendarDays`); empty when the request named its own days. */
  readonly period: string;
  /** ISO 8601, without an offset where the statement names no zone; absent when it does not say. */
  readonly generatedAt?: string;
}

/** Mapped values by the name of their kind. */
export interface FlexValues {
  readonly trade: Trade;
  readonly 'cash-transaction': CashTransaction;
  readonly position: StatementPosition;
  readonly 'corporate-action': CorporateAction;
  readonly transfer: Transfer;
  readonly 'fx-result': FxResult;
  readonly 'net-asset-value': NetAssetValueDay;
  readonly 'net-asset-value-change': NetAssetValueChange;
  readonly cash: StatementCash;
  readonly 'funds-line': FundsLine;
  readonly 'dividend-accrual': DividendAccrual;
  readonly 'interest-accrual': InterestAccrual;
  readonly 'sales-tax': SalesTax;
  readonly rate: ConversionRate;
}

/** Units of `to` for one unit of `from` at the end of a day. */
export interface ConversionRate {
  readonly date: CalendarDate;
  readonly from: string;
  readonly to: string;
  readonly rate: number;
}

/** A row that counts and gave no value. */
export interface UnmappedRow {
  readonly kind: 'unmapped';
  /**
   * `unknown`: of a sort that this version does not know. `field-missing`: without what its meaning needs.
   * `other-account`: it names another account than its statement.
   */
  readonly why: 'unknown' | 'field-missing' | 'unreadable' | 'other-account';
  /** The field that is missing or unreadable. */
  readonly field?: string;
  /** As sent. */
  readonly row: FlexRow;
}

/** The description of the account, of which the base currency is all that is used. */
export interface StatementAccount {
  readonly kind: 'account';
  readonly value: { readonly baseCurrency?: string };
}

/** One row of a statement in our terms. */
export type FlexItem =
  | { readonly [K in keyof FlexValues]: { readonly kind: K; readonly value: FlexValues[K] } }[keyof FlexValues]
  | StatementAccount
  | UnmappedRow;
