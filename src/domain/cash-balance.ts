import type { Remainder } from './dataset.ts';

/** One currency of an account. All amounts in `currency` itself; negative cash is borrowed. */
export interface CashBalance {
  readonly currency: string;
  readonly cash: number;
  readonly settledCash?: number;
  /** Units of base currency for one unit of `currency`: multiply. Absent when the source names none. */
  readonly rateToBase?: number;
  /** Net liquidation value of all that is held in this currency; holds no open profit of futures. */
  readonly netLiquidation: number;
  /** Interest accrued and not yet paid. Not income of the day. */
  readonly accruedInterest: number;
  /** Dividends declared and not yet paid. */
  readonly accruedDividends: number;
  /** Value of securities in this currency by the broker's own buckets (stock, bonds …), zero buckets left out. */
  readonly securities: Readonly<Record<string, number>>;
  /** Open profit of futures; already in cash day by day, not part of net liquidation. */
  readonly futuresOpenProfit: number;
  /** Absent when the source names none. */
  readonly unrealizedProfit?: number;
  /** Of the broker's current accounting day. Absent when the source names none. */
  readonly realizedProfit?: number;
  readonly remainder: Remainder;
}

/** The ledger: each currency, and the broker's own total in base currency. */
export interface Ledger {
  readonly baseCurrency: string;
  readonly balances: readonly CashBalance[];
  /** Row BASE, or the base currency's row where BASE is absent. */
  readonly netLiquidationBase: number;
  /** Whether the broker sent a BASE row. */
  readonly hasBaseRow: boolean;
  /** What stands beside the rows, and fields of the BASE row, that this version does not know, as sent. */
  readonly remainder?: Remainder;
}
