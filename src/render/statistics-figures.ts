import type { Figure, FiguresBlock, StatisticsBlock } from '#report/block';

/** Statistics as plain figures, for outputs that do not reckon them again. */
export function statisticsAsFigures(block: StatisticsBlock): FiguresBlock {
  const { statistics, series: _series, riskFree: _riskFree, daysAYear: _daysAYear, ...rest } = block;
  const figures = statistics.map(({ label, kind, value, unit, detail }): Figure => {
    return { label, kind, value, ...(unit ? { unit } : {}), ...(detail ? { period: detail } : {}) };
  });
  return { ...rest, kind: 'figures', figures };
}
