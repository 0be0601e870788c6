import type { SeriesBlock } from '#report/block';
import type { Book } from './book.ts';
import { type ColumnSource, sheetColumns } from './columns.ts';
import { note } from './note.ts';
import type { PlannedSheet } from './plan.ts';
import { extraCharts, lineTitle, newestFirst, seriesChart } from './series-chart.ts';
import { FIRST_ROW, HEADER_ROW, Sheet } from './sheet.ts';

/** Height of a chart in rows: three of them end before a printed page does. */
const CHART_ROWS = 12;
/** So many columns and the charts beside them are legible across an upright page. */
const UPRIGHT_COLUMNS = 4;

/** Values over days: one row a day, newest first, and the native line chart at the right. */
export async function writeSeriesSheet(book: Book, { name, block }: PlannedSheet<SeriesBlock>): Promise<void> {
  const count = block.dates.length;
  const sources: readonly ColumnSource[] = [
    { title: 'Date', kind: 'date', count, at: (index) => block.dates[index] },
    ...block.lines.map((line, index) => ({
      title: lineTitle(block, line.name),
      kind: block.valueKind,
      weight: index === 0 ? ('lead' as const) : undefined,
      count,
      at: (at: number) => line.values[at],
    })),
    ...(block.extra ?? []).map(({ title, kind, values }) => ({
      title,
      kind,
      daily: true,
      count,
      at: (index: number) => values[index],
    })),
  ];
  const columns = sheetColumns(book, name, sources);
  const order = newestFirst(block);
  const sheet = new Sheet(book, {
    name,
    title: name,
    note: note(book.report, 'Newest first', block.subtitle),
    header: columns,
    frozenColumns: 1,
    rowHeight: 16,
    print: columns.length <= UPRIGHT_COLUMNS ? 'one page wide, upright' : 'one page wide',
  });
  if (order.length === 0) {
    await sheet.addRow([{ value: 'No day with a value yet.', style: book.look({ color: 'quiet' }) }]);
    await sheet.close({});
    return;
  }
  for (const index of order) {
    const at = sheet.lastRow + 1;
    await sheet.addRow(columns.map((column, position) => column.write(sources[position]?.at(index), at)));
  }
  const left = columns.length + 2;
  // Same left edge and width for all, so that the dates stand one above the other.
  const place = (index: number) => ({
    from: { column: left, row: FIRST_ROW + index * (CHART_ROWS + 1) },
    to: { column: left + 10, row: FIRST_ROW + index * (CHART_ROWS + 1) + CHART_ROWS },
  });
  const chart = seriesChart({
    block,
    sheet: name,
    order,
    lines: 'all',
    ...place(0),
  });
  const further = extraCharts(block, { sheet: name, order }, (index) => place(index + (chart ? 1 : 0)));
  await sheet.close({
    table: {
      name: book.tableName(name),
      headerRow: HEADER_ROW,
      rows: order.length,
      columns: columns.map((column) => ({ name: column.name, filter: !column.figure })),
    },
    charts: [...(chart ? [chart] : []), ...further],
  });
}
