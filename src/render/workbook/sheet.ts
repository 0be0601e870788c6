import type { CellFormulaValue, Row, Style, Worksheet } from 'exceljs';
import { inert } from '#render/inert';
import type { Book } from './book.ts';
import type { Chart } from './drawing.ts';
import { columnLetters } from './names.ts';
import type { TableSpec } from './table-part.ts';
import { cellText } from './text.ts';

/** What a cell can hold: text, a number, a formula with its result, or nothing. */
export type CellValue = string | number | CellFormulaValue | null;

export interface StyledCell {
  readonly value: CellValue;
  readonly style: Style;
}

export interface HeaderCell {
  /** The same text as the table's column. */
  readonly name: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly indent?: 1;
}

export interface SheetSpec {
  readonly name: string;
  /** Stands in A1. */
  readonly title: string;
  /** Row 2: account, day, a fact or two. */
  readonly note: string;
  readonly header: readonly HeaderCell[];
  /** Widths of columns right of the header's. */
  readonly further?: readonly number[];
  /** Columns at the left that stay when one scrolls, and are repeated in print. */
  readonly frozenColumns: number;
  /** Default height of a row in points. */
  readonly rowHeight: number;
  /** On A4; upright where a few columns go on for many rows, which would fill twice the pages otherwise. */
  readonly print: 'one page' | 'one page wide' | 'one page wide, upright' | 'two pages wide';
}

export const HEADER_ROW = 3;
export const FIRST_ROW = 4;
/** Colours of a scale, not red and green: for some, and for some countries, these two say nothing or the opposite. */
const TINTS = ['FFEDB98A', 'FFFFFFFF', 'FF8FC3E3'] as const;
/** Rows between two looks at whether the output keeps up. */
const BATCH = 256;

/** A sheet while it is written: title, note and header stand, rows follow one by one. Only one may be open. */
export class Sheet {
  readonly name: string;
  readonly #book: Book;
  readonly #sheet: Worksheet;
  #rows = HEADER_ROW;

  constructor(book: Book, spec: SheetSpec) {
    this.name = spec.name;
    this.#book = book;
    this.#sheet = book.writer.addWorksheet(spec.name, {
      properties: { defaultRowHeight: spec.rowHeight, dyDescent: 0.25 },
      views: [view(spec)],
      pageSetup: pageSetup(spec),
      headerFooter: { oddFooter: footer(book, spec.name) },
    });
    this.#sheet.columns = [...spec.header.map(({ width }) => width), ...(spec.further ?? [])].map((width) => ({
      width,
    }));
    this.#head(spec);
  }

  /** Number of the row that was written last. */
  get lastRow(): number {
    return this.#rows;
  }

  /** Writes a row; waits now and then for an output that is slower than we are. */
  async addRow(cells: readonly StyledCell[], height?: number): Promise<void> {
    this.#write(cells, height);
    if (this.#rows % BATCH === 0) await this.#book.guard(this.#book.writer.gate.drained());
  }

  /** Tints the cells of a range by their size: orange at `-limit` and below, white at zero, blue at `limit` and above. */
  tint(range: string, limit: number): void {
    const [low, zero, high] = TINTS;
    this.#sheet.addConditionalFormatting({
      ref: range,
      rules: [
        {
          type: 'colorScale',
          priority: 1,
          cfvo: [-limit, 0, limit].map((value) => ({ type: 'num' as const, value })),
          color: [{ argb: low }, { argb: zero }, { argb: high }],
        },
      ],
    });
  }

  /** Adds table and charts and closes the sheet. */
  async close(extras: { readonly table?: TableSpec | undefined; readonly charts?: readonly Chart[] }): Promise<void> {
    this.#book.attach(this.#sheet.id, extras.table, extras.charts ?? []);
    this.#sheet.commit();
    await this.#book.guard(this.#book.writer.gate.drained());
  }

  #write(cells: readonly StyledCell[], height: number | undefined): void {
    const row: Row = this.#sheet.addRow(
      cells.map(({ value }) => (typeof value === 'string' ? cellText(value) : value)),
    );
    let column = 0;
    for (const { style } of cells) {
      column += 1;
      row.getCell(column).style = style;
    }
    if (height !== undefined) row.height = height;
    row.commit();
    this.#rows += 1;
  }

  /** Header cells are shared strings, as Excel writes them: a table's column names must equal them. */
  #head({ title, note, header }: SheetSpec): void {
    const { look } = this.#book;
    this.#rows = 0;
    Object.assign(this.#sheet, { useSharedStrings: true });
    this.#write([{ value: inert(title), style: look({ size: 16, bold: true }) }], 27);
    this.#write([{ value: inert(note), style: look({ size: 9, color: 'quiet', vertical: 'top' }) }], 19);
    const twoLines = header.some(({ name, width }) => headerWidth(name) > width);
    const cells = header.map(({ name, align, indent }) => ({
      value: name,
      style: look({
        size: 9,
        color: 'quiet',
        align,
        vertical: 'bottom',
        below: 'header',
        ...(indent ? { indent } : {}),
        ...(twoLines ? { wrap: true } : {}),
      }),
    }));
    this.#write(cells, twoLines ? 29 : 18);
    Object.assign(this.#sheet, { useSharedStrings: false });
  }
}

/** Width that a header needs on one line, in characters of the column's measure. */
export function headerWidth(name: string): number {
  return name.length * 0.88 + 1;
}

function view({ frozenColumns }: SheetSpec) {
  const frozen = { state: 'frozen', ySplit: HEADER_ROW, showGridLines: false } as const;
  const activeCell = `${columnLetters(frozenColumns + 1)}${FIRST_ROW}`;
  return frozenColumns > 0 ? { ...frozen, activeCell, xSplit: frozenColumns } : { ...frozen, activeCell };
}

function pageSetup({ print, frozenColumns }: SheetSpec) {
  return {
    paperSize: 9,
    orientation: print === 'one page wide, upright' ? 'portrait' : 'landscape',
    fitToPage: true,
    fitToWidth: print === 'two pages wide' ? 2 : 1,
    fitToHeight: print === 'one page' ? 1 : 0,
    margins: { left: 0.5, right: 0.5, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    printTitlesRow: `1:${HEADER_ROW}`,
    ...(print === 'two pages wide' && frozenColumns > 0
      ? { printTitlesColumn: `A:${columnLetters(frozenColumns)}` }
      : {}),
  } as const;
}

/** `U…4567 · 2026-11-20`, `Daily · Snapshot 5f0c9ae1`, `1 / 3`; the font's code stands between size and text. */
function footer({ report }: Book, name: string): string {
  const code = '&8&"Arial,Regular"';
  const safe = (text: string): string => inert(text).replace(/&/g, '&&');
  return [
    `&L${code}${safe(report.account.maskedId)} · ${report.marketDate}`,
    `&C${code}${safe(name)} · Snapshot ${report.snapshotHash}`,
    `&R${code}&P / &N`,
  ].join('');
}
