import type { CalendarDate } from '#domain/calendar-date';
import type { DatasetName } from '#domain/snapshot';
import type { ValueKind } from '#report/value';

/** A field of an answer of the broker: what it is called there, and what else stands in its row. */
export interface Told {
  readonly dataset: DatasetName;
  /** Its names: the gateway's and those of statements. */
  readonly fields: readonly string[];
  /** What tells its row from others: each by the names it may have. Dates as `YYYY-MM-DD`. */
  readonly row: readonly { readonly names: readonly string[]; readonly value: string }[];
  /** The field holds this for the input's value. Default: the value itself. */
  readonly as?: 'percent';
  /** Told by the statement of this day, which need not be that of the report. */
  readonly day?: CalendarDate;
}

/** One number that a figure is reckoned from. */
export interface Input {
  readonly label: string;
  readonly value: number;
  readonly kind: ValueKind;
  readonly unit?: string;
  /** Where it was read. Absent for what is so by definition, which `why` says. */
  readonly told?: Told;
  readonly why?: string;
}

/** How a figure is reckoned. `reckon` uses the inputs alone, in their order, so that what is printed can be proved. */
export interface Derivation {
  readonly formula: string;
  readonly inputs: readonly Input[];
  readonly reckon: (values: readonly number[]) => number;
  /** Of a sum over no booking: the lists that were told empty, over these days. */
  readonly nothingIn?: { readonly lists: readonly string[]; readonly from: CalendarDate; readonly to: CalendarDate };
}
