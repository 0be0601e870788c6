import type { Row, TableBlock } from '#report/block';
import { type Cell, isMissing } from '#report/value';

/** A reason that stands in more cells than this is said once, below the table. */
const MOST = 1;

/** The table with `n/a` alone where one reason would stand many times, and a sentence that says it once. */
export function briefReasons(table: TableBlock): { readonly table: TableBlock; readonly sentence: string } {
  const count = new Map<string, number>();
  for (const row of table.rows) {
    for (const cell of Object.values(row)) {
      const reason = reasonOf(cell);
      if (reason !== undefined) count.set(reason, (count.get(reason) ?? 0) + 1);
    }
  }
  const often = [...count].flatMap(([reason, times]) => (times > MOST ? [reason] : []));
  if (often.length === 0) return { table, sentence: '' };
  const brief = (cell: Row[string]): Row[string] => {
    const reason = reasonOf(cell);
    return reason !== undefined && often.includes(reason) ? 'n/a' : cell;
  };
  const rows = table.rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, brief(cell)])),
  );
  return { table: { ...table, rows }, sentence: `n/a: ${often.join('; ')}.` };
}

const reasonOf = (cell: Row[string]): string | undefined =>
  isMissing(cell as Cell) ? (cell as { readonly missing: string }).missing : undefined;
