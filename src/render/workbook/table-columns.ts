import { measureOf } from '#render/format';
import type { Column, TableBlock } from '#report/block';
import { columnChartXml } from './bar-chart.ts';
import type { SheetColumn } from './columns.ts';
import type { Chart } from './drawing.ts';
import { scaleOf } from './kind-scale.ts';
import { columnLetters, columnRange, quotedSheet } from './names.ts';
import { formatOfAny } from './number-format.ts';
import { HEADER_ROW } from './sheet.ts';
import { largest, type TableChartAt } from './table-bars.ts';

/** More are too narrow to carry their figures. */
const MOST_COLUMNS = 36;
/** Cells the chart covers. */
const SIZE = { columns: 9, rows: 15 } as const;

/**
 * Native standing columns of one figure over time, for a table whose newest row is on top: the newest stands at the right.
 * Of a long table the newest rows are drawn; rows without a figure at the end are left out, and one in the middle stays
 * an empty place.
 */
export function tableColumns(
  block: TableBlock,
  { title, names, values }: NonNullable<TableBlock['columnChart']>,
  shown: readonly Column[],
  columns: readonly SheetColumn[],
  { sheet, firstRow, place }: TableChartAt,
): Chart | undefined {
  const [at, of] = [names, values].map((key) => shown.findIndex((column) => column.key === key));
  const [name, figure] = [shown[at ?? -1], shown[of ?? -1]];
  if (at === undefined || of === undefined || !name || !figure) return undefined;
  const told = block.rows.slice(0, MOST_COLUMNS).map((row) => typeof row[values] === 'number');
  const [from, to] = [told.indexOf(true), told.lastIndexOf(true)];
  if (from < 0 || to === from) return undefined;

  const rows = block.rows.slice(from, to + 1);
  const range = (column: number): string => columnRange(sheet, column + 1, firstRow + from, firstRow + to);
  const numbers = rows
    .map((row) => row[values])
    .map((cell) => (typeof cell === 'number' ? cell * scaleOf(figure.kind) : null));
  const unit = figure.unit ?? measureOf(figure.kind);
  return {
    xml: columnChartXml({
      rows: SIZE.rows,
      subject: title,
      rest: unit ?? '',
      categories: { cells: range(at), values: rows.map((row) => String(row[names] ?? '')) },
      bars: [
        {
          name: {
            cells: `${quotedSheet(sheet)}!$${columnLetters(of + 1)}$${HEADER_ROW}`,
            values: [columns[of]?.name ?? ''],
          },
          values: {
            cells: range(of),
            values: numbers,
            format: formatOfAny(columns[of]?.format(largest(numbers)) ?? 'General'),
          },
        },
      ],
    }),
    alt: `${[title, unit].filter(Boolean).join(', ')}: standing columns, ${rows.length} of them, the newest at the right.`,
    from: place,
    to: { column: place.column + SIZE.columns, row: place.row + SIZE.rows },
  };
}
