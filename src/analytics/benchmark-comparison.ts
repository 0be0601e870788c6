import type { BenchmarkClose } from '#domain/benchmark';
import type { CalendarDate } from '#domain/calendar-date';
import type { LevelSeries } from './level-series.ts';
import { mean, RESOLUTION, sampleCovariance, sampleDeviation } from './moments.ts';
import { DAYS_A_YEAR, dailyRate } from './risk-statistics.ts';
import { fewerThan, none, type Statistic } from './statistic.ts';

/** An account against its benchmark, over the days that both have. Fractions; for a year where the name has no period. */
export interface BenchmarkComparison {
  /** Returns over intervals that both have. */
  readonly observations: number;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly portfolioReturn: number;
  readonly benchmarkReturn: number;
  /** Portfolio less benchmark. */
  readonly excessReturn: number;
  readonly beta: Statistic;
  /** Jensen's, a year. */
  readonly alpha: Statistic;
  readonly correlation: Statistic;
  readonly rSquared: Statistic;
  readonly trackingError: Statistic;
  readonly informationRatio: Statistic;
  /** Both as growth of one unit from the first common day on. */
  readonly common: readonly { readonly date: CalendarDate; readonly portfolio: number; readonly benchmark: number }[];
}

/**
 * Compares on the days alone on which both have a level, and takes both returns over these intervals (convention C11):
 * nothing is filled in, in either direction.
 * @param riskFree yearly effective rate, a fraction
 * @returns undefined with fewer than two common days, or levels that can't be linked
 */
export function compareWithBenchmark(
  series: LevelSeries,
  closes: readonly BenchmarkClose[],
  riskFree: number,
): BenchmarkComparison | undefined {
  const known = new Map(closes.map(({ date, close }) => [date, close]));
  const both = [series.base, ...series.points].flatMap(({ date, level }) => {
    const close = known.get(date);
    return close === undefined ? [] : [{ date, level, close }];
  });
  const [first] = both;
  const last = both.at(-1);
  if (!first || !last || both.length < 2 || both.some(({ level, close }) => !(level > 0 && close > 0)))
    return undefined;
  const common = both.map(({ date, level, close }) => ({
    date,
    portfolio: level / first.level,
    benchmark: close / first.close,
  }));
  const own = steps(common.map(({ portfolio }) => portfolio));
  const other = steps(common.map(({ benchmark }) => benchmark));
  const [portfolioReturn, benchmarkReturn] = [last.level / first.level - 1, last.close / first.close - 1];
  return {
    observations: own.length,
    from: first.date,
    to: last.date,
    portfolioReturn,
    benchmarkReturn,
    excessReturn: portfolioReturn - benchmarkReturn,
    ...related(own, other, dailyRate(riskFree)),
    common,
  };
}

const steps = (levels: readonly number[]): number[] =>
  levels.slice(1).map((level, index) => level / (levels[index] ?? Number.NaN) - 1);

type Related = Pick<
  BenchmarkComparison,
  'beta' | 'alpha' | 'correlation' | 'rSquared' | 'trackingError' | 'informationRatio'
>;

function related(own: readonly number[], other: readonly number[], daily: number): Related {
  const [spread, spreadOfOther] = [sampleDeviation(own), sampleDeviation(other)];
  if (spread === undefined || spreadOfOther === undefined) {
    const few = fewerThan(2, own.length);
    return { beta: few, alpha: few, correlation: few, rSquared: few, trackingError: few, informationRatio: few };
  }
  const differences = own.map((value, index) => value - (other[index] ?? Number.NaN));
  const covariance = sampleCovariance(own, other);
  const still = spreadOfOther < RESOLUTION;
  const beta: Statistic = still ? none('benchmark does not vary') : covariance / spreadOfOther ** 2;
  const correlation: Statistic =
    still || spread < RESOLUTION ? none('returns do not vary') : covariance / (spread * spreadOfOther);
  const deviation = sampleDeviation(differences) ?? 0;
  const tracks = deviation < RESOLUTION;
  const [year, root] = [DAYS_A_YEAR, Math.sqrt(DAYS_A_YEAR)];
  return {
    beta,
    alpha: typeof beta === 'number' ? year * (mean(own) - daily - beta * (mean(other) - daily)) : beta,
    correlation,
    rSquared: typeof correlation === 'number' ? correlation ** 2 : correlation,
    trackingError: tracks ? 0 : deviation * root,
    informationRatio: tracks ? none('same returns as the benchmark') : (mean(differences) / deviation) * root,
  };
}
