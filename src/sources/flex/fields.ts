import type { CalendarDate } from '#domain/calendar-date';
import type { Remainder } from '#domain/dataset';
import type { OddityTally } from '#sources/gateway/reading';
import { type FlexMoment, momentText, readFlexMoment, type SlashOrder } from './dates.ts';
import type { FlexFields, FlexRow } from './document.ts';
import { FlexDatesAmbiguous } from './errors.ts';
import { isKnownField } from './known-fields.ts';
import { readFlexFigure } from './numbers.ts';
import type { WordPool } from './word-pool.ts';

/** A field that the mapping needs is not in the row: the query does not tick it, or the broker left it empty. */
export class FieldMissing extends Error {
  override readonly name = 'FieldMissing';
  readonly field: string;
  constructor(field: string) {
    super(`The field ${field} is missing.`);
    this.field = field;
  }
}

/** A field holds what can't be true or is in no format that a query can be set to. */
export class FieldUnreadable extends Error {
  override readonly name = 'FieldUnreadable';
  readonly field: string;
  /** @param problem to follow the field's name */
  constructor(field: string, problem: string) {
    super(`The field ${field} ${problem}.`);
    this.field = field;
  }
}

/** The fields of one row, read by their form. What is empty is missing, and what is missing is never 0. */
export class Fields {
  readonly #fields: FlexFields;
  readonly #row: string;
  readonly #order: SlashOrder | undefined;
  readonly #pool: WordPool;
  readonly #read = new Set<string>();
  readonly tally: OddityTally;

  constructor({ name, fields }: FlexRow, order: SlashOrder | undefined, tally: OddityTally, pool: WordPool) {
    this.#pool = pool;
    this.#fields = fields;
    this.#row = name;
    this.#order = order;
    this.tally = tally;
  }

  /** Empty when missing. */
  text(name: string): string {
    return this.#pool.word(this.#raw(name));
  }

  #raw(name: string): string {
    this.#read.add(name);
    return (Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined) ?? '';
  }

  /** Undefined when missing or empty. */
  word(name: string): string | undefined {
    return this.text(name) || undefined;
  }

  /** @throws FieldMissing */
  needed(name: string): string {
    const text = this.text(name);
    if (text === '') throw new FieldMissing(name);
    return text;
  }

  /** @throws FieldUnreadable when it is no number that can be true */
  figure(name: string): number | undefined {
    const figure = readFlexFigure(this.#raw(name));
    if (typeof figure === 'number') return figure;
    if (figure === 'missing') return undefined;
    throw new FieldUnreadable(name, 'is no number that can be true');
  }

  /** @throws FieldMissing | FieldUnreadable */
  neededFigure(name: string): number {
    const figure = this.figure(name);
    if (figure === undefined) throw new FieldMissing(name);
    return figure;
  }

  /** The day of a date or of a date with time. @throws FieldUnreadable | FlexDatesAmbiguous */
  day(name: string): CalendarDate | undefined {
    const date = this.#moment(name)?.date;
    return date && (this.#pool.word(date) as CalendarDate);
  }

  /** The first of these that the row has. @throws FieldMissing | FieldUnreadable | FlexDatesAmbiguous */
  neededDay(...names: readonly [string, ...string[]]): CalendarDate {
    const days = names.map((name) => this.day(name));
    const first = days.find((day) => day !== undefined);
    if (first === undefined) throw new FieldMissing(names[0]);
    return first;
  }

  /** ISO 8601 as far as it is known; undefined without a time. @throws FieldUnreadable | FlexDatesAmbiguous */
  instant(name: string): string | undefined {
    const moment = this.#moment(name);
    return moment?.time === undefined ? undefined : momentText(moment);
  }

  /** Every field that has a plain number and was not read otherwise, by name; words are left to the remainder. */
  otherFigures(): Readonly<Record<string, number>> {
    const figures: [string, number][] = [];
    for (const [name, text] of Object.entries(this.#fields)) {
      if (this.#read.has(name)) continue;
      const figure = readFlexFigure(text);
      if (figure === 'unreadable') continue;
      if (figure === 'absurd') throw new FieldUnreadable(name, 'is no number that can be true');
      this.#read.add(name);
      if (figure !== 'missing') figures.push([name, figure]);
    }
    return Object.fromEntries(figures);
  }

  /** Fields that this version does not know, as sent; each is counted as an oddity. */
  remainder(): Remainder {
    const unknown = Object.entries(this.#fields).filter(([name]) => !this.#read.has(name) && !isKnownField(name));
    for (const [name] of unknown) this.tally.add('field', `${this.#row}.${name}`);
    const { word, value } = this.#pool;
    return value(Object.fromEntries(unknown.map(([name, text]) => [word(name), word(text)])));
  }

  /** The value, or an equal one of an earlier row of the answer. */
  shared<T extends object>(value: T): T {
    return this.#pool.value(value);
  }

  #moment(name: string): FlexMoment | undefined {
    const text = this.#raw(name);
    // Bookings of several executions name no single moment.
    if (text === '' || text === 'MULTI' || text === '--' || text === 'N/A') return undefined;
    const moment = readFlexMoment(text, this.#order);
    if (moment === 'ambiguous') throw new FlexDatesAmbiguous();
    if (moment === 'unreadable') throw new FieldUnreadable(name, 'is in no date format of a query');
    return moment;
  }
}
