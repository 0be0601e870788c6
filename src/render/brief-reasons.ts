import type { Row, TableBlock } from '#report/block';
import { type Cell, isMissing } from '#report/value';

/** A reason that stands in more cells than this is said once, below the table. */
const MOST = 1;

/** Of more rows the first are named and the others counted. */
const NAMED = 3;

/**
 * The table with `n/a` alone where one reason would stand many times, and a sentence that says it once; of several such
 * reasons each with the rows that it is of.
 */
export function briefReasons(table: TableBlock): { readonly table: TableBlock; readonly sentence: string } {
  const found = new Map<string, Row[]>();
  for (const row of table.rows) {
    for (const cell of Object.values(row)) {
      const reason = reasonOf(cell);
      if (reason !== undefined) found.set(reason, [...(found.get(reason) ?? []), row]);
    }
  }
  const often = [...found].flatMap(([reason, cells]) => (cells.length > MOST ? [reason] : []));
  if (often.length === 0) return { table, sentence: '' };
  const brief = (cell: Row[string]): Row[string] => {
    const reason = reasonOf(cell);
    return reason !== undefined && often.includes(reason) ? 'n/a' : cell;
  };
  const rows = table.rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, brief(cell)])),
  );
  return { table: { ...table, rows }, sentence: sentenceOf(often, found, table) };
}

function sentenceOf(often: readonly string[], found: ReadonlyMap<string, readonly Row[]>, table: TableBlock): string {
  if (often.length === 1) return `n/a: ${often[0]}.`;
  const key = table.columns[0]?.key ?? '';
  return often
    .map((reason) => {
      const names = [...new Set(found.get(reason)?.map((row) => String(row[key] ?? '')))];
      const more = names.length - NAMED;
      const others = more > 0 ? ` and ${more} ${more === 1 ? 'other' : 'others'}` : '';
      return `n/a for ${names.slice(0, NAMED).join(', ')}${others}: ${reason}.`;
    })
    .join(' ');
}

const reasonOf = (cell: Row[string]): string | undefined =>
  isMissing(cell as Cell) ? (cell as { readonly missing: string }).missing : undefined;
