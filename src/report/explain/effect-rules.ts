import type { PeriodMoves } from '#report/moved-period';
import { type Book, beside, columnInputs, figureInput, whole } from './book.ts';
import { bookedSum } from './booking-rules.ts';
import { cashEffect } from './cash-effect.ts';
import { type Derivation, differenceOf, type Input, ratioOf, sumOf } from './derivation.ts';
import { costsEffect, holdingEffect, holdingIncome, interestEffect, otherIncome } from './effect-derivations.ts';
import type { KnownFigure, NamedFigure } from './named-figure.ts';
import { endInput, type Span, spanOf } from './span.ts';

const isYear = (block: string): boolean => block.startsWith('contributions-year');

/** The period that a table of contributions is of. */
function movesOf(block: string, { context: { moves } }: Book): PeriodMoves | undefined {
  const of = (wanted: string): PeriodMoves | undefined => moves.find(({ name }) => name === wanted);
  return isYear(block) ? of('Year') : (of('Since') ?? of('Day'));
}

/** Closing less opening value less what was paid in. */
function resultOf(book: Book, moves: PeriodMoves): Derivation | undefined {
  const ends = whole([endInput(book, moves, 'closing'), endInput(book, moves, 'opening')]);
  const flows = flowsInput(book, moves);
  return ends && flows && differenceOf([...ends, flows], 'V₁ − V₀ − F');
}

function flowsInput(book: Book, moves: PeriodMoves): Input | undefined {
  const { base, money } = book.context;
  const input = { label: 'Net paid in', kind: 'change', unit: base } as const;
  if (typeof moves.flows === 'number' && money) {
    const span = { from: moves.from, to: moves.to };
    const rows = money.flows.flows.filter(({ day }) => day > moves.from);
    return { ...input, value: moves.flows, by: bookedSum(book, rows, span, ['cashTransactions', 'transfers']) };
  }
  return moves.impliedFlows === undefined ? undefined : { ...input, value: moves.impliedFlows, ...impliedBy(book) };
}

/** What the broker's return leaves of the change of the day. */
export function impliedBy(book: Book): { readonly by?: Derivation } {
  const [change, result] = [book.cell('performance', 'Day', 'change'), book.cell('summary', 'Result, day', '')];
  const inputs = whole([figureInput(change), figureInput(result)]);
  return inputs ? { by: differenceOf(inputs, 'change in value − result, which the broker’s return gives') } : {};
}

const OTHERS: Readonly<Record<string, (book: Book, span: Span) => Derivation>> = {
  'Cash, currency effect': cashEffect,
  'Dividends, other': otherIncome,
  Interest: interestEffect,
  'Fees and commissions': costsEffect,
};

/** What each holding, and each thing that is no holding, did to the value. */
export function contributionRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { block, column, cells = {}, part, row } = figure;
  const moves = movesOf(block, book);
  const span = moves && spanOf(book, moves);
  if (!moves || !span) return undefined;
  if (column === 'bp') {
    const inputs = whole([figureInput(book.cell(block, row, 'total')), endInput(book, moves, 'opening')]);
    return inputs && ratioOf(inputs, 'effect ÷ opening value');
  }
  if (part === 'total') return resultOf(book, moves);
  const conid = typeof cells.conid === 'string' ? Number(cells.conid) : undefined;
  if (conid === undefined) return otherRow(figure, book, moves, span);
  switch (column) {
    case 'price':
    case 'fx':
      return holdingEffect(book, span, conid, column);
    case 'income':
      return holdingIncome(book, span, conid);
    default: {
      const parts = ['price', 'fx', 'income'].flatMap((key) => beside(book, figure, key) ?? []);
      return sumOf(parts, 'price + currency + income');
    }
  }
}

