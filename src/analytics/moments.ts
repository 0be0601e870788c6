/**
 * Least deviation of daily returns that is told from nothing (convention C9): the broker's cumulative returns carry eight
 * decimals, and what is below ten units of the last is their rounding. It is reported as 0, and no ratio is made on it.
 */
export const RESOLUTION = 1e-7;

/** @returns NaN for an empty list */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation (n − 1, convention C5); undefined below two values. */
export function sampleDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Bias-corrected skewness, as Excel's SKEW; undefined below three values. The deviation must not be 0. */
export function skewness(values: readonly number[], deviation: number): number | undefined {
  const n = values.length;
  if (n < 3) return undefined;
  const centre = mean(values);
  const cubes = values.reduce((sum, value) => sum + ((value - centre) / deviation) ** 3, 0);
  return (n / ((n - 1) * (n - 2))) * cubes;
}

/** Bias-corrected excess kurtosis, as Excel's KURT; undefined below four values. The deviation must not be 0. */
export function excessKurtosis(values: readonly number[], deviation: number): number | undefined {
  const n = values.length;
  if (n < 4) return undefined;
  const centre = mean(values);
  const fourths = values.reduce((sum, value) => sum + ((value - centre) / deviation) ** 4, 0);
  const scale = (n * (n + 1)) / ((n - 1) * (n - 2) * (n - 3));
  return scale * fourths - (3 * (n - 1) ** 2) / ((n - 2) * (n - 3));
}

/** Percentile by linear interpolation, as Excel's PERCENTILE.INC. @param share 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (place - below);
}

/** Sample covariance of two lists of the same length, n − 1. */
export function sampleCovariance(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [mean(a), mean(b)];
  return a.reduce((sum, value, index) => sum + (value - x) * ((b[index] ?? Number.NaN) - y), 0) / (a.length - 1);
}
