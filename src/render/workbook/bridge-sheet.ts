import type { BridgeBlock } from '#report/block';
import type { Cell } from '#report/value';
import type { Book } from './book.ts';
import { type SheetColumn, sheetColumns } from './columns.ts';
import type { Chart } from './drawing.ts';
import { factOf, note } from './note.ts';
import type { PlannedSheet } from './plan.ts';
import { FIRST_ROW, HEADER_ROW, Sheet } from './sheet.ts';
import { totalRow } from './total-row.ts';
import { waterfallRows, writeWaterfall } from './waterfall-rows.ts';

const LEVEL = '#,##0.00';
/** Cells that the chart covers: right of the table. */
const CHART = { columns: 10, rows: 22 } as const;
/** Columns of the chart's data; those beyond the table's have no width of their own. */
const DATA_COLUMNS = 5;

/**
 * The bridge: a row for each line, the closing values as live sums. Below it the steps of the last period for the native
 * waterfall at the right, reckoned from the rows above by formulas.
 */
export async function writeBridgeSheet(book: Book, { name, block }: PlannedSheet<BridgeBlock>): Promise<void> {
  const rows = rowsOf(block);
  const { unit, periods } = block;
  const columns = sheetColumns(book, name, [
    { title: 'Line', kind: 'text', count: rows.length, at: (row) => rows[row]?.label },
    ...periods.map((period, i) => ({
      title: period.name,
      kind: 'change' as const,
      unit,
      count: rows.length,
      at: (row: number) => rows[row]?.cells[i],
      total: period.closing,
    })),
  ]);
  const steps = waterfallRows(block);
  const spans = periods
    .map(({ name: period, from }, i) => `${i === 0 ? period : period.toLowerCase()} from ${from}`)
    .join(', ');
  const sheet = new Sheet(book, {
    name,
    title: name,
    note: note(book.report, factOf(block, name), spans),
    header: columns,
    further: steps
      ? columns.slice(1, 2).flatMap(({ width }) => Array(Math.max(0, DATA_COLUMNS - columns.length)).fill(width))
      : [],
    frozenColumns: 0,
    rowHeight: 18,
    print: 'one page',
  });
  const sums = columns.map(() => ({ sum: 0, size: 0 }));
  for (const [index, { label, cells }] of rows.entries()) {
    const at = sheet.lastRow + 1;
    const opening = index === 0;
    await sheet.addRow(
      columns.map((column, i) => {
        const cell = i === 0 ? label : cells[i - 1];
        const sum = sums[i];
        if (sum && typeof cell === 'number') {
          sum.sum += cell;
          sum.size += Math.abs(cell);
        }
        const written = column.write(cell, at, opening ? 'strong' : undefined);
        const format = opening ? LEVEL : undefined;
        return format && typeof cell === 'number'
          ? { ...written, style: { ...written.style, numFmt: format } }
          : written;
      }),
    );
  }
  const levels: readonly SheetColumn[] = columns.map((column, i) =>
    i === 0 ? column : { ...column, format: () => LEVEL, liveFormat: LEVEL },
  );
  const table = book.tableName(name);
  const totals = totalRow(book, table, levels, ['Closing value', ...periods.map(({ closing }) => closing)], sums);
  await sheet.addRow(totals.cells, 19);

  const charts: Chart[] = [];
  if (steps) {
    while (sheet.lastRow < Math.max(FIRST_ROW + CHART.rows, FIRST_ROW + rows.length + 2)) await sheet.addRow([]);
    const left = columns.length + 2;
    const from = { column: left, row: FIRST_ROW };
    charts.push(
      await writeWaterfall(book, sheet, {
        ...{ block, steps, firstRow: FIRST_ROW, column: periods.length + 1, format: LEVEL },
        place: { from, to: { column: left + Math.max(CHART.columns, steps.length), row: FIRST_ROW + CHART.rows } },
      }),
    );
  }
  await sheet.close({
    table: {
      name: table,
      headerRow: HEADER_ROW,
      rows: rows.length,
      columns: columns.map((column, i) => {
        const total = totals.columns[i];
        return { name: column.name, filter: false, ...(total ? { total } : {}) };
      }),
    },
    charts,
  });
}

interface BridgeRow {
  readonly label: string;
  /** By period. */
  readonly cells: readonly Cell[];
}

/** All rows but the closing value, which is their sum. */
function rowsOf({ periods, lines }: BridgeBlock): readonly BridgeRow[] {
  return [
    { label: 'Opening value', cells: periods.map(({ opening }) => opening) },
    ...lines.map(({ label, values }) => ({ label, cells: periods.map((_, i) => values[i] ?? null) })),
    { label: 'Unexplained', cells: periods.map(({ unexplained }) => unexplained) },
  ];
}
