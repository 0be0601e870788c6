import type { Remainder } from './dataset.ts';

/** One name of a scheme. Base currency; `short` is negative or zero, borrowed cash stands there. */
export interface AllocationLine {
  readonly name: string;
  readonly long: number;
  readonly short: number;
}

/** The broker's own split of the account, in base currency. ETFs carry no sector: the broker files them under "Others". */
export interface Allocation {
  readonly assetClass: readonly AllocationLine[];
  readonly sector: readonly AllocationLine[];
  readonly group: readonly AllocationLine[];
  /** Schemes this version does not know, as sent. */
  readonly remainder?: Remainder;
}
