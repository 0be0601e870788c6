import { compareWithBenchmark } from '#analytics/benchmark-comparison';
import type { LevelPoint } from '#analytics/level-series';
import { riskStatistics } from '#analytics/risk-statistics';
import { ROLLING_DAYS, rollingBeta, rollingVolatility } from '#analytics/rolling';
import { benchmarkStatistics } from '#report/benchmark-statistics';
import type { Measure } from '#report/measure';
import { riskRows } from '#report/sections/risk';
import { type Book, figureInput, pointsOf, whole } from './book.ts';
import { type Derivation, type Input, sameAs } from './derivation.ts';
import type { KnownFigure } from './named-figure.ts';
import { onDay } from './series-rules.ts';

const BESIDE: ReadonlySet<string> = new Set<Measure>([
  'excess-return',
  'beta',
  'alpha',
  'correlation',
  'r-squared',
  'tracking-error',
  'information-ratio',
]);

/** A statistic is made of all levels of its days, and reckoned from them by the function that made the report's. */
export function statisticRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const measure = figure.cells?.measure;
  const { history, benchmark } = book.context;
  if (typeof measure !== 'string' || !history) return undefined;
  const ofBenchmark = BESIDE.has(measure);
  const count = figure.column === 'observations';
  const points = ofBenchmark ? pointsOf(book).filter(({ date }) => benchmark?.closes.has(date)) : pointsOf(book);
  const levels = whole(points.map(({ date }) => onDay(book, date, 'Cumulative return')));
  const closes = ofBenchmark ? whole(points.map(({ date }) => onDay(book, date, 'Benchmark close'))) : [];
  if (!levels || !closes) return undefined;
  const { riskFree } = book.context;
  const rate: Input = {
    label: 'Risk-free rate, a year',
    value: riskFree.rate,
    kind: 'return',
    why: riskFree.source === 'none is set' ? 'none is set' : `by the settings: ${riskFree.source}`,
  };
  const valueOf = (row: {
    readonly measure: string;
    readonly value: unknown;
    readonly observations: number;
  }): number => (count ? row.observations : typeof row.value === 'number' ? row.value : Number.NaN);
  return {
    formula: count
      ? 'number of returns: days with a level, less one'
      : `${figure.formula ?? ''}; r: return from one day’s level to the next, level = 1 + cumulative return`,
    inputs: [rate, ...levels, ...closes],
    reckon: ([rf = 0, ...values]) => {
      const series = seriesOf(points, values.slice(0, points.length));
      if (!ofBenchmark || !benchmark) {
        const row = riskRows(riskStatistics(series, rf)).find((one) => one.measure === measure);
        return row ? valueOf(row) : Number.NaN;
      }
      const known = points.map(({ date }, at) => ({ date, close: values[points.length + at] ?? Number.NaN }));
      const comparison = compareWithBenchmark(series, known, rf);
      const { comparison: _, ...rest } = benchmark;
      const rows = benchmarkStatistics({ ...rest, ...(comparison ? { comparison } : {}) });
      const row = rows.find((one) => one.measure === measure);
      return row ? valueOf(row) : Number.NaN;
    },
  };
}

function seriesOf(points: readonly LevelPoint[], values: readonly number[]) {
  const [base, ...rest] = points.map((point, at): LevelPoint => ({ ...point, level: 1 + (values[at] ?? Number.NaN) }));
  const dropped = { duplicate: 0, null: 0, nonTrading: 0, later: 0 };
  return { base: base as LevelPoint, points: rest, fromFirstDay: false, holes: [], dropped };
}

/** Volatility and beta of the window of days that ends on a day. */
export function rollingRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const beta = figure.block === 'rolling-beta';
  const { benchmark } = book.context;
  const all = beta ? pointsOf(book).filter(({ date }) => benchmark?.closes.has(date)) : pointsOf(book);
  const at = all.findIndex(({ date }) => date === figure.row);
  const points = all.slice(Math.max(0, at - ROLLING_DAYS), at + 1);
  const levels = whole(points.map(({ date }) => onDay(book, date, 'Cumulative return')));
  const closes = beta ? whole(points.map(({ date }) => onDay(book, date, 'Benchmark close'))) : [];
  if (!levels || !closes) return undefined;
  return {
    formula: beta
      ? `cov(r, b) / var(b) of the ${ROLLING_DAYS} returns up to the day`
      : `std(r) · √252 of the ${ROLLING_DAYS} returns up to the day`,
    inputs: [...levels, ...closes],
    reckon: (values) => {
      if (!beta) return rollingVolatility(seriesOf(points, values))[0]?.value ?? Number.NaN;
      const common = points.map(({ date }, place) => ({
        ...{ date, portfolio: 1 + (values[place] ?? Number.NaN) },
        benchmark: values[points.length + place] ?? Number.NaN,
      }));
      return rollingBeta({ common })[0]?.value ?? Number.NaN;
    },
  };
}

const TWINS: Readonly<Record<string, string>> = {
  Volatility: 'Volatility',
  'Below the high': 'Below the high now',
  'Deepest fall': 'Deepest drawdown',
};

/** The mail's few figures of risk are those of the large table. */
export function briefRiskRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const same = figureInput(book.cell('risk', TWINS[figure.row] ?? '', ''));
  return same && sameAs(same);
}
