import { measureOf } from '#render/format';
import type { Column, TableBlock } from '#report/block';
import { barChartXml } from './bar-chart.ts';
import type { SheetColumn } from './columns.ts';
import type { Chart } from './drawing.ts';
import { scaleOf } from './kind-scale.ts';
import { columnLetters, columnRange, quotedSheet } from './names.ts';
import { formatOfAny } from './number-format.ts';
import { HEADER_ROW } from './sheet.ts';

const MOST_BARS = 20;
/** Cells a chart covers: columns of default width, rows of a sheet's height. */
const COLUMNS = 9;

/** The figure with most digits before the point, whose format does for all. */
export function largest(values: readonly (number | null)[]): number {
  return values.reduce((most: number, value) => Math.max(most, Math.abs(value ?? 0)), 0);
}

/** Where a table's rows and its chart stand. */
export interface TableChartAt {
  readonly sheet: string;
  readonly firstRow: number;
  /** Upper left cell of the chart. */
  readonly place: Chart['from'];
}

/**
 * Native bars beside a short table, for the columns that are drawn as bars on the page too. Rows without a
 * figure at the start or the end are left out; one in the middle makes a chart that could be misread, so there is none.
 */
export function tableBars(
  block: TableBlock,
  shown: readonly Column[],
  columns: readonly SheetColumn[],
  { sheet, firstRow, place }: TableChartAt,
): Chart | undefined {
  const barred = shown.flatMap((column, index) => (column.bar ? [index] : [])).slice(0, 2);
  const names = shown.findIndex((column) => column.kind === 'text');
  const nameKey = shown[names]?.key;
  if (barred.length === 0 || nameKey === undefined) return undefined;

  const full = block.rows.map((row) => barred.every((index) => typeof row[shown[index]?.key ?? ''] === 'number'));
  const from = full.indexOf(true);
  const to = full.lastIndexOf(true);
  const count = to - from + 1;
  if (from < 0 || count < 2 || count > MOST_BARS || full.slice(from, to).includes(false)) return undefined;

  const rows = block.rows.slice(from, to + 1);
  const range = (column: number): string => columnRange(sheet, column + 1, firstRow + from, firstRow + to);
  const first = columns[barred[0] ?? 0];
  const subject = barred.map((index) => shown[index]?.title ?? '').join(' and ');
  const unit = shown[barred[0] ?? 0]?.unit ?? (first ? measureOf(first.kind) : undefined);
  const rest = [unit, `by ${shown[names]?.title.toLowerCase()}`].filter(Boolean).join(' ');
  const height = Math.max(9, Math.ceil(count * (barred.length > 1 ? 2.4 : 1.5)) + 3);
  return {
    xml: barChartXml({
      rows: height,
      subject,
      rest,
      categories: { cells: range(names), values: rows.map((row) => String(row[nameKey] ?? '')) },
      bars: barred.map((index) => {
        const key = shown[index]?.key ?? '';
        const scale = scaleOf(shown[index]?.kind ?? 'text');
        const values = rows.map((row) => row[key]).map((cell) => (typeof cell === 'number' ? cell * scale : null));
        const head = `${quotedSheet(sheet)}!$${columnLetters(index + 1)}$${HEADER_ROW}`;
        return {
          name: { cells: head, values: [columns[index]?.name ?? ''] },
          values: {
            cells: range(index),
            values,
            format: formatOfAny(columns[index]?.format(largest(values)) ?? 'General'),
          },
        };
      }),
    }),
    alt: `${subject}, ${rest}: lying bars, ${rows.length} rows.`,
    from: place,
    to: { column: place.column + COLUMNS, row: place.row + height },
  };
}
