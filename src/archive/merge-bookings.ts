import type { CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';
import type { Transaction } from '#domain/transaction';
import { type AskedSpan, joinSpans } from './asked-spans.ts';

/** A booking as the log keeps it. */
export interface LoggedBooking {
  readonly row: Transaction;
  readonly source: SourceName;
  /** The first answer that held it, ISO 8601 UTC. */
  readonly firstSeen: string;
  /** The last answer that held it, ISO 8601 UTC. Older than its day's newest answer: no longer told. */
  readonly lastSeen: string;
}

/** What is known of one contract's bookings, and which days were asked when. */
export interface LoggedBookings {
  readonly spans: readonly AskedSpan[];
  readonly bookings: readonly LoggedBooking[];
}

/** What a source said of one contract in one account: all bookings of the days from `from` to `to`. */
export interface BookingsAnswer {
  readonly source: SourceName;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** When the answer came, ISO 8601 UTC. */
  readonly askedAt: string;
  /** Archive key of the answer as it came. */
  readonly raw?: string;
  readonly rows: readonly Transaction[];
}

export const NO_BOOKINGS: LoggedBookings = { spans: [], bookings: [] };

/** An answer as a log of its own. */
export function loggedAnswer({ rows, ...span }: BookingsAnswer): LoggedBookings {
  const { source, askedAt } = span;
  const bookings = rows.map((row) => ({ row, source, firstSeen: askedAt, lastSeen: askedAt }));
  return { spans: [span], bookings };
}

/**
 * What two logs of one contract know together. The order in which answers are joined does not matter, nor does
 * joining one twice: first seen is the earliest, last seen the latest, each day's newest answer the newest of both.
 *
 * A booking has no name of its own at the broker. It is the same one when day, type, currency, quantity, price and
 * amount are the same, to twelve digits (sums carry dust beyond); equal ones within an answer are so many bookings.
 * Rate, description and symbol may change without making it another: the newest are kept.
 */
export function joinBookings(a: LoggedBookings, b: LoggedBookings): LoggedBookings {
  const copies = groupsOf(a.bookings);
  for (const [key, others] of groupsOf(b.bookings)) {
    const mine = copies.get(key) ?? [];
    const count = Math.max(mine.length, others.length);
    copies.set(
      key,
      Array.from({ length: count }, (_, index) => joinTwo(mine[index], others[index])),
    );
  }
  const keys = [...copies.keys()].sort();
  return { spans: joinSpans(a.spans, b.spans), bookings: keys.flatMap((key) => copies.get(key) ?? []) };
}

/** Bookings by what makes them the same; the n-th of a group is the one that answers with at least n copies hold. */
function groupsOf(bookings: readonly LoggedBooking[]): Map<string, LoggedBooking[]> {
  const groups = new Map<string, LoggedBooking[]>();
  for (const booking of bookings) {
    const key = identity(booking);
    const group = groups.get(key);
    if (group) group.push(booking);
    else groups.set(key, [booking]);
  }
  return groups;
}

/** The day comes first, so that text order of identities is the order of days. */
function identity({ row, source }: LoggedBooking): string {
  const { date, conid, brokerType, currency, quantity, price, amount } = row;
  const figures = [quantity, price, amount].map((figure) => figure?.toPrecision(12) ?? '-');
  return [date, source, conid, brokerType, currency, ...figures].join('\n');
}

function joinTwo(a: LoggedBooking | undefined, b: LoggedBooking | undefined): LoggedBooking {
  if (!a || !b) return (a ?? b) as LoggedBooking;
  const { row, source } = newer(a, b);
  const firstSeen = a.firstSeen < b.firstSeen ? a.firstSeen : b.firstSeen;
  const lastSeen = a.lastSeen > b.lastSeen ? a.lastSeen : b.lastSeen;
  return { row, source, firstSeen, lastSeen };
}

/** Of two that are equally new the text decides, so that the order of joining never does. */
function newer(a: LoggedBooking, b: LoggedBooking): LoggedBooking {
  if (a.lastSeen !== b.lastSeen) return a.lastSeen > b.lastSeen ? a : b;
  return JSON.stringify(a.row) >= JSON.stringify(b.row) ? a : b;
}
