import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';

/**
 * The broker's own totals of an account, in `currency`. The gateway sends them as float32: cents are lost above
 * about 130,000, so they serve for checks, not for headline figures.
 */
export interface AccountSummary {
  /** The account the broker says these totals are of. */
  readonly account?: string;
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
  readonly dayTradesRemaining?: number | 'unlimited';
  /** When the margin requirement changes next (overnight, expiry), ISO 8601 in UTC. */
  readonly nextMarginChangeAt?: string;
  /** Cash that will be settled by a day. */
  readonly settledCashByDate?: Readonly<Record<CalendarDate, number>>;
  readonly remainder: Remainder;
}
