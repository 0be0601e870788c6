import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';

/** Net asset value at the end of a day, base currency, and what it is made of. */
export interface NetAssetValueDay {
  readonly date: CalendarDate;
  readonly total: number;
  /** By the broker's own names: `cash`, `stock`, `options`, `dividendAccruals` …; the sums of long and short. */
  readonly parts: Readonly<Record<string, number>>;
  readonly remainder: Remainder;
}

/** The bridge from one net asset value to the next: `starting` + all items = `ending`. Base currency. */
export interface NetAssetValueChange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly starting: number;
  readonly ending: number;
  /** By the broker's own names: `mtm`, `depositsWithdrawals`, `dividends`, `otherFees` … */
  readonly items: Readonly<Record<string, number>>;
  /** Time-weighted return as a fraction: 0.01 is 1 %. */
  readonly timeWeightedReturn?: number;
}
