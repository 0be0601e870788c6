import { MONTH_NAMES } from '#domain/calendar-date';
import { type Book, figureInput, pointsOf } from './book.ts';
import type { Derivation } from './derivation.ts';
import type { KnownFigure } from './named-figure.ts';
import { benchmarkRule, withBenchmark } from './period-rules.ts';
import { growth } from './series-rules.ts';

const KEYS = MONTH_NAMES.map((_, at) => `m${String(at + 1).padStart(2, '0')}`);

/** The table of months: each from the last close before it, the year linked; and the benchmark over the same days. */
export function monthsRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { row, column, block } = figure;
  const year = /\d{4}$/.exec(row)?.[0];
  if (year === undefined) return undefined;
  const own = row === year && block === 'months';
  if (own && column === 'whole') {
    const inputs = KEYS.flatMap((key) => figureInput(book.cell('months', row, key)) ?? []);
    const linked = (values: readonly number[]): number => values.reduce((all, value) => all * (1 + value), 1) - 1;
    return { formula: 'Π (1 + month) − 1', inputs, reckon: linked };
  }
  const span = KEYS.includes(column) ? `${year}-${column.slice(1)}` : year;
  const points = pointsOf(book);
  const to = points.findLast(({ date }) => date.startsWith(span));
  const from = points.findLast(({ date }) => date < (span === year ? `${year}-01-01` : `${span}-01`)) ?? points[0];
  if (!from || !to) return undefined;
  if (!own) return benchmarkRule(book, from.date, to.date);
  if (column !== 'difference') return growth(book, from.date, to.date);
  const other = book.figures.find(
    (one) => one.block === block && one.column === 'whole' && one.row.endsWith(` ${year}`),
  );
  return other && withBenchmark(other, book, from.date, to.date);
}
