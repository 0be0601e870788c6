import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { Oddity } from '#domain/snapshot';
import type { DaySpan } from '#domain/statement';

/** One answer that was taken in. */
export interface BackfilledPart {
  /** Days that were asked for, or that a file has. */
  readonly span: DaySpan;
  /** Days that the answer's statements are for; absent when it has none of the accounts. The service may give less. */
  readonly told?: DaySpan;
  readonly accounts: number;
  /** Bookings, also those that were known. */
  readonly rows: number;
  /** Market days whose close it holds. */
  readonly closes: readonly CalendarDate[];
}

export interface BackfilledFile extends BackfilledPart {
  readonly name: string;
  /** Why it holds no close, so that no report is made of it: it ends on a closed day, or does not tell the last one's. */
  readonly withoutClose?: 'closed-day' | 'not-told';
}

export interface Backfilled {
  readonly files: readonly BackfilledFile[];
  /** Years or what was missing of them, as they were asked for: the newest first. */
  readonly spans: readonly BackfilledPart[];
  /** Single market days, the newest first. */
  readonly days: readonly BackfilledPart[];
  /** Years or parts of them that were told already, and not asked for again. */
  readonly known: readonly DaySpan[];
  readonly rows: number;
  /** Accounts of the answers that were not asked for; masked numbers. */
  readonly notAsked: readonly string[];
  /** Accounts that were asked for and that no answer has; masked numbers. */
  readonly absent: readonly string[];
  readonly oddities: readonly Oddity[];
  /** What could not be had, and why. What came before and after it stays. */
  readonly refusals: readonly BackfillRefusal[];
  /** The service was not asked to the end: what it refused, every further request would meet too. */
  readonly stopped: boolean;
}

export interface BackfillRefusal {
  readonly span?: DaySpan;
  /** Name of the file. */
  readonly file?: string;
  readonly why: Gap;
}
