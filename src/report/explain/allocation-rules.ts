import { concentration } from '#analytics/concentration';
import { GROUP_NAMES } from '#report/group-names';
import { type Book, beside, columnInputs, figureInput, whole } from './book.ts';
import { type Derivation, type Input, ratioOf, sameAs, sumOf } from './derivation.ts';
import { accountValue, positionsOf, weightRule } from './holding-rules.ts';
import type { KnownFigure, NamedFigure } from './named-figure.ts';

const groupOf = (name: string): string => Object.entries(GROUP_NAMES).find(([, title]) => title === name)?.[0] ?? name;

/** Shares by class, cash and what is accrued, as the table of holdings groups them. */
export function sharesRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, row, block } = figure;
  if (column === 'share') {
    const inputs = whole([figureInput(book.cell(block, row, 'amount')), accountValue(book)]);
    return inputs && ratioOf(inputs, 'amount ÷ account value');
  }
  const [name = row] = row.split(', without');
  if (column === 'amount') {
    const group = groupOf(name);
    return sumOf(
      columnInputs(book, 'holdings', 'valueBase', ({ cells }) => cells?.$group === group),
      'Σ of the rows of the class',
    );
  }
  const currency = column.split(' ')[0] ?? '';
  const same = figureInput(book.cell('cash', currency, 'value'));
  return same && sameAs(same, 'as in the table of cash');
}

/** Values of holdings, those of one contract together: their inputs, and where each belongs. */
function byContract(book: Book): { readonly inputs: readonly Input[]; readonly conids: readonly string[] } {
  const held = book.figures.filter(
    ({ block, column, part, cells, value }) =>
      block === 'holdings' &&
      column === 'valueBase' &&
      part === undefined &&
      cells?.conid !== undefined &&
      typeof value === 'number',
  );
  return {
    inputs: held.flatMap((one) => figureInput(one) ?? []),
    conids: held.map(({ cells }) => String(cells?.conid)),
  };
}

type Told = ReturnType<typeof concentration>;

const FIGURES: Readonly<Record<string, readonly [string, (told: Told, values: readonly number[]) => unknown]>> = {
  'Largest holding': ['largest size ÷ Σ of all sizes', ({ top }) => top[1]],
  'Five largest holdings': ['Σ of the five largest sizes ÷ Σ of all sizes', ({ top }) => top[5]],
  'Ten largest holdings': ['Σ of the ten largest sizes ÷ Σ of all sizes', ({ top }) => top[10]],
  'Herfindahl index (HHI)': ['Σ (size ÷ Σ of all sizes)²', ({ herfindahl }) => herfindahl],
  'Effective number of holdings': ['1 ÷ HHI', ({ effectiveHoldings }) => effectiveHoldings],
  Long: ['Σ of values above zero', (_, values) => values.reduce((sum, value) => sum + Math.max(0, value), 0)],
  Short: ['Σ of values below zero', (_, values) => values.reduce((sum, value) => sum + Math.min(0, value), 0)],
  'Gross exposure': ['Σ of sizes ÷ account value', ({ grossLeverage }) => grossLeverage],
  'Net exposure': ['Σ of values ÷ account value', ({ netLeverage }) => netLeverage],
};

/** Concentration and exposure, from the values of all holdings; those of one contract count as one. */
export function concentrationRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { inputs, conids } = byContract(book);
  const known = FIGURES[figure.row];
  const account = accountValue(book);
  if (!known || !account) return undefined;
  const [formula, of] = known;
  return {
    formula: `${formula}; a size is a value without its sign`,
    inputs: [account, ...inputs],
    reckon: ([total = Number.NaN, ...values]) => {
      const sums = new Map<string, number>();
      for (const [at, conid] of conids.entries()) sums.set(conid, (sums.get(conid) ?? 0) + (values[at] ?? Number.NaN));
      const found = of(concentration([...sums.values()], total), [...sums.values()]);
      return typeof found === 'number' ? found : Number.NaN;
    },
  };
}

/** A row of the ten largest is one of the holdings. */
export function largestRule(figure: KnownFigure, book: Book): Derivation | undefined {
  if (figure.column === 'weight') return weightRule(figure, book, 'value');
  const { symbol, value } = figure.cells ?? {};
  const same = book.figures.find(
    ({ block, column, cells, value: own }) =>
      block === 'holdings' && column === 'valueBase' && cells?.symbol === symbol && own === value,
  );
  const input = figureInput(same);
  return input && sameAs(input, 'as in the table of holdings');
}

const UNFILED = new Set(['', 'others', 'other', 'unknown', 'unclassified']);

/** Long, short and net by currency, of all that is in the account, or by sector, of holdings. */
export function schemeRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { block, column, row, part } = figure;
  if (column === 'weight') return weightRule(figure, book, 'net');
  if (column === 'net') {
    const inputs = beside(book, figure, 'long', 'short');
    return inputs && sumOf(inputs, 'long + short');
  }
  if (part === 'total') return sumOf(columnInputs(book, block, column), 'Σ of all rows');
  const sectors = new Map(positionsOf(book).map(({ conid, sector }) => [String(conid), sector?.trim() ?? '']));
  const fits = ({ cells, value }: NamedFigure): boolean => {
    if (typeof value !== 'number' || (column === 'long' ? value <= 0 : value >= 0)) return false;
    if (block === 'allocation-currency') return cells?.currency === row;
    if (cells?.conid === undefined) return false;
    const sector = sectors.get(String(cells.conid)) ?? '';
    return row === 'Unclassified' ? UNFILED.has(sector.toLowerCase()) : sector === row;
  };
  const inputs = columnInputs(book, 'holdings', 'valueBase', fits);
  const formula = `Σ of values ${column === 'long' ? 'above' : 'below'} zero`;
  if (inputs.length > 0) return sumOf(inputs, formula);
  const all = accountValue(book);
  return all && { ...sameAs(all, `${formula}: there is none among the account’s parts`), reckon: () => 0 };
}
