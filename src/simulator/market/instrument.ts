import type { Day } from './day.ts';

/** What an option is written on and when it ends. */
export interface OptionTerms {
  readonly underlying: number;
  readonly underlyingSymbol: string;
  readonly expiry: Day;
  readonly strike: number;
  readonly right: 'C' | 'P';
}

/** A contract as IBKR's security definition knows it. */
export interface Instrument {
  readonly conid: number;
  readonly symbol: string;
  readonly name: string;
  /** What the broker's `contractDesc` says. */
  readonly description: string;
  readonly currency: string;
  readonly assetClass: 'STK' | 'OPT' | 'BOND';
  /** The broker's finer type: `COMMON`, `ETF` … */
  readonly type: string;
  readonly sector: string | null;
  readonly group: string | null;
  readonly sectorGroup: string | null;
  readonly exchange: string;
  readonly country: string;
  /** Value of one unit at a price of one: 1 for shares, 100 for options, 10 for bonds (1,000 of face, price in percent). */
  readonly multiplier: number;
  /** Decimals of a price. */
  readonly decimals: number;
  readonly option?: OptionTerms;
}
