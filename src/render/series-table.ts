import type { Column, SeriesBlock, TableBlock } from '#report/block';

/**
 * The figures behind a chart as a table: the first and the last day, and the last day of each month between them. Every
 * day stands in the workbook; a page of ten years of days would be a page nobody can load on a phone.
 */
export function monthEnds(block: SeriesBlock): TableBlock {
  const days = block.dates
    .map((date, i) => ({ date, i }))
    .filter(({ date, i }) => i === 0 || block.dates[i + 1]?.slice(0, 7) !== date.slice(0, 7));
  const columns: Column[] = [
    { key: 'date', title: 'Day', kind: 'date' },
    ...block.lines.map(
      (line, i): Column => ({
        key: `line${i}`,
        title: line.name,
        kind: block.valueKind,
        unit: block.unit,
        ...(line.role === 'value' ? { weight: 'lead' as const } : {}),
      }),
    ),
  ];
  const rows = days.reverse().map(({ date, i }) => {
    const values = block.lines.map((line, n) => [`line${n}`, line.values[i] ?? { missing: 'no value' }] as const);
    return { date, ...Object.fromEntries(values) };
  });
  return { kind: 'table', id: `${block.id}-figures`, title: block.title, shownIn: block.shownIn, columns, rows };
}
