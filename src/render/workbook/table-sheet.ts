import { rowsFor } from '#render/table-text';
import type { Column, TableBlock } from '#report/block';
import type { Book } from './book.ts';
import { type SheetColumn, sheetColumns } from './columns.ts';
import { WorkbookSheetTooLong } from './errors.ts';
import { liveColumn } from './live-column.ts';
import { columnLetters } from './names.ts';
import { factOf, note } from './note.ts';
import type { Plan, PlannedSheet } from './plan.ts';
import { FIRST_ROW, HEADER_ROW, Sheet, type StyledCell } from './sheet.ts';
import { tableBars } from './table-bars.ts';
import { tableColumns } from './table-columns.ts';
import type { TableSpec } from './table-part.ts';
import { totalRow } from './total-row.ts';

/** Excel's 1,048,576, less title, note, header and total. */
const MOST_ROWS = 1_048_572;
/** Sheets wider than this, in characters, are scrolled sideways: their key columns stay. */
const SCREEN = 130;
/** Up to this width a chart at the right is still seen; beside a wider table it stands below. */
const BESIDE = 145;
const TWO_PAGES = 225;
/** Returns of this size and beyond have the full colour. */
const MOST_TINTED = 0.06;
/** Fewer rows are seen at a glance and need no filter. */
const LONG = 12;
const ONE_PAGE_ROWS = 35;

/** A table of the report: one Excel table, groups left out (a column says the same), totals as live sums. */
export async function writeTableSheet(
  book: Book,
  { name, block: given }: PlannedSheet<TableBlock>,
  plan: Plan,
): Promise<void> {
  const block = rowsFor(given, 'workbook');
  if (block.rows.length > MOST_ROWS) throw new WorkbookSheetTooLong(name, block.rows.length, MOST_ROWS);
  const shown = block.columns.filter((column) => column.shownIn?.includes('workbook') ?? true);
  const columns = sheetColumns(
    book,
    name,
    shown.map(({ key, title, kind, unit, weight }) => ({
      title,
      kind,
      unit,
      weight,
      count: block.rows.length,
      at: (index: number) => block.rows[index]?.[key],
      total: block.totals?.[key],
    })),
  );
  const width = columns.reduce((total, column) => total + column.width, 0);
  const empty = block.rows.length === 0;
  const frozen = empty ? 0 : frozenColumns(columns, width);
  const wide = width > TWO_PAGES && !empty;
  const sheet = new Sheet(book, {
    name,
    title: name,
    // Two pages repeat the key columns and so what runs over them.
    note: wide ? note(book.report) : note(book.report, factOf(block, name), block.subtitle),
    // Many empty columns would only shrink the one sentence in print.
    header: empty ? [] : columns,
    frozenColumns: frozen,
    rowHeight: block.rows.length > ONE_PAGE_ROWS ? 15 : 16,
    print: wide ? 'two pages wide' : block.rows.length <= ONE_PAGE_ROWS ? 'one page' : 'one page wide',
  });
  if (empty) {
    await sheet.addRow([{ value: block.emptyText ?? 'None.', style: book.look({ color: 'quiet' }) }]);
    await sheet.close({});
    return;
  }

  const table = book.tableName(name);
  const lives = columns.map((_, index) => liveColumn(book, shown, columns, index, plan));
  const sums = columns.map(() => ({ sum: 0, size: 0 }));
  for (const row of block.rows) {
    const at = sheet.lastRow + 1;
    const tone = row.$tone;
    const cells = columns.map((column, index): StyledCell => {
      const cell = column.write(row[shown[index]?.key ?? ''], at, tone);
      const sum = sums[index];
      if (sum && typeof cell.value === 'number') {
        sum.sum += cell.value;
        sum.size += Math.abs(cell.value);
      }
      return lives[index]?.(cell, row, at) ?? cell;
    });
    await sheet.addRow(cells);
  }
  const totals = block.totals
    ? totalRow(
        book,
        table,
        columns,
        shown.map(({ key }) => block.totals?.[key]),
        sums,
      )
    : undefined;
  if (totals) await sheet.addRow(totals.cells, 19);

  const long = block.rows.length >= LONG;
  const spec: TableSpec = {
    name: table,
    headerRow: HEADER_ROW,
    rows: block.rows.length,
    columns: columns.map((column, index) => {
      const total = totals?.columns[index];
      return { name: column.name, filter: long && !column.figure, ...(total ? { total } : {}) };
    }),
  };
  tintCells(sheet, shown, block.rows);
  const beside = width <= BESIDE;
  const place = beside ? { column: columns.length + 2, row: FIRST_ROW } : { column: 1, row: sheet.lastRow + 2 };
  const chart = block.columnChart
    ? tableColumns(block, block.columnChart, shown, columns, { sheet: name, firstRow: FIRST_ROW, place })
    : tableBars(block, shown, columns, { sheet: name, firstRow: FIRST_ROW, place });
  await sheet.close({ table: spec, charts: chart ? [chart] : [] });
}

/** One scale for the whole block of tinted columns, which stand side by side; the same in every year for returns. */
function tintCells(sheet: Sheet, shown: readonly Column[], rows: TableBlock['rows']): void {
  const tinted = shown.flatMap(({ heat }, index) => (heat ? [index] : []));
  const [first, last] = [tinted[0], tinted.at(-1)];
  if (first === undefined || last === undefined) return;
  const end = FIRST_ROW + rows.length - 1;
  sheet.tint(`${columnLetters(first + 1)}${FIRST_ROW}:${columnLetters(last + 1)}${end}`, MOST_TINTED);
}

/** The key column, and the name beside it. */
function frozenColumns(columns: readonly SheetColumn[], width: number): number {
  if (width <= SCREEN) return 0;
  return columns[0]?.kind === 'text' && columns[1]?.kind === 'text' ? 2 : 1;
}
