import type { CalendarDate } from './calendar-date.ts';

/** A close of the benchmark. */
export interface BenchmarkClose {
  readonly date: CalendarDate;
  /** Level of the index or price of the fund, above zero. */
  readonly close: number;
}

/** What the closes hold: prices alone, or prices with all payments reinvested. */
export type BenchmarkKind = 'price' | 'total-return';

/** Which benchmark the owner compares with. */
export interface BenchmarkChoice {
  /** As the owner calls it; stands in every output. */
  readonly name: string;
  readonly kind: BenchmarkKind;
  /** ISO 4217 code of the closes. Nothing is converted. */
  readonly currency: string;
}

/** The yearly rate that excess returns are counted from. */
export interface RiskFreeRate {
  /** Effective for a year, a fraction. */
  readonly rate: number;
  /** Where it is from. */
  readonly source: string;
  /** The day it is of. */
  readonly date?: CalendarDate;
}

/** What is had of a benchmark: its closes, ascending, each day once; or why there are none, in few words. */
export type BenchmarkCloses = { readonly closes: readonly BenchmarkClose[] } | { readonly missing: string };

/** The benchmark of a report. */
export type Benchmark = BenchmarkChoice & BenchmarkCloses;
