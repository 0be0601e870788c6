import type { CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';
import type { DatasetName } from '#domain/snapshot';
import type { ValueKind } from '#report/value';

/** A field of an answer of the broker: what it is called there, and what else stands in its row. */
export interface Told {
  /** `benchmark`: the owner's file of closes. */
  readonly dataset: DatasetName | 'benchmark';
  /** Its names: the gateway's and those of statements. */
  readonly fields: readonly string[];
  /** What tells its row from others: each by the names it may have. Dates as `YYYY-MM-DD`. */
  readonly row: readonly { readonly names: readonly string[]; readonly value: string }[];
  /**
   * How the field holds the input's value: in per cent, with the other sign or with none, as a day (the input is its day
   * number), as one of several rows that add up to it. Default: the value itself.
   */
  readonly as?: 'percent' | 'size' | 'day' | 'sum';
  /** Told by the statement of this day, which need not be that of the report. */
  readonly day?: CalendarDate;
  /** Told by one of the statements from this day to `day`. Default: by that of `day`. */
  readonly since?: CalendarDate;
  /** Told by this source, where the report took the other's. Default: the one that the report took. */
  readonly source?: SourceName;
  /** Told with the Snapshot of this market day. Default: that of the report. */
  readonly at?: CalendarDate;
}

/** One number that a figure is reckoned from. */
export interface Input {
  readonly label: string;
  readonly value: number;
  readonly kind: ValueKind;
  readonly unit?: string;
  /** Where it was read. Absent for what is reckoned itself, and for what is so by definition, which `why` says. */
  readonly told?: Told;
  readonly why?: string;
  /** Name of the figure of the report that it is. */
  readonly of?: string;
  /** How it is reckoned, where it is no figure of the report. */
  readonly by?: Derivation;
}

/** How a figure is reckoned. `reckon` uses the inputs alone, in their order, so that what is printed can be proved. */
export interface Derivation {
  readonly formula: string;
  readonly inputs: readonly Input[];
  readonly reckon: (values: readonly number[]) => number;
  /** Of a sum over no booking: the lists that were told empty, over these days. */
  readonly nothingIn?: { readonly lists: readonly string[]; readonly from: CalendarDate; readonly to: CalendarDate };
  /** Of what counts answers, or finds nothing in them: the archive keys of all of them. */
  readonly answers?: readonly string[];
}

const added = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The sum of its inputs. */
export const sumOf = (inputs: readonly Input[], formula = 'Σ'): Derivation => ({ formula, inputs, reckon: added });

/** The product of two. */
export const productOf = (inputs: readonly Input[], formula: string): Derivation => ({
  formula,
  inputs,
  reckon: (values) => values.reduce((product, value) => product * value, 1),
});

/** The first divided by the second. */
export const ratioOf = (inputs: readonly Input[], formula: string): Derivation => ({
  formula,
  inputs,
  reckon: ([part = Number.NaN, whole = Number.NaN]) => part / whole,
});

/** The first less all others. */
export const differenceOf = (inputs: readonly Input[], formula: string): Derivation => ({
  formula,
  inputs,
  reckon: ([first = Number.NaN, ...rest]) => first - added(rest),
});

/** A figure that is one input as it stands. */
export const sameAs = (input: Input, formula = 'the same figure'): Derivation => ({
  formula,
  inputs: [input],
  reckon: ([value]) => value ?? Number.NaN,
});
