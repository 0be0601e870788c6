import { type BridgePart, brokerItems, PART_OF } from '#analytics/broker-items';
import { changesOver } from '#analytics/changes-over';
import { addDays } from '#domain/calendar-date';
import type { NetAssetValueChange } from '#domain/net-asset-value';
import { BRIDGE_LABELS } from '#report/bridge-column';
import type { PeriodMoves } from '#report/moved-period';
import { ownSplit } from '#report/own-split';
import { isToldOver } from '#report/statement-money';
import { type Book, field, figureInput, statementOf } from './book.ts';
import { bookedSum } from './booking-rules.ts';
import { cashEffect } from './cash-effect.ts';
import { type Derivation, differenceOf, type Input, sameAs, sumOf } from './derivation.ts';
import { holdingEffect, holdingIncome, interestEffect, otherIncome } from './effect-derivations.ts';
import { impliedBy } from './effect-rules.ts';
import type { NamedFigure } from './named-figure.ts';
import { endInput, type Span, spanOf } from './span.ts';

const CASH = ['cashTransactions'];

/** A line of a bridge, in the way the report chose: the broker's own, the bookings', or the rest. */
export function bridgeRule(figure: NamedFigure, book: Book): Derivation | undefined {
  const { row, column, part } = figure;
  const moves = book.context.moves.find(({ name }) => name === row);
  if (!moves) return undefined;
  if (column === 'Opening' || column === 'Closing') {
    const end = endInput(book, moves, column === 'Opening' ? 'opening' : 'closing');
    return end && sameAs(end, 'the value at that close');
  }
  if (part === 'rest') return restRule(figure, book);
  const own = ownSplit(moves.parts);
  const span = spanOf(book, moves);
  if (own && span && (column === BRIDGE_LABELS.price || column === BRIDGE_LABELS.fx)) {
    return splitRule(book, span, column === BRIDGE_LABELS.price ? 'price' : 'fx');
  }
  if (column === BRIDGE_LABELS.implied) return impliedBy(book).by;
  const days = { from: addDays(moves.from, 1), to: moves.to };
  const statement = statementOf(book);
  const changes = statement && changesOver(statement.history.changes, days, book.context.calendar.tradingDays);
  return changes ? brokersRule(figure, book, moves, changes) : bookedRule(figure, book, moves, span);
}

const OFFERS = ['Opening', 'Closing', 'Unexplained'];

/** Closing less opening value less all lines. */
function restRule({ block, row, column }: NamedFigure, book: Book): Derivation | undefined {
  const of = (name: string): Input | undefined => figureInput(book.cell(block, row, name));
  const [closing, opening] = [of('Closing'), of('Opening')];
  if (!closing || !opening) return undefined;
  const lines = book.figures.filter(
    (one) => one.block === block && one.row === row && !OFFERS.includes(one.column) && one.column !== column,
  );
  const inputs = [closing, opening, ...lines.flatMap((one) => figureInput(one) ?? [])];
  const rest = differenceOf(inputs, 'closing − opening − Σ of all lines, 0 where sums of doubles alone differ');
  return { ...rest, reckon: (values) => settled(rest.reckon(values), values[0] ?? 0) };
}

const DUST = 1e-9;

const settled = (rest: number, closing: number): number =>
  Math.abs(rest) < DUST * Math.max(1, Math.abs(closing)) ? 0 : rest;

/** Price or currency of all holdings, and what rates did to cash. */
function splitRule(book: Book, span: Span, of: 'price' | 'fx'): Derivation | undefined {
  const { parts } = span.moves;
  if ('missing' in parts) return undefined;
  const { base } = book.context;
  const inputs = parts.holdings.flatMap((holding): Input[] => {
    const value = holding[of];
    if (typeof value !== 'number' || value === 0) return [];
    const by = holdingEffect(book, span, holding.conid, of);
    const label = `${of === 'price' ? 'Price' : 'Currency'} effect of ${holding.symbol}`;
    return [{ label, value, kind: 'change', unit: base, ...(by ? { by } : {}) }];
  });
  const cash = parts.cashFx;
  const more: Input[] =
    of === 'fx' && typeof cash === 'number'
      ? [{ label: 'Currency effect on cash', value: cash, kind: 'change', unit: base, by: cashEffect(book, span) }]
      : [];
  return sumOf([...inputs, ...more], 'Σ of all holdings by prices and rates of both closes');
}

const PARTS: Readonly<Record<string, readonly BridgePart[]>> = {
  [BRIDGE_LABELS.transfers]: ['transfers'],
  [BRIDGE_LABELS.dividends]: ['dividends'],
  [BRIDGE_LABELS.tax]: ['tax'],
  [BRIDGE_LABELS.interest]: ['interest'],
  [BRIDGE_LABELS.fees]: ['fees'],
  [BRIDGE_LABELS.accruals]: ['accruals'],
  [BRIDGE_LABELS.priceAndFx]: ['price', 'fx'],
};

