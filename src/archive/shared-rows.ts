import type { LoggedRow, LoggedRows } from './merge-statement.ts';

/**
 * Tens of thousands of rows say the same few words of the same few contracts and statements: each is held once. Values
 * stay what they are.
 */
export function sharedRows(rows: LoggedRows): LoggedRows {
  const known = new Map<string, unknown>();
  const share = (value: unknown): unknown => {
    if (typeof value === 'string') return value.length > LONG ? value : shared(known, value, value);
    if (typeof value !== 'object' || value === null) return value;
    return shared(known, JSON.stringify(value), value);
  };
  const shallow = (value: object): object =>
    Object.fromEntries(Object.entries(value).map(([name, member]) => [name, share(member)]));
  const lists = Object.entries(rows).map(([list, logged]) => [
    list,
    (logged as readonly LoggedRow[]).map((one) => ({ ...shallow(one), row: shallow(one.row) })),
  ]);
  return Object.fromEntries(lists) as LoggedRows;
}

/** Longer words are seldom said twice. */
const LONG = 80;

function shared(known: Map<string, unknown>, text: string, value: unknown): unknown {
  const there = known.get(text);
  if (there !== undefined && typeof there === typeof value) return there;
  known.set(text, value);
  return value;
}
