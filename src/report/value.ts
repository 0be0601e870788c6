/**
 * How a figure is meant. It decides format, alignment and sign, in every output alike:
 *
 * | kind | value | shown |
 * |---|---|---|
 * | `text` `id` | string | as is |
 * | `date` | `YYYY-MM-DD` | day |
 * | `instant` | ISO 8601, UTC | day and time with zone |
 * | `wall-clock` | ISO 8601, an offset or none | day and time as they were told, moved to no other zone |
 * | `money` | amount | level, 2 decimals |
 * | `change` | amount | always with a sign, 2 decimals |
 * | `return` | fraction | always with a sign, per cent, 2 decimals |
 * | `weight` | fraction | per cent, 1 decimal |
 * | `points` | fraction | difference of two percentages, signed, pp, 2 decimals |
 * | `basis-points` | fraction | hundredths of a per cent, signed, bp, 1 decimal |
 * | `quantity` | number | as held, up to 4 decimals |
 * | `price` | number | 2 to 4 decimals |
 * | `rate` | number | 6 decimals |
 * | `count` | whole number | no decimals |
 * | `ratio` | number | 2 decimals |
 */
export type ValueKind =
  | 'text'
  | 'id'
  | 'date'
  | 'instant'
  | 'wall-clock'
  | 'money'
  | 'change'
  | 'return'
  | 'weight'
  | 'points'
  | 'basis-points'
  | 'quantity'
  | 'price'
  | 'rate'
  | 'count'
  | 'ratio';

/** A figure that can't be given, with the reason in few words: shown as `n/a: reason`, never as 0 or a blank. */
export interface Missing {
  readonly missing: string;
}

/** What stands in a cell. `null`: does not apply here, shown empty. */
export type Cell = string | number | Missing | null;

/** Whether a cell says why it has no value. */
export function isMissing(cell: Cell | undefined): cell is Missing {
  return typeof cell === 'object' && cell !== null;
}