/** A field of the broker's own bridge. */
export function itemInput(
  { context: { base } }: Book,
  { from, to }: NetAssetValueChange,
  name: string,
  value: number,
): Input {
  const told = field(
    'statement',
    [name],
    [
      [['toDate'], to],
      [['fromDate'], from],
    ],
    { since: from, day: to },
  );
  const label = `${name}, ${from === to ? to : `${from} to ${to}`}`;
  return { label, value, kind: 'change', unit: base, told };
}

const TWICE = new Set(['realized', 'changeInUnrealized']);

/** Every item of the broker's bridges that is of some parts. */
function itemsOf(
  book: Book,
  changes: readonly NetAssetValueChange[],
  fits: (name: string) => boolean,
): readonly Input[] {
  return changes.flatMap((change) => {
    const once = change.items.mtm !== undefined && change.items.mtm !== 0;
    return Object.entries(change.items)
      .filter(([name, value]) => value !== 0 && fits(name) && !(once && TWICE.has(name)))
      .map(([name, value]) => itemInput(book, change, name, value));
  });
}

function brokersRule(
  { block, row, column }: NamedFigure,
  book: Book,
  moves: PeriodMoves,
  changes: readonly NetAssetValueChange[],
): Derivation | undefined {
  const parts = (of: readonly BridgePart[]) =>
    itemsOf(book, changes, (name) => of.some((part) => PART_OF[name] === part));
  const from = { from: addDays(moves.from, 1), to: moves.to };
  const statement = statementOf(book);
  if (column === BRIDGE_LABELS.deposits && statement && isToldOver(statement, 'flows', from)) {
    return bookedRule({ block, row, column } as NamedFigure, book, moves, undefined);
  }
  if (column === BRIDGE_LABELS.deposits || column === BRIDGE_LABELS.withdrawals) {
    const { flows = 0 } = brokerItems(changes).parts;
    const told = sumOf(parts(['flows']), 'Σ of the broker’s own sums of deposits and withdrawals');
    if (column === BRIDGE_LABELS.deposits) return { ...told, reckon: (values) => Math.max(0, told.reckon(values)) };
    const deposits = figureInput(book.cell(block, row, BRIDGE_LABELS.deposits));
    const net: Input = { label: 'Deposits and withdrawals', value: flows, kind: 'change', by: told };
    return deposits && differenceOf([net, deposits], 'the broker’s sum of both − deposits');
  }
  const named = PARTS[column];
  const inputs = named ? parts(named) : itemsOf(book, changes, (name) => inWords(name) === column);
  const sum = sumOf(inputs, 'Σ of the broker’s own items (Change in NAV)');
  return inputs.length > 0 ? sum : { ...sum, nothingIn: { lists: ['changes'], ...from } };
}

const inWords = (name: string): string => {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

function bookedRule(
  { block, row, column }: NamedFigure,
  book: Book,
  moves: PeriodMoves,
  span: Span | undefined,
): Derivation | undefined {
  const { money } = book.context;
  if (!money) return undefined;
  const days = { from: addDays(moves.from, 1), to: moves.to };
  const flows = (...kinds: readonly string[]) => money.flows.flows.filter(({ kind }) => kinds.includes(kind));
  const income = (...kinds: readonly string[]) => money.income.filter(({ kind }) => kinds.includes(kind));
  const rows = {
    [BRIDGE_LABELS.deposits]: flows('deposit'),
    [BRIDGE_LABELS.withdrawals]: flows('withdrawal'),
    [BRIDGE_LABELS.transfers]: flows('transfer-in', 'transfer-out'),
    [BRIDGE_LABELS.dividends]: income('dividend', 'payment-in-lieu'),
    [BRIDGE_LABELS.tax]: income('withholding-tax'),
    [BRIDGE_LABELS.interest]: income('interest-received', 'interest-paid', 'bond-interest'),
    [BRIDGE_LABELS.fees]: money.costs,
  }[column];
  if (rows) return bookedSum(book, rows, days, CASH);
  if (column !== BRIDGE_LABELS.accruals || !span || 'missing' in moves.parts) return undefined;
  const { base } = book.context;
  const part = (label: string, value: unknown, by: Derivation): Input[] =>
    typeof value === 'number' && value !== 0 ? [{ label, value, kind: 'change', unit: base, by }] : [];
  const earned = [
    ...moves.parts.holdings.flatMap(({ conid, symbol, income: own }) =>
      part(`Income of ${symbol}`, own, holdingIncome(book, span, conid)),
    ),
    ...part('Dividends, other', moves.parts.otherIncome, otherIncome(book, span)),
    ...part('Interest', moves.parts.interest, interestEffect(book, span)),
  ];
  const paid = [BRIDGE_LABELS.dividends, BRIDGE_LABELS.tax, BRIDGE_LABELS.interest].flatMap(
    (label) => figureInput(book.cell(block, row, label)) ?? [],
  );
  return {
    formula: 'Σ earned, paid and accrued − Σ paid',
    inputs: [...earned, ...paid],
    reckon: (values) => values.reduce((sum, value, at) => sum + (at < earned.length ? value : -value), 0),
  };
}
