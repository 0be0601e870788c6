import type { CalendarDate } from './calendar-date.ts';

/** What both sources say of an account and its market day. */
export type ComparedThing =
  /** Net asset value at the close, base currency: PortfolioAnalyst's point of the day and the statement's total. */
  | 'value'
  /** Time-weighted return of the day, a fraction. */
  | 'return'
  /** Holdings, by contract and model. */
  | 'quantity'
  /** Cash, by currency. */
  | 'cash'
  /** Trades on the days that both told, by contract and day; quantities and amounts. */
  | 'trade';

/** One figure that a source has and the other has too, has otherwise or has not. */
export interface ComparedItem {
  /** What it is of, for a reader: a symbol, a currency, a day. */
  readonly name: string;
  readonly conid?: number;
  readonly currency?: string;
  readonly date?: CalendarDate;
  /** Of a trade: whether the figure is its quantity or its amount. */
  readonly figure?: 'quantity' | 'amount';
  /** What the statement says; null when it has no such thing. */
  readonly expected: number | null;
  /** What the gateway says; null when it has no such thing. */
  readonly found: number | null;
  /** Found less expected, a thing that is not there counted as none of it. */
  readonly difference: number;
  /** Up to which difference the two still agree. */
  readonly tolerance: number;
}

/**
 * Gateway and statement side by side. The statement is what is expected: it is what the broker has booked. A difference
 * is a fact to show, not an error: the gateway's holdings and cash are of the moment they were read.
 */
export type SourceComparison =
  | {
      readonly what: ComparedThing;
      readonly verdict: 'pass' | 'fail';
      /** The moment that the gateway's figures are of, ISO 8601 UTC: when it is not the close, they may differ rightly. */
      readonly foundAsOf: string;
      /** How many figures were compared. */
      readonly compared: number;
      /** Those beyond their tolerance, the widest first. Empty with `pass`. */
      readonly differences: readonly ComparedItem[];
      /** The widest of all, within its tolerance or not; absent when nothing was there to compare. */
      readonly widest?: ComparedItem;
    }
  | {
      readonly what: ComparedThing;
      readonly verdict: 'unchecked';
      /** What is missing for it, in few words. */
      readonly lacks: string;
    };
