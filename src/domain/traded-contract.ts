import type { AssetClass, DerivativeTerms } from './position.ts';

/** The contract that a row of a statement is about, as far as the statement names it. */
export interface TradedContract {
  /** Absent where a row is about no contract, as interest is. */
  readonly conid?: number;
  readonly symbol: string;
  readonly description: string;
  readonly isin?: string;
  readonly assetClass: AssetClass;
  /** The broker's class as sent: `STK`, `OPT`, …; empty where a row is about no contract. */
  readonly brokerClass: string;
  /** Finer type where the statement names one: `ETF`, `COMMON` … */
  readonly type?: string;
  /** Units per contract; absent where the statement names none. */
  readonly multiplier?: number;
  /** Of a derivative, as far as the statement names them. */
  readonly terms?: DerivativeTerms;
}
