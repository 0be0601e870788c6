import type { Column, Output, Row, TableBlock } from '#report/block';
import type { Cell } from '#report/value';
import { cellText, isFigure, measureOf } from './format.ts';
import { inert } from './inert.ts';

/** A row of a table as texts, column by column. */
export interface TextRow {
  readonly form: 'row' | 'group' | 'total';
  readonly tone: 'loss' | 'dim' | 'strong' | 'none';
  readonly texts: readonly string[];
  /** The same cells untouched, for bars. */
  readonly cells: readonly (Cell | undefined)[];
}

/** A table as texts: the columns one output takes, its rows with the group rows between them, its total. */
export interface TextTable {
  readonly columns: readonly Column[];
  /** Titles with nothing foreign left in them, and the unit for the head: `%`, `pp`, `USD`. */
  readonly heads: readonly { readonly title: string; readonly unit: string }[];
  readonly rows: readonly TextRow[];
  /** Rows that are not shown. */
  readonly hidden: number;
}

/**
 * Formats a table for one output, at most `limit` rows of it (the block's own limit, if lower). Each group comes with
 * its subtotals before its rows; rows of no named group stand last.
 *
 * @param whole money and basis points without decimals
 */
export function textTable(
  given: TableBlock,
  output: Output,
  timeZone: string,
  limit: number,
  whole = false,
): TextTable {
  const block = rowsFor(given, output);
  const columns = block.columns.filter((column) => column.shownIn?.includes(output) ?? true);
  const shown = Math.min(limit, block.limit ?? limit);
  const texts = (row: Row): readonly string[] =>
    columns.map((column) => cellText(row[column.key], column.kind, timeZone, whole));
  const cells = (row: Row): readonly (Cell | undefined)[] => columns.map((column) => row[column.key]);
  const plain = (row: Row): TextRow => ({
    form: 'row',
    tone: row.$tone ?? 'none',
    texts: texts(row),
    cells: cells(row),
  });
  const out: TextRow[] = [];
  let count = 0;
  for (const entry of ordered(block, shown)) {
    if (entry.group !== undefined) {
      const totals = texts(entry.row);
      const titled = totals.map((text, i) => (i === 0 && text === '' ? inert(entry.group ?? '') : text));
      out.push({ form: 'group', tone: 'none', texts: titled, cells: cells(entry.row) });
    } else if (count < shown) {
      count += 1;
      out.push(plain(entry.row));
    }
  }
  if (block.totals) {
    const totals = texts(block.totals);
    const titled = totals.map((text, i) => (i === 0 && text === '' ? 'Total' : text));
    out.push({ form: 'total', tone: 'none', texts: titled, cells: cells(block.totals) });
  }
  return {
    columns,
    heads: columns.map((column) => ({
      title: inert(column.title),
      unit: inert(column.unit ?? measureOf(column.kind) ?? ''),
    })),
    rows: out,
    hidden: block.rows.length - count,
  };
}

/** The same table with the rows that an output takes. */
export function rowsFor(block: TableBlock, output: Output): TableBlock {
  return { ...block, rows: block.rows.filter(({ $only }) => $only === undefined || $only === output) };
}

/** Columns whose cells are figures stand right; an empty column of figures too. */
export function standsRight(column: Column): boolean {
  return isFigure(column.kind);
}

interface Entry {
  readonly row: Row;
  /** Title, when it is the row of a group. */
  readonly group?: string;
}

function ordered(block: TableBlock, shown: number): readonly Entry[] {
  if (!block.groups) return block.rows.slice(0, shown).map((row) => ({ row }));
  const members = new Map<string | undefined, Row[]>(block.groups.map((group) => [group.key, []]));
  const rest: Row[] = [];
  for (const row of block.rows) (members.get(row.$group) ?? rest).push(row);
  return [
    ...block.groups.flatMap((group) => [
      { row: group.totals as Row, group: group.title },
      ...(members.get(group.key) ?? []).map((row) => ({ row })),
    ]),
    ...rest.map((row) => ({ row })),
  ];
}
