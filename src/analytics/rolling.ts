import type { BenchmarkComparison } from './benchmark-comparison.ts';
import type { LevelSeries } from './level-series.ts';
import { RESOLUTION, sampleCovariance, sampleDeviation } from './moments.ts';
import { DAYS_A_YEAR, type DayReturn, dayReturns } from './risk-statistics.ts';

/** Returns that each value of a rolling statistic is made of. */
export const ROLLING_DAYS = 60;

/**
 * Volatility for a year of the 60 returns that end on each day; the first on the sixtieth. Each window is reckoned from
 * its own returns and not by taking the oldest out of a running sum: after a day of +900 % the rest of a running sum would
 * be its rounding error.
 *
 * @returns empty below 60 returns
 */
export function rollingVolatility(series: LevelSeries): readonly DayReturn[] {
  const returns = dayReturns(series);
  const values = returns.map(({ value }) => value);
  return returns.slice(ROLLING_DAYS - 1).map(({ date }, index) => {
    const deviation = sampleDeviation(values.slice(index, index + ROLLING_DAYS)) ?? 0;
    return { date, value: deviation < RESOLUTION ? 0 : deviation * Math.sqrt(DAYS_A_YEAR) };
  });
}

/**
 * Beta of the 60 returns that end on each day which both have; days on which the benchmark did not vary in all of them
 * have none.
 *
 * @returns empty below 60 common returns
 */
export function rollingBeta({ common }: Pick<BenchmarkComparison, 'common'>): readonly DayBeta[] {
  const steps = (of: 'portfolio' | 'benchmark'): readonly number[] =>
    common.slice(1).map((day, index) => day[of] / (common[index]?.[of] ?? Number.NaN) - 1);
  const [own, other] = [steps('portfolio'), steps('benchmark')];
  return common.slice(ROLLING_DAYS).map(({ date }, index) => {
    const window = other.slice(index, index + ROLLING_DAYS);
    const deviation = sampleDeviation(window) ?? 0;
    const still = deviation < RESOLUTION;
    const covariance = sampleCovariance(own.slice(index, index + ROLLING_DAYS), window);
    return { date, value: still ? null : covariance / deviation ** 2 };
  });
}

/** Beta up to a day, or none. */
export interface DayBeta {
  readonly date: DayReturn['date'];
  readonly value: number | null;
}
