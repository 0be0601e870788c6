import type { Remainder } from './dataset.ts';

/** What sort of contract it is. `other` carries a class this version does not know; `brokerClass` keeps the broker's word. */
export type AssetClass =
  | 'stock'
  | 'fund'
  | 'option'
  | 'future'
  | 'future-option'
  | 'bond'
  | 'bill'
  | 'cash'
  | 'crypto'
  | 'warrant'
  | 'structured'
  | 'cfd'
  | 'combo'
  | 'other';

/** What a derivative is written on and when it ends. */
export interface DerivativeTerms {
  readonly underlying?: string;
  /** `YYYY-MM-DD`, or `YYYY-MM` where only the month is known. */
  readonly expiry?: string;
  readonly strike?: number;
  readonly right?: 'call' | 'put';
}

/** One holding. Quantity is signed: negative is short. Amounts in `currency` unless the name says base. */
export interface Position {
  /** The broker's contract id: one per instrument and listing. */
  readonly conid: number;
  readonly symbol: string;
  /** Full name of the instrument where a security definition was at hand, else absent. */
  readonly name?: string;
  readonly description: string;
  readonly assetClass: AssetClass;
  /** The broker's class as sent: `STK`, `OPT`, … */
  readonly brokerClass: string;
  /** Finer type where known: `ETF`, `COMMON` … */
  readonly type?: string;
  readonly sector?: string;
  readonly group?: string;
  readonly currency: string;
  readonly quantity: number;
  readonly price?: number;
  /** Signed market value; of futures and contracts for difference the notional, which is no part of net asset value. */
  readonly marketValue: number;
  /** Cost of one contract including commission and multiplier; absent when the broker says 0 or null (transferred lots). */
  readonly averageCost?: number;
  readonly unrealizedProfit?: number;
  readonly realizedProfit?: number;
  /** Units per contract: 1 for stocks, 100 for most options; absent when it can't be told. */
  readonly multiplier?: number;
  readonly terms?: DerivativeTerms;
  /** Advisor model; empty when none. Key of a row is conid and model. */
  readonly model: string;
  readonly remainder: Remainder;
}
