import type { TableCell, TableData, TableHead, TableRow } from '#templates/page-data';

/** Columns of figures that a phone has room for beside the names of the rows. */
const MOST_COLUMNS = 4;

/**
 * A table of like columns on its side, for where these don't fit beside each other: its rows become columns, a row and the
 * dim ones below it together, as many as a phone has room for; then the next table. The like columns become rows from the
 * last to the first, the others stand below them.
 *
 * @param like indexes of the columns that are alike
 * @param name what the like columns are, for the head of the first column
 */
export function turned({ heads, rows }: TableData, like: ReadonlySet<number>, name: string): readonly TableData[] {
  const all = [...heads.keys()].slice(1);
  const down = [...all.filter((i) => like.has(i)).reverse(), ...all.filter((i) => !like.has(i))];
  return inTables(rows).map((columns) => ({
    heads: [plain(name), ...columns.map(headOf)],
    rows: down.flatMap((i) => rowOf(heads[i], i, columns)),
    ...{ track: 0, zero: 0, compactBelow: 0, more: '' },
  }));
}

/** Never a row without the dim ones below it. */
function inTables(rows: readonly TableRow[]): readonly (readonly TableRow[])[] {
  const groups: TableRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (row.tone === 'dim' && last) last.push(row);
    else groups.push([row]);
  }
  const tables: TableRow[][] = [];
  for (const group of groups) {
    const last = tables.at(-1);
    if (last && last.length + group.length <= MOST_COLUMNS) last.push(...group);
    else tables.push([...group]);
  }
  return tables;
}

const plain = (title: string): TableHead => ({
  ...{ title, unit: '', figure: false, side: false, lead: false, bar: false, whole: true, wideOnly: false },
});

const headOf = ({ cells, tone }: TableRow): TableHead => ({
  ...plain(cells[0]?.text ?? ''),
  ...{ figure: true, whole: false, side: tone === 'dim' },
});

/** None where no column has a figure in it: a month that is yet to come. */
function rowOf(head: TableHead | undefined, index: number, columns: readonly TableRow[]): readonly TableRow[] {
  const cells = columns.map(({ cells: own }): TableCell => own[index] ?? { text: '', missing: false });
  if (!head || cells.every(({ text }) => text === '')) return [];
  const title = [head.title, head.unit].filter((part) => part !== '').join(' ');
  const named: TableCell = { text: title, missing: false };
  return [{ form: 'row', tone: head.lead ? 'strong' : 'none', cells: [named, ...cells], details: [] }];
}
