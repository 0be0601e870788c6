import type { Row } from './block.ts';

/** Sorts rows by their `date`, the newest first; rows of one day keep their order. */
export function newestFirst<K extends string>(rows: readonly Row<K | 'date'>[]): Row<K | 'date'>[] {
  const dayOf = (row: { readonly date?: unknown }): string => String(row.date ?? '');
  return rows.toSorted((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0));
}
