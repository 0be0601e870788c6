import { type BookedAmount, rateOf } from '#analytics/booked-amount';
import type { LevelPoint } from '#analytics/level-series';
import type { CalendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { Reckoned } from '#report/build-report';
import type { Report } from '#report/report';
import type { ReportContext } from '#report/report-context';
import type { Derivation, Input, Told } from './derivation.ts';
import { derivations } from './derivations.ts';
import { figuresOf, type NamedFigure } from './named-figure.ts';

/** A report with what it was reckoned from: where rules look up figures, and what they are made of. */
export interface Book {
  readonly report: Report;
  readonly snapshot: Snapshot;
  readonly context: ReportContext;
  /** Snapshots of earlier closes, by market day. */
  readonly closes: ReadonlyMap<CalendarDate, Snapshot>;
  readonly figures: readonly NamedFigure[];
  /** Of the summary, by label. */
  readonly summary: ReadonlyMap<string, Derivation>;
  readonly byName: ReadonlyMap<string, NamedFigure>;
  /** The figure of a block by its row and its column's key. */
  cell(block: string, row: string, column: string): NamedFigure | undefined;
}

export function openBook(report: Report, { snapshot, openings, context }: Reckoned): Book {
  const figures = figuresOf(report);
  const key = (...parts: readonly string[]): string => parts.join('\n');
  const cells = new Map(figures.map((one) => [key(one.block, one.row, one.column), one]));
  const earlier = [openings.year, openings.month, openings.previous].filter((one) => one !== undefined);
  return {
    report,
    snapshot,
    context,
    closes: new Map(earlier.map((one) => [one.run.marketDate, one])),
    figures,
    summary: derivations(snapshot, context.calendar),
    byName: new Map(figures.map((one) => [one.name, one])),
    cell: (block, row, column) => cells.get(key(block, row, column)),
  };
}

/** A figure of the report as an input; undefined where it is none or not known. */
export function figureInput(figure: NamedFigure | undefined, label?: string): Input | undefined {
  if (!figure || typeof figure.value !== 'number') return undefined;
  const { name, value, kind, unit } = figure;
  return { label: label ?? name, value, kind, of: name, ...(unit === undefined ? {} : { unit }) };
}

/** Only where all are known. */
export function whole(inputs: readonly (Input | undefined)[]): readonly Input[] | undefined {
  const known = inputs.filter((input) => input !== undefined);
  return known.length === inputs.length ? known : undefined;
}

/** Other cells of a figure's row, by the keys of their columns. */
export function beside(book: Book, figure: NamedFigure, ...columns: readonly string[]): readonly Input[] | undefined {
  return whole(columns.map((column) => figureInput(book.cell(figure.block, figure.row, column))));
}

/** The cells of a column in all rows of a block that fit; `null` counts as nothing. */
export function columnInputs(
  book: Book,
  block: string,
  column: string,
  fits: (figure: NamedFigure) => boolean = () => true,
): readonly Input[] {
  return book.figures
    .filter((one) => one.block === block && one.column === column && one.part === undefined && fits(one))
    .map((one) => figureInput(one))
    .filter((input) => input !== undefined);
}

type Names = readonly string[];

/** @param row names of fields with what they hold */
export function field(
  dataset: Told['dataset'],
  fields: Names,
  row: readonly (readonly [Names, string])[],
  more: Pick<Told, 'as' | 'day' | 'since' | 'at' | 'source'> = {},
): Told {
  return { dataset, fields, row: row.map(([names, value]) => ({ names, value })), ...more };
}

export const CURRENCY: Names = ['secondkey', 'currency', 'fromCurrency'];
export const DATE: Names = ['date', 'reportDate', 'toDate'];

/** A rate of a close. @param at market day of an earlier Snapshot */
export function rateInput(book: Book, currency: string, value: number, at?: CalendarDate): Input {
  const { base } = book.context;
  const input = { label: `Rate of ${currency}${at ? ` at ${at}` : ''}`, value, kind: 'rate', unit: base } as const;
  if (currency === base) return { ...input, why: 'the base currency itself' };
  const names = ['exchangerate', 'rate', 'fxRateToBase'];
  return { ...input, told: field('ledger', names, [[CURRENCY, currency]], at ? { at } : {}) };
}

/** The broker's value of a day. */
export function valueInput({ context: { base } }: Book, date: CalendarDate, value: number): Input {
  const fields = ['nav', 'val', 'navs', 'total', 'endingValue', 'startNAV.val'];
  return {
    ...{ label: `Net asset value of ${date}`, value, kind: 'money', unit: base },
    told: field('performance', fields, [[[...DATE, 'startNAV.date'], date]], { day: date }),
  };
}

/** A booking in base currency: its amount at its rate, and where both are told. */
export function bookedInput({ context: { base } }: Book, row: BookedAmount, derive: BookingOf): Input {
  const rate = rateOf(row, base) ?? Number.NaN;
  const inputs = derive(row, base);
  const by: Derivation = { formula: 'amount · rate', inputs, reckon: ([amount = 0, of = 0]) => amount * of };
  return { label: `Booking of ${row.day}`, value: row.amount * rate, kind: 'change', unit: base, by };
}

type BookingOf = (row: BookedAmount, base: string) => readonly Input[];

/** All kept points of the history, its base first. */
export function pointsOf({ context: { history } }: Book): readonly LevelPoint[] {
  return history ? [history.series.base, ...history.series.points] : [];
}

/** Who tells the returns. */
export function returnsFrom({ snapshot }: Book): 'gateway' | 'flex' | undefined {
  const { performance } = snapshot.datasets;
  return performance.status === 'present' ? performance.source : undefined;
}

export const statementOf = ({ snapshot }: Book) => valueOf(datasetOf(snapshot, 'statement'));
