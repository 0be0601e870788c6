import { displayed } from '#analytics/displayed';
import type { Statistic } from '#analytics/statistic';
import type { BenchmarkHistory } from './benchmark-history.ts';
import type { StatisticRow } from './block.ts';
import { longDayText } from './wording.ts';

/** The statistics of an account beside its benchmark. With few common days the count stands in their place. */
export function benchmarkStatistics({ name, missing, comparison }: BenchmarkHistory): readonly StatisticRow[] {
  const observations = comparison?.observations ?? 0;
  const lacking: Statistic = { missing: missing ?? 'fewer than two common days' };
  const of = (statistic: Statistic | undefined): Statistic =>
    statistic === undefined || missing !== undefined ? lacking : displayed(statistic, observations, 'benchmark');
  const detail = comparison
    ? { detail: `${name}, ${longDayText(comparison.from)} to ${longDayText(comparison.to)}` }
    : { detail: name };
  const rows: readonly Omit<StatisticRow, 'observations'>[] = [
    {
      measure: 'excess-return',
      label: 'Return less benchmark',
      kind: 'points',
      value: comparison?.excessReturn ?? lacking,
      unit: 'pp',
      ...detail,
      formula: 'R − R of the benchmark, same dates',
    },
    { measure: 'beta', label: 'Beta', kind: 'ratio', value: of(comparison?.beta), formula: 'cov(r, b) / var(b)' },
    {
      measure: 'alpha',
      label: 'Alpha (Jensen), a year',
      kind: 'return',
      value: of(comparison?.alpha),
      formula: '252 · (mean(r) − rf − beta · (mean(b) − rf))',
    },
    {
      measure: 'correlation',
      label: 'Correlation',
      kind: 'ratio',
      value: of(comparison?.correlation),
      formula: 'cov(r, b) / (std(r) · std(b))',
    },
    { measure: 'r-squared', label: 'R²', kind: 'ratio', value: of(comparison?.rSquared), formula: 'correlation²' },
    {
      measure: 'tracking-error',
      label: 'Tracking error',
      kind: 'weight',
      value: of(comparison?.trackingError),
      formula: 'std(r − b) · √252',
    },
    {
      measure: 'information-ratio',
      label: 'Information ratio',
      kind: 'ratio',
      value: of(comparison?.informationRatio),
      formula: 'mean(r − b) / std(r − b) · √252',
    },
  ];
  return rows.map((row) => ({ ...row, observations }));
}
