import type { Remainder } from './dataset.ts';

/**
 * The broker's own totals of an account, in `currency`. The gateway sends them as float32: cents are lost above
 * about 130,000, so they serve for checks, not for headline figures.
 */
export interface AccountSummary {
  readonly currency: string;
  readonly netLiquidation: number;
  readonly totalCash?: number;
  readonly grossPositionValue?: number;
  readonly availableFunds?: number;
  readonly excessLiquidity?: number;
  readonly buyingPower?: number;
  readonly initialMargin?: number;
  readonly maintenanceMargin?: number;
  readonly accruedCash?: number;
  readonly accruedDividend?: number;
  /** Excess liquidity as a fraction of net liquidation value. */
  readonly cushion?: number;
  /** Net liquidation by segment: `s` securities, `c` commodities, `p` the third one. */
  readonly netLiquidationBySegment: Readonly<Record<string, number>>;
  readonly remainder: Remainder;
}
