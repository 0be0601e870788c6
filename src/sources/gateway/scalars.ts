import * as z from 'zod';

/** A figure as the wire has it: a number, the same as text, or null. Read by {@link readFigure}. */
export const figure = z.union([z.number(), z.string(), z.null()]).optional();

/** A text or nothing. */
export const words = z.string().nullish();

/** An id: the wire writes the same one as a number here and as text there. */
export const identifier = z.union([z.string().min(1), z.number().int()]);

/** A field that is known, not used, and may have any form. */
export const unused = z.unknown().optional();

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** No account holds a thousand million millions of anything; such a figure is a fault (1e308 was tried). */
const ABSURD = 1e15;

/** `missing`: null, absent or empty text. `unreadable`: text that is no plain number. `absurd`: not finite or too large. */
export type Figure = number | 'missing' | 'unreadable' | 'absurd';

/** Reads a figure by a strict rule: "1,005.20" or "12 USD" are no numbers, and nothing is never 0. */
export function readFigure(value: string | number | null | undefined): Figure {
  if (value === null || value === undefined || value === '') return 'missing';
  if (typeof value === 'string' && !PLAIN.test(value)) return 'unreadable';
  const number = Number(value);
  // Adding 0 turns −0 into 0: no reader knows a negative nothing.
  return Number.isFinite(number) && Math.abs(number) < ABSURD ? number + 0 : 'absurd';
}

/** Milliseconds above, seconds below: the wire uses both, and this many seconds are the year 5138. */
const MILLISECONDS_FROM = 1e11;

/** An epoch in seconds or milliseconds as ISO 8601 in UTC; undefined for 0, less, or beyond the calendar. */
export function epochToIso(value: number): string | undefined {
  const ms = Math.abs(value) >= MILLISECONDS_FROM ? value : value * 1000;
  if (!(ms > 0 && ms <= 8.64e15)) return undefined;
  return new Date(ms).toISOString();
}
