import type { Attribution } from '#analytics/value-attribution';
import type { CalendarDate } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import type { Cell, Missing } from './value.ts';

/** What moved the account's value between two closes. Amounts in base currency. */
export interface PeriodMoves {
  readonly name: 'Day' | 'Month' | 'Year' | 'Since';
  /** The close it counts from, and the one it ends at. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly opening: Cell;
  readonly closing: Cell;
  /** Net of what was paid in, as statements tell it. */
  readonly flows: Cell;
  /** Net of what was paid in by the broker's return, where no statement tells it. */
  readonly impliedFlows?: number;
  /** Closing less opening value and flows, told or implied. */
  readonly result: Cell;
  /** Price, currency, income and costs of each holding; or why they can't be told apart. */
  readonly parts: Attribution | Missing;
}

/** The account's Snapshots of earlier closes that changes are counted from, as far as the archive has them. */
export interface Openings {
  /** The newest of an earlier day. */
  readonly previous?: Snapshot;
  /** Of the last market day of the month before, and of the year before. */
  readonly month?: Snapshot;
  readonly year?: Snapshot;
}
