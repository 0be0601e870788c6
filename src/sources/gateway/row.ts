import type { z } from 'zod';
import { AnswerUnreadable } from './errors.ts';
import type { OddityTally } from './reading.ts';
import { readFigure } from './scalars.ts';

/** Where in which answer something stands, for messages. */
export interface Place {
  /** The endpoint's name in the table. */
  readonly endpoint: string;
  /** `row 3 (conid 756733)`; empty for the body as a whole. */
  readonly at: string;
}

/**
 * Checks `value` against the wire's form and gives back the very same value: the schemas transform nothing, and a copy
 * would double the memory of a long answer.
 * @throws AnswerUnreadable naming the first field that has another form
 */
export function parseForm<S extends z.ZodType>(schema: S, value: unknown, place: Place): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return value as z.infer<S>;
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? `[${step}]` : String(step))).join('.');
  throw unreadable(
    place,
    path,
    issue === undefined ? 'has another form than expected' : `has another form (${formOf(issue)})`,
  );
}

/** A key of the broker's that is no name of a field, fit for a message: codes alone, such as `EUR` or `STK`. */
export const shownKey = (key: string): string => (/^[A-Z]{2,5}$/.test(key) ? key : '(not shown)');

/** @param field the field's name, or empty for the row itself. */
export function unreadable(place: Place, field: string, problem: string): AnswerUnreadable {
  const at = [place.at, field === '' ? '' : `field ${field}`].filter((part) => part !== '').join(', ');
  return new AnswerUnreadable(place.endpoint, at, problem);
}

type Figures = string | number | null | undefined;

/** The named fields of a loose form; its index signature left out. */
type Named<T> = { [K in keyof T as string extends K ? never : K]-?: T[K] };
type FigureName<T> = { [K in keyof Named<T>]: Named<T>[K] extends Figures ? K : never }[keyof Named<T>] &
  keyof T &
  string;

/** The figures of one row. Missing stays missing; what must be there and isn't makes the answer unreadable. */
export class Row<T extends object> {
  readonly #row: T;
  readonly #place: Place;
  readonly #tally: OddityTally;

  constructor(row: T, place: Place, tally: OddityTally) {
    this.#row = row;
    this.#place = place;
    this.#tally = tally;
  }

  /** @throws AnswerUnreadable when missing, not a plain number, or absurd */
  figure(name: FigureName<T>): number {
    const value = readFigure(this.#row[name] as Figures);
    if (typeof value === 'number') return value;
    throw unreadable(this.#place, name, value === 'missing' ? 'is missing' : 'is no number that can be true');
  }

  /**
   * Undefined when missing, and, counted as an oddity, when not a plain number.
   * @throws AnswerUnreadable when absurd
   */
  optionalFigure(name: FigureName<T>): number | undefined {
    const value = readFigure(this.#row[name] as Figures);
    if (typeof value === 'number') return value;
    if (value === 'absurd') throw unreadable(this.#place, name, 'is no number that can be true');
    if (value === 'unreadable') this.#tally.add('value', name);
    return undefined;
  }
}

/** What was expected, without what was there: values may be personal. */
function formOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.message.replace(/^Invalid input: /, '');
  return issue.code === 'invalid_union' ? 'expected a number, a text or nothing' : issue.message;
}
