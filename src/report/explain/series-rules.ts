import type { LevelPoint } from '#analytics/level-series';
import { type CalendarDate, calendarDate, dayNumber } from '#domain/calendar-date';
import { type Book, DATE, field, figureInput, pointsOf, returnsFrom, statementOf, valueInput, whole } from './book.ts';
import { type Derivation, differenceOf, type Input, ratioOf, sameAs } from './derivation.ts';
import { flowsIn } from './derivations.ts';
import type { KnownFigure } from './named-figure.ts';
import { paidInRule } from './paid-in-rule.ts';
import { linked } from './return-derivations.ts';

const LEVEL = 'Cumulative return';

/** The series' own figure of a day. */
export const onDay = (book: Book, date: string, column: string): Input | undefined =>
  figureInput(book.cell('value', date, column), `${column} at ${date}`);

/** From one day's cumulative return to another's: the growth between them. */
export function growth(book: Book, from: string, to: string): Derivation | undefined {
  const inputs = whole([onDay(book, from, LEVEL), onDay(book, to, LEVEL)]);
  return inputs && growthOf(inputs, '(1 + c₁) ÷ (1 + c₀) − 1');
}

const growthOf = (inputs: readonly Input[], formula: string): Derivation => ({
  formula,
  inputs,
  reckon: ([before = Number.NaN, after = Number.NaN]) => (1 + after) / (1 + before) - 1,
});

const quotient = (inputs: readonly Input[] | undefined, formula: string): Derivation | undefined =>
  inputs && { ...ratioOf(inputs, formula), reckon: ([after = 0, before = 0]) => after / before - 1 };

/** Series of days: value, returns, drawdowns, and the benchmark beside them. */
export function seriesRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { row, column } = figure;
  const points = pointsOf(book);
  const at = points.findIndex(({ date }) => date === row);
  const point = points[at];
  const common = book.context.benchmark?.comparison?.common ?? [];
  const place = common.findIndex(({ date }) => date === row);
  const before = common[place - 1];
  switch (`${figure.block} ${column}`) {
    case 'value Value':
      return point && sameAs(valueInput(book, point.date, figure.value), 'as the broker gives it');
    case `value ${LEVEL}`:
      return point && levelRule(book, points, point);
    case 'value Return':
      return growth(book, points[at - 1]?.date ?? '', row);
    case 'value Drawdown':
      return fallRule(book, points, at);
    case 'value Paid in':
      return paidInRule(figure, book, points);
    case 'value Benchmark close':
      return sameAs(closeInput(row, figure.value), 'as the owner’s file has it');
    case 'value Benchmark return':
      return quotient(
        whole([onDay(book, row, 'Benchmark close'), onDay(book, before?.date ?? '', 'Benchmark close')]),
        'close ÷ close of the common day before − 1',
      );
    case 'value Common return':
      return growth(book, before?.date ?? '', row);
    case 'value Excess return': {
      const inputs = whole([onDay(book, row, 'Common return'), onDay(book, row, 'Benchmark return')]);
      return inputs && differenceOf(inputs, 'return − return of the benchmark, of the same days');
    }
    case 'cumulative Account':
      return growth(book, common[0]?.date ?? '', row);
    default:
      if (figure.block === 'cumulative') {
        const closes = [onDay(book, row, 'Benchmark close'), onDay(book, common[0]?.date ?? '', 'Benchmark close')];
        return quotient(whole(closes), 'close ÷ first common close − 1');
      }
      if (figure.block !== 'drawdown') return undefined;
      if (column === 'Below the high') return fallRule(book, points, at);
      return benchmarkFall(book, row);
  }
}

const CLOSES = ['adj close', 'adj. close', 'adjusted close', 'close', 'price', 'value'];

function closeInput(date: string, value: number): Input {
  const told = field('benchmark', CLOSES, [[['date'], date]]);
  return { label: `Close of the benchmark, ${date}`, value, kind: 'price', told };
}

