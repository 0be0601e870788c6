import { comparePeriod } from '#analytics/benchmark-period';
import { moneyWeightedReturn } from '#analytics/money-weighted';
import { addDays, calendarDate } from '#domain/calendar-date';
import { performancePeriods } from '#report/performance-periods';
import { type Book, beside, bookedInput, figureInput, whole } from './book.ts';
import { type Derivation, differenceOf, type Input, sameAs, sumOf } from './derivation.ts';
import { booking } from './money-derivations.ts';
import type { KnownFigure, NamedFigure } from './named-figure.ts';
import { growth, onDay } from './series-rules.ts';

/** The table of periods: returns, what stands beside them, and the values they lie between. */
export function performanceRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { from, to, period } = figure.cells ?? {};
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  switch (figure.column) {
    case 'twr':
    case 'linked':
      return growth(book, from, to);
    case 'benchmark':
      return benchmarkRule(book, from, to);
    case 'difference':
      return withBenchmark(book.cell(figure.block, figure.row, 'benchmark'), book, from, to);
    case 'opening':
    case 'closing': {
      const value = onDay(book, figure.column === 'opening' ? from : to, 'Value');
      return value && sameAs(value, 'the value of that day');
    }
    case 'xirr': {
      const same = beside(book, figure, 'mwr')?.[0];
      return same && sameAs(same, 'the rate of the period that XIRR finds');
    }
    case 'change': {
      const ends = beside(book, figure, 'closing', 'opening');
      return ends && differenceOf(ends, 'closing − opening value');
    }
    case 'result': {
      const parts = beside(book, figure, 'change', 'paidIn');
      return parts && differenceOf(parts, 'change in value − net paid in');
    }
    default:
      return typeof period === 'string' ? moneyRule(figure, book, from, to) : undefined;
  }
}

function overOf(book: Book, from: string, to: string) {
  const { history, benchmark, calendar } = book.context;
  if (!history || !benchmark) return undefined;
  const asked = { from: calendarDate(from), to: calendarDate(to), isTradingDay: calendar.isTradingDay };
  const over = comparePeriod(history.series, benchmark.closes, asked);
  return 'missing' in over ? undefined : over;
}

export function benchmarkRule(book: Book, from: string, to: string): Derivation | undefined {
  const over = overOf(book, from, to);
  const closes = over && whole([onDay(book, over.to, 'Benchmark close'), onDay(book, over.from, 'Benchmark close')]);
  return (
    closes && {
      formula: 'close at the end ÷ close at the start − 1',
      inputs: closes,
      reckon: ([end = Number.NaN, start = Number.NaN]) => end / start - 1,
    }
  );
}

/** Both over the days that both have, which may be fewer than the period's. @param beside what the benchmark did */
export function withBenchmark(
  beside: NamedFigure | undefined,
  book: Book,
  from: string,
  to: string,
): Derivation | undefined {
  const over = overOf(book, from, to);
  const own = over && growth(book, over.from, over.to);
  const other = figureInput(beside);
  if (!over || !own || !other) return undefined;
  const label = `Return from ${over.from} to ${over.to}`;
  const mine: Input = { label, value: over.portfolio, kind: 'return', by: own };
  return differenceOf([mine, other], 'return − return of the benchmark, of the same days');
}

function moneyRule(figure: KnownFigure, book: Book, from: string, to: string): Derivation | undefined {
  const { money } = book.context;
  if (!money) return undefined;
  const span = { from: addDays(calendarDate(from), 1), to: calendarDate(to) };
  const rows = money.flows.flows.filter(({ day, amount }) => day >= span.from && day <= span.to && amount !== 0);
  const flows = rows.map((row) => bookedInput(book, row, booking));
  if (figure.column === 'paidIn') {
    const empty = flows.length === 0 ? { nothingIn: { lists: ['cashTransactions', 'transfers'], ...span } } : {};
    return { ...sumOf(flows, 'Σ amount · rate of each flow'), ...empty };
  }
  const ends = beside(book, figure, 'opening', 'closing');
  if (!ends) return undefined;
  const dates = rows.map(({ day }) => day);
  const mwr = figure.column === 'mwr';
  return {
    formula: mwr
      ? 'the rate r at which V₀ and every flow, each grown from its day, make V₁ (XIRR), for the period itself'
      : '(V₁ − V₀ − F) ÷ (V₀ + Σ flow · part of the period it was there)',
    inputs: [...ends, ...flows],
    reckon: ([opening = Number.NaN, closing = Number.NaN, ...amounts]) => {
      const { period, modifiedDietz } = moneyWeightedReturn(
        { date: calendarDate(from), netAssetValue: opening },
        { date: calendarDate(to), netAssetValue: closing },
        amounts.map((amount, at) => ({ date: dates[at] ?? span.to, amount })),
      );
      const found = mwr ? period : modifiedDietz;
      return typeof found === 'number' ? found : Number.NaN;
    },
  };
}

/** What the returns of the owner's money are reckoned from: minus is what was put in. */
export function ownMoneyRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { period, date, entry } = figure.cells ?? {};
  const amount = figure.value;
  const negated = (input: Input | undefined, formula: string): Derivation | undefined =>
    input && { ...sameAs(input, formula), reckon: ([value = Number.NaN]) => -value };
  if (entry === 'Opening value') {
    return negated(figureInput(book.cell('performance', String(period), 'opening')), '−opening value');
  }
  if (entry === 'Closing value') {
    const closing = figureInput(book.cell('performance', String(period), 'closing'));
    return closing && sameAs(closing, 'closing value');
  }
  const rows = book.context.money?.flows.flows.filter(({ day }) => day === date) ?? [];
  const inputs = rows.map((row) => bookedInput(book, row, booking));
  return negated(
    inputs.find(({ value }) => Math.abs(value + amount) < 1e-9 * Math.max(1, Math.abs(amount))),
    '−amount · rate of the booking',
  );
}

/** The mail's few periods are those of the large table. */
export function shortReturnsRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { history, marketDate } = book.context;
  const period = history && performancePeriods(history, marketDate).find(({ shortName }) => shortName === figure.row);
  const same = period && figureInput(book.cell('performance', period.name, figure.column));
  return same && sameAs(same);
}