function otherRow(figure: KnownFigure, book: Book, moves: PeriodMoves, span: Span): Derivation | undefined {
  const { block, column, row } = figure;
  const [symbol = row] = [figure.cells?.symbol as string | undefined];
  const known = OTHERS[symbol];
  if (known) return known(book, span);
  const all = isYear(block) ? 'contributions-year-all' : 'contributions-all';
  if (/^\d+ others? in the workbook/.test(symbol)) {
    const shown = new Set(book.figures.filter((one) => one.block === block).map(({ cells }) => cells?.conid));
    const rest = columnInputs(
      book,
      all,
      column,
      ({ cells }) => cells?.conid !== null && !shown.has(cells?.conid ?? ''),
    );
    return sumOf(rest, 'Σ of the holdings that stand in the workbook alone');
  }
  const result = resultOf(book, moves);
  const lines = columnInputs(book, all, 'total', ({ cells }) => cells?.symbol !== symbol);
  if (!result || typeof moves.result !== 'number') return undefined;
  const input: Input = { label: 'Result', value: moves.result, kind: 'change', by: result };
  const rest = differenceOf([input, ...lines], 'result − Σ of all other lines, 0 where sums of doubles alone differ');
  return { ...rest, reckon: (values) => settled(rest.reckon(values)) };
}

const DUST = 1e-6;

const settled = (rest: number): number => (Math.abs(rest) < DUST ? 0 : rest);

/** The day's effects beside each holding are those of the table of contributions. */
export function dayEffectRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { block, column, part, cells = {} } = figure;
  if (part !== undefined) return sumOf(columnInputs(book, block, column), 'Σ of all rows');
  const key = { dayPart: 'bp', dayPrice: 'price', dayFx: 'fx' }[column] ?? '';
  const [line] = columnInputs(book, 'contributions-all', key, (one) => one.cells?.conid === cells.conid);
  const day = book.context.moves.find(({ name }) => name === 'Day');
  if (line && day === movesOf('contributions-all', book)) return sumOf([line], 'as in the table of contributions');
  const span = day && spanOf(book, day);
  if (!span || column === 'dayPart') {
    const inputs = whole([figureInput(book.cell(block, figure.row, 'dayPrice'))]);
    return inputs && sumOf(inputs, 'nothing, as price and currency did nothing');
  }
  const effect = holdingEffect(book, span, Number(cells.conid), column === 'dayFx' ? 'fx' : 'price');
  return effect && { ...effect, reckon: (values) => settled(effect.reckon(values)) };
}

/** The mail's movers: price and income of a holding, and what is left in few lines. */
export function moverRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { block, column, row, part } = figure;
  const moves = movesOf(block, book);
  if (!moves) return undefined;
  if (column === 'bp') {
    const inputs = whole([figureInput(book.cell(block, row, 'amount')), endInput(book, moves, 'opening')]);
    return inputs && ratioOf(inputs, 'amount ÷ opening value');
  }
  if (part === 'total') return resultOf(book, moves);
  const all = 'contributions-all';
  const isHolding = ({ cells }: NamedFigure): boolean => typeof cells?.conid === 'string';
  const of = (key: string, fits: (one: NamedFigure) => boolean) => columnInputs(book, all, key, fits);
  const symbol = String(figure.cells?.name);
  const conid = heldAs(book, figure);
  const mine = conid && ((one: NamedFigure) => one.cells?.conid === conid);
  if (mine) return sumOf([...of('price', mine), ...of('income', mine)], 'price + income');
  if (symbol === 'Currency (FX)')
    return sumOf(
      of('fx', () => true),
      'Σ of the currency effects of all lines',
    );
  if (symbol === 'Income, costs') {
    const booked = (one: NamedFigure): boolean => !isHolding(one) && typeof one.cells?.income === 'number';
    return sumOf(of('total', booked), 'Σ of the lines that are no holding');
  }
  if (/^\d+ others?$/.test(symbol)) {
    const named = new Set(book.figures.filter((one) => one.block === block).map((one) => heldAs(book, one)));
    const rest = (one: NamedFigure): boolean => isHolding(one) && !named.has(String(one.cells?.conid));
    return sumOf([...of('price', rest), ...of('income', rest)], 'Σ price + income of the holdings not named');
  }
  return sumOf(
    of('total', ({ cells }) => cells?.symbol === symbol),
    'the last line of the contributions',
  );
}

/** Contract id of a mover: several contracts may have one symbol, as a share and its option. */
function heldAs(book: Book, { cells = {} }: NamedFigure): string | undefined {
  const { name, amount } = cells;
  const line = book.figures.find(({ block, cells: own }) => {
    if (block !== 'contributions-all' || own?.symbol !== name || typeof own?.conid !== 'string') return false;
    const sum = Number(own.price ?? 0) + Number(own.income ?? 0);
    return typeof amount === 'number' && Math.abs(sum - amount) < DUST;
  });
  return line && String(line.cells?.conid);
}