/** As PortfolioAnalyst gives it, rescaled where its series began before the account; of statements linked day by day. */
function levelRule(book: Book, points: readonly LevelPoint[], point: LevelPoint): Derivation | undefined {
  const [base] = points;
  if (!base) return undefined;
  const label = `${LEVEL} at ${point.date}`;
  if (point === base) {
    const why = 'returns are counted from this day on';
    return sameAs({ label, value: 0, kind: 'return', why }, '0 at the first day');
  }
  const before = points[points.indexOf(point) - 1] ?? base;
  if (returnsFrom(book) === 'flex') return stepRule(book, before, point);
  const told = (date: CalendarDate, value: number): Input => ({
    ...{ label: `${LEVEL} told of ${date}`, value, kind: 'return' },
    told: field('performance', ['cps', 'returns'], [[DATE, date]]),
  });
  const raw = rawLevels(book, base.date, point);
  if (!raw) return sameAs(told(point.date, point.level - 1), 'as the broker gives it');
  return growthOf([told(base.date, raw.base), told(point.date, raw.own)], '(1 + c) ÷ (1 + c at the first day) − 1');
}

/** Of statements: the level before, and what the day did, by the broker's return of the day or by values and bookings. */
function stepRule(book: Book, before: LevelPoint, point: LevelPoint): Derivation | undefined {
  const { base } = book.context;
  const value = (one: LevelPoint): Input => valueInput(book, one.date, one.netAssetValue ?? Number.NaN);
  const step = linked(before, point, [before, point], value, flowsIn(statementOf(book), base));
  const level = onDay(book, before.date, LEVEL);
  return (
    level && {
      formula: `(1 + c of the day before) · (1 + r) − 1, with r = ${step.formula}`,
      inputs: [level, ...step.inputs],
      reckon: ([from = Number.NaN, ...rest]) => (1 + from) * (1 + step.reckon(rest)) - 1,
    }
  );
}

/** Where the broker counts from another day: what one of its series says of both days. */
function rawLevels(book: Book, base: CalendarDate, { date, level }: LevelPoint) {
  const { performance } = book.snapshot.datasets;
  if (performance.status !== 'present') return undefined;
  for (const { points } of performance.value.series) {
    const on = (day: CalendarDate) => points.findLast((one) => one.date === day)?.cumulativeReturn;
    const [from, own] = [on(base), on(date)];
    if (typeof own !== 'number') continue;
    if (Math.abs(1 + own - level) < 1e-9) return undefined;
    if (typeof from === 'number' && Math.abs((1 + own) / (1 + from) - level) < 1e-9) return { base: from, own };
  }
  return undefined;
}

const SAME = 1e-12;

function fallRule(book: Book, points: readonly LevelPoint[], at: number): Derivation | undefined {
  const past = points.slice(0, at + 1);
  const own = past.at(-1);
  if (!own) return undefined;
  let high = past[0] as LevelPoint;
  for (const one of past) if (one.level >= high.level - SAME) high = one;
  if (high === own) {
    const label = onDay(book, own.date, LEVEL);
    return label && { ...sameAs(label, '0, as the level is the highest so far'), reckon: () => 0 };
  }
  const derived = growth(book, high.date, own.date);
  return derived && { ...derived, formula: '(1 + c) ÷ (1 + c at the highest day so far) − 1' };
}

function benchmarkFall(book: Book, row: string): Derivation | undefined {
  const past = book.context.benchmark?.comparison?.common.filter(({ date }) => date <= row) ?? [];
  const high = past.reduce<(typeof past)[number] | undefined>(
    (best, one) => (best && best.benchmark > one.benchmark + SAME ? best : one),
    undefined,
  );
  if (!high) return undefined;
  const closes = [onDay(book, row, 'Benchmark close'), onDay(book, high.date, 'Benchmark close')];
  return quotient(whole(closes), 'close ÷ highest close so far − 1');
}

/** The deepest falls: how deep, and how long. */
export function fallsRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { peak, trough, recovery } = figure.cells ?? {};
  if (typeof peak !== 'string' || typeof trough !== 'string') return undefined;
  if (figure.column === 'depth') return growth(book, peak, trough);
  return daysBetween(peak, recovery === 'open' ? lastDay(book) : String(recovery));
}

const lastDay = (book: Book): string => pointsOf(book).at(-1)?.date ?? '';

function daysBetween(from: string, to: string): Derivation {
  const day = (date: string): Input => ({
    ...{ label: `Day number of ${date}`, value: dayNumber(calendarDate(date)), kind: 'count' },
    told: field(
      'performance',
      ['date', 'reportDate', 'toDate', 'startNAV.date'],
      [[[...DATE, 'startNAV.date'], date]],
      {
        as: 'day',
        day: calendarDate(date),
      },
    ),
  });
  return differenceOf([day(to), day(from)], 'calendar days from the high to the day it is reached again, or the last');
}
