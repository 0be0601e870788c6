import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';

/** One day of a series. */
export interface PerformancePoint {
  readonly date: CalendarDate;
  /** Net asset value at the close, base currency; null when the source gave none. */
  readonly netAssetValue: number | null;
  /** Cumulative return since the base date, as a fraction (0.003 = 0.3 %); null when the source gave none. */
  readonly cumulativeReturn: number | null;
}

/** What PortfolioAnalyst says of one period, as sent: nothing is cleaned here. */
export interface PerformanceSeries {
  /** The broker's name: `1D`, `7D`, `MTD`, `1M`, `YTD`, `1Y`. */
  readonly period: string;
  /** The day the returns count from. Value 0 means the account is younger than the period: never divide by it. */
  readonly start: { readonly date: CalendarDate; readonly netAssetValue: number };
  readonly points: readonly PerformancePoint[];
}

/** All periods of one answer. */
export interface Performance {
  readonly baseCurrency: string;
  /** `TWR` or `MWR`, a setting of the user at the broker. */
  readonly method: string;
  readonly series: readonly PerformanceSeries[];
  /** Named by the broker without a series. */
  readonly absentPeriods: readonly string[];
  /** The broker's monthly returns, fraction by `YYYY-MM`; the first and last month are partial. */
  readonly monthly?: {
    readonly period: string;
    /** The first day the daily series beside it covers. */
    readonly from: CalendarDate;
    readonly returns: Readonly<Record<string, number>>;
  };
  /** Fields beside and inside the series that this version does not know, as sent. */
  readonly remainder?: Remainder;
}
