import { isFigure } from '#render/format';
import { textWidth } from '#render/text-width';
import { type Cell, isMissing, type ValueKind } from '#report/value';
import type { Book } from './book.ts';
import { type CellWriter, cellWriter } from './cell-writer.ts';
import { scaleOf } from './kind-scale.ts';
import type { Look } from './look.ts';
import { columnNames } from './names.ts';
import { columnFormat, formatOfAny, shownLength, unsignedZero } from './number-format.ts';
import { type HeaderCell, headerWidth } from './sheet.ts';

/** A column as a block gives it. */
export interface ColumnSource {
  readonly title: string;
  readonly kind: ValueKind;
  readonly unit?: string | undefined;
  readonly weight?: 'lead' | 'side' | undefined;
  /** Of one day each: returns then show all the decimals that a source gives. */
  readonly daily?: boolean;
  /** How many cells it has. */
  readonly count: number;
  /** Its cells, in any order; read more than once. */
  readonly at: (index: number) => Cell | undefined;
  readonly total?: Cell | undefined;
}

/** A column as the sheet has it. */
export interface SheetColumn extends HeaderCell {
  readonly kind: ValueKind;
  readonly figure: boolean;
  readonly look: Look;
  readonly write: CellWriter;
  readonly format: (value: number) => string | undefined;
  /** Of formulas, whatever they come to give. */
  readonly liveFormat: string | undefined;
}

/** Least widths in characters; a column is as wide as its longest cell asks, within reason. */
const LEAST: Readonly<Record<ValueKind, number>> = {
  text: 10,
  id: 11.5,
  date: 12,
  instant: 15.5,
  'wall-clock': 15.5,
  money: 13,
  change: 13,
  return: 11,
  weight: 8.5,
  points: 11,
  'basis-points': 9,
  quantity: 11.5,
  price: 11,
  rate: 10,
  count: 8,
  ratio: 9,
};
/** The broker gives returns with eight decimals. */
const DAILY_RETURN = '0.000000%';
const DAILY_MORE = 4;
const WIDEST_TEXT = 52;
const WIDEST_REASON = 24;
const WIDEST_HEADER = 19;
const MOST_MEASURED = 5000;
/** Width of a digit of Arial in em, a little more for the measure on the safe side. */
const DIGIT = 0.57;

/** Names, widths, alignment and formats of a table's columns, from what they hold. */
export function sheetColumns(book: Book, sheet: string, sources: readonly ColumnSource[]): readonly SheetColumn[] {
  const named = columnNames();
  return sources.map((source, index) => {
    const { kind, weight } = source;
    const figure = isFigure(kind);
    const before = sources[index - 1];
    const indent = !figure && before && isFigure(before.kind) ? ({ indent: 1 } as const) : {};
    const name = named(headerText(book, source));
    const look: Look = {
      align: figure ? 'right' : 'left',
      below: 'row',
      ...indent,
      ...(weight === 'side' ? { size: 9, color: 'quiet' } : {}),
      ...(weight === 'lead' ? { bold: true } : {}),
    };
    const format =
      source.daily && kind === 'return' ? unsignedZero(DAILY_RETURN) : columnFormat(kind, numbersOf(source));
    return {
      name,
      kind,
      figure,
      look,
      format,
      liveFormat: liveFormatOf(format),
      align: figure ? 'right' : 'left',
      ...indent,
      width: widthOf(source, name, 'indent' in indent),
      write: cellWriter(book, { sheet, column: name, kind, look, format }),
    };
  });
}

/** The format of a figure that is no zero, fit for any. */
function liveFormatOf(format: SheetColumn['format']): string | undefined {
  const plain = format(1);
  return plain === undefined ? undefined : formatOfAny(plain);
}

function headerText(book: Book, { title, kind, unit }: ColumnSource): string {
  const measure =
    unit ?? (kind === 'instant' ? book.zone.label : kind === 'points' ? 'pp' : kind === 'basis-points' ? 'bp' : '');
  return measure === '' || title.endsWith(` ${measure}`) ? title : `${title} ${measure}`;
}

function* numbersOf({ count, at }: ColumnSource): Iterable<number> {
  for (let index = 0; index < count; index += 1) {
    const cell = at(index);
    if (typeof cell === 'number') yield cell;
  }
}

function widthOf(source: ColumnSource, name: string, indented: boolean): number {
  const { kind, weight, total } = source;
  // A day's return shows four decimals more than others.
  const longest = longestCell(source) + (source.daily && kind === 'return' ? DAILY_MORE : 0);
  // Digits in bold are a little wider, and the total is bold.
  const bold = Math.max(weight === 'lead' ? longest : 0, lengthOf(kind, total)) * 1.06;
  const small = kind === 'text' && weight === 'side' ? 0.9 : 1;
  const longestWord = Math.max(...name.split(' ').map((word) => headerWidth(word) + 0.5));
  const width = Math.max(
    LEAST[kind],
    longest * small + 2,
    bold + 2,
    longestWord,
    Math.min(headerWidth(name) + 0.5, WIDEST_HEADER),
  );
  return Math.round((width + (indented ? 1 : 0)) * 10) / 10;
}

/** Of numbers the lowest and highest tell; texts are measured once each, and no more of them than it takes. */
function longestCell({ kind, count, at }: ColumnSource): number {
  const plain = !isMoment(kind);
  const measured = new Set<string>();
  let longest = 0;
  let low = 0;
  let high = 0;
  for (let index = 0; index < count; index += 1) {
    const cell = at(index);
    if (typeof cell === 'number') {
      if (cell < low) low = cell;
      else if (cell > high) high = cell;
    } else if (typeof cell !== 'string') {
      longest = Math.max(longest, lengthOf(kind, cell));
    } else if (plain && measured.size < MOST_MEASURED && !measured.has(cell)) {
      measured.add(cell);
      longest = Math.max(longest, lengthOf(kind, cell));
    }
  }
  return Math.max(longest, lengthOf(kind, low), lengthOf(kind, high), plain ? 0 : lengthOf(kind, ''));
}

const isMoment = (kind: ValueKind): boolean => kind === 'date' || kind === 'instant' || kind === 'wall-clock';

/** In characters as widths count them: digits of the body's size. */
function lengthOf(kind: ValueKind, cell: Cell | undefined): number {
  if (cell === null || cell === undefined) return 0;
  if (isMissing(cell)) return Math.min((cell.missing.length + 5) * 0.8, WIDEST_REASON);
  if (typeof cell === 'number') return shownLength(kind, cell * scaleOf(kind));
  if (isMoment(kind)) return shownLength(kind, 0);
  return Math.min(textWidth(cell.slice(0, WIDEST_TEXT), 1) / DIGIT, WIDEST_TEXT);
}
