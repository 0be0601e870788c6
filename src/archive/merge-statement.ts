import { addDays, type CalendarDate, calendarDate } from '#domain/calendar-date';
import { BOOKINGS, type BookingsName, type DaySpan, type StatementPiece } from '#domain/statement';
import { canonicalText } from './canonical-text.ts';
import { joinAnswers, type StatementAnswer } from './statement-answers.ts';
import { type BookingRow, dayOfReport, identityOf } from './statement-rows.ts';

/** One statement that held a row: when it was made or came, ISO 8601 UTC, and its days. */
export interface Sighting extends DaySpan {
  readonly at: string;
}

/** A row as one or more statements held it, to the letter. */
export interface LoggedRow<N extends BookingsName = BookingsName> {
  readonly row: BookingRow<N>;
  /** Counted from 1: the n-th equal row within one statement. */
  readonly copy: number;
  readonly query: StatementPiece['query'];
  readonly firstSeen: string;
  /** The newest statement that held it and that was for its day of report. */
  readonly inside?: Sighting;
  /** The newest statement that held it beside its own days: as the value of the day before. */
  readonly outside?: Sighting;
}

export type LoggedRows = { readonly [N in BookingsName]?: readonly LoggedRow<N>[] };

/** What is known of one month of days of report. */
export interface LoggedMonth {
  readonly answers: readonly StatementAnswer[];
  readonly rows: LoggedRows;
}

/** When a statement was made or came, ISO 8601 UTC, and where it lies. */
export interface ToldBy {
  readonly askedAt: string;
  readonly raw: string;
}

export const NO_MONTH: LoggedMonth = { answers: [], rows: {} };

/** A statement's rows of one month, and those of its days that are in it. */
export interface MonthPart {
  readonly piece: StatementPiece;
  readonly span?: DaySpan;
  readonly rows: { readonly [N in BookingsName]?: readonly BookingRow<N>[] };
}

/** Cuts a statement into months: every month of its days, and those of its other rows. */
export function monthsOf(piece: StatementPiece): Map<string, MonthPart> {
  type Part = { piece: StatementPiece; span?: DaySpan; rows: Partial<Record<BookingsName, BookingRow[]>> };
  const months = new Map<string, Part>();
  for (const span of byMonth(piece)) months.set(span.from.slice(0, 7), { piece, span, rows: {} });
  for (const list of BOOKINGS) {
    for (const row of piece.bookings[list] ?? []) {
      const month = dayOfReport(list, row).slice(0, 7);
      const part = months.get(month) ?? { piece, rows: {} };
      months.set(month, part);
      const others = part.rows[list];
      if (others) others.push(row);
      else part.rows[list] = [row];
    }
  }
  return months as Map<string, MonthPart>;
}

/** What one statement tells of a month, as a log by itself. */
export function loggedMonth({ piece, span, rows }: MonthPart, told: ToldBy): LoggedMonth {
  const { from, to, query } = piece;
  const sighting: Sighting = { at: told.askedAt, from, to };
  const logged: Partial<Record<BookingsName, readonly LoggedRow[]>> = {};
  for (const list of BOOKINGS) {
    const copies = new Map<string, number>();
    const own = rows[list]?.map((row): LoggedRow => {
      const text = canonicalText(row);
      const copy = (copies.get(text) ?? 0) + 1;
      copies.set(text, copy);
      const day = dayOfReport(list, row);
      const place = from <= day && day <= to ? 'inside' : 'outside';
      return { row, copy, query, firstSeen: told.askedAt, [place]: sighting };
    });
    if (own) logged[list] = own;
  }
  const whole = wholeLists(piece);
  const answers = span && whole.length > 0 ? [{ ...span, lists: whole, ...told }] : [];
  return { answers, rows: logged as LoggedRows };
}

/**
 * Lists of which a statement told its days in full: not those with a row that could not be read, and none of a
 * confirmation, which is of a running day, of which more may follow.
 */
function wholeLists({ query, bookings, partial = [] }: StatementPiece): readonly BookingsName[] {
  if (query === 'trade-confirmation') return [];
  return BOOKINGS.filter((list) => bookings[list] !== undefined && !partial.includes(list));
}

/**
 * What two logs of one month know together. The order in which statements are joined does not matter, nor does joining
 * one twice; no row that a statement held is lost, whatever newer ones say.
 */
export function joinMonths(a: LoggedMonth, b: LoggedMonth): LoggedMonth {
  const rows: Partial<Record<BookingsName, readonly LoggedRow[]>> = {};
  for (const list of BOOKINGS) {
    const [mine, others] = [a.rows[list] ?? [], b.rows[list] ?? []];
    if (mine.length + others.length > 0) rows[list] = joinRows(list, mine, others);
  }
  return { answers: joinAnswers(a.answers, b.answers), rows: rows as LoggedRows };
}

function joinRows(list: BookingsName, a: readonly LoggedRow[], b: readonly LoggedRow[]): readonly LoggedRow[] {
  const known = new Map<string, LoggedRow>();
  for (const logged of [...a, ...b]) {
    const { row, query, copy } = logged;
    // The day comes first, so that text order is the order of days.
    const text = [dayOfReport(list, row), identityOf(list, row).key, query, canonicalText(row), copy].join('\n');
    const there = known.get(text);
    known.set(text, there ? joinTwo(there, logged) : logged);
  }
  return [...known].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, logged]) => logged);
}

function joinTwo(a: LoggedRow, b: LoggedRow): LoggedRow {
  const inside = newer(a.inside, b.inside);
  const outside = newer(a.outside, b.outside);
  return {
    row: a.row,
    copy: a.copy,
    query: a.query,
    firstSeen: a.firstSeen < b.firstSeen ? a.firstSeen : b.firstSeen,
    ...(inside && { inside }),
    ...(outside && { outside }),
  };
}

function newer(a: Sighting | undefined, b: Sighting | undefined): Sighting | undefined {
  if (!a || !b) return a ?? b;
  return sightingText(a) >= sightingText(b) ? a : b;
}

/** Text order is age; of two equally old ones the days decide, so that the order of joining never does. */
export const sightingText = ({ at, from, to }: Sighting): string => `${at} ${from} ${to}`;

/** Cuts days into calendar months. */
export function byMonth({ from, to }: DaySpan): readonly DaySpan[] {
  const spans: DaySpan[] = [];
  for (let day = from; day <= to; ) {
    const next = nextMonth(day);
    spans.push({ from: day, to: next > to ? to : addDays(next, -1) });
    day = next;
  }
  return spans;
}

/** First day of the month after the one that holds the day; the 28th and four days are always in it. */
const nextMonth = (day: CalendarDate): CalendarDate =>
  calendarDate(`${addDays(calendarDate(`${day.slice(0, 7)}-28`), 4).slice(0, 7)}-01`);
