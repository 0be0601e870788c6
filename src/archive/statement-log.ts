import type { CalendarDate } from '#domain/calendar-date';
import {
  BOOKINGS,
  type BookingsName,
  type DaySpan,
  type StatementBookings,
  type StatementHistory,
  type StatementPiece,
  type SupersededBooking,
} from '#domain/statement';
import type { Archive } from './archive.ts';
import { canonicalText } from './canonical-text.ts';
import { statementFolder } from './keys.ts';
import {
  byMonth,
  joinMonths,
  type LoggedMonth,
  type LoggedRow,
  loggedMonth,
  type MonthPart,
  monthsOf,
  type ToldBy,
} from './merge-statement.ts';
import { resolveRows } from './resolve-statement.ts';
import { type StatementAnswer, toldOf, toldSpans } from './statement-answers.ts';
import { addToMonth, readMonth } from './statement-month.ts';
import { type BookingRow, dayOfReport, identityOf } from './statement-rows.ts';

/** Months read or written at a time; one of an account with many rows, as each stands in memory whole. */
const AT_A_TIME = 4;
const MANY_ROWS = 1_000;

/**
 * Keeps what a statement told of an account: its rows by day of report, and for which days which of its lists are
 * whole. Statements may come in any order and more than once; a list that a statement lacks is not told by it. A row
 * whose day of report is outside the statement's own days is kept and tells nothing of its day.
 *
 * @param account the account's key
 * @throws ArchiveError; what was written until then stays and is right, and adding the statement again completes it
 */
export function addPiece(archive: Archive, account: string, piece: StatementPiece, told: ToldBy): Promise<void> {
  return addPieces(archive, account, [piece], told);
}

/** {@link addPiece} of several statements of one answer: each month is written once. */
export async function addPieces(
  archive: Archive,
  account: string,
  pieces: readonly StatementPiece[],
  told: ToldBy,
): Promise<void> {
  const months = new Map<string, MonthPart[]>();
  for (const piece of pieces) {
    for (const [month, part] of monthsOf(piece)) months.set(month, [...(months.get(month) ?? []), part]);
  }
  // Instants are compared as text.
  const by: ToldBy = { raw: told.raw, askedAt: new Date(told.askedAt).toISOString() };
  const add = async ([month, parts]: readonly [string, readonly MonthPart[]]): Promise<number> => {
    const news = parts.map((part) => loggedMonth(part, by)).reduce(joinMonths);
    if (news.answers.length > 0 || Object.keys(news.rows).length > 0) await addToMonth(archive, account, month, news);
    return rowsIn(news);
  };
  await inTurn([...months], add, (rows) => rows);
}

const rowsIn = ({ rows }: LoggedMonth): number => Object.values(rows).reduce((count, list) => count + list.length, 0);

/**
 * What statements have told of an account over a window of days of report: of each booking the newest word, sorted by
 * day of report and then by day.
 *
 * @param account the account's key
 * @param reportedUntil rows that were reported later are left out, and days after it count as not told; the window's
 * last day when absent
 * @throws ArchiveCorrupted when a month of it is damaged
 */
export async function statementHistory(
  archive: Archive,
  account: string,
  window: DaySpan,
  reportedUntil: CalendarDate = window.to,
): Promise<StatementHistory> {
  const until = reportedUntil < window.to ? reportedUntil : window.to;
  const span: DaySpan = { from: window.from, to: until };
  const months = await monthsIn(archive, account, span);
  const answers = months.flatMap((month) => month.answers);
  const superseded: SupersededBooking[] = [];
  const lists = BOOKINGS.map((list) => {
    const rows = months.flatMap((month) => rowsWithin(list, month.rows[list] ?? [], span));
    const resolved = resolveRows(list, rows, answers);
    superseded.push(...sorted(resolved.superseded, list, ({ row }) => row));
    return [list, sorted(resolved.current, list, (row) => row)];
  });
  const bookings = Object.fromEntries(lists) as unknown as StatementBookings;
  return { ...bookings, window, told: toldOf(answers, span), superseded };
}

/** The days of the window of which a statement told something: ascending, without overlap. @throws ArchiveCorrupted */
export async function toldDays(archive: Archive, account: string, window: DaySpan): Promise<readonly DaySpan[]> {
  const months = await monthsIn(archive, account, window);
  return toldSpans(
    months.flatMap(({ answers }): readonly StatementAnswer[] => answers),
    window,
  );
}

/** Keys of all accounts of which a statement is known. */
export async function loggedAccounts(archive: Archive): Promise<readonly string[]> {
  const keys = await archive.list(TRANSACTIONS);
  const accounts = keys.map((key) => key.slice(TRANSACTIONS.length).split('/', 1)[0] as string);
  return [...new Set(accounts.filter((account, index) => keys[index]?.startsWith(statementFolder(account))))];
}

const TRANSACTIONS = 'transactions/';

function monthsIn(archive: Archive, account: string, window: DaySpan): Promise<readonly LoggedMonth[]> {
  return inTurn(byMonth(window), ({ from }) => readMonth(archive, account, from.slice(0, 7)), rowsIn);
}

function rowsWithin(list: BookingsName, rows: readonly LoggedRow[], { from, to }: DaySpan): readonly LoggedRow[] {
  return rows.filter(({ row }) => {
    const day = dayOfReport(list, row);
    return from <= day && day <= to;
  });
}

function sorted<T>(items: readonly T[], list: BookingsName, rowOf: (item: T) => BookingRow): readonly T[] {
  const placed = items.map((item): readonly [string, T] => {
    const row = rowOf(item);
    const { date, from } = row as { readonly date?: CalendarDate; readonly from?: CalendarDate };
    return [`${dayOfReport(list, row)} ${date ?? from} ${identityOf(list, row).key}`, item];
  });
  const text = (item: T): string => canonicalText(rowOf(item));
  return placed
    .sort(([a, one], [b, other]) => compare(a, b) || compare(text(one), text(other)))
    .map(([, item]) => item);
}

/**
 * The first two items go by themselves, for the first month of a window may be a part of one; how many go together after
 * them follows from the rows that came before.
 */
async function inTurn<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  rowsOf: (result: R) => number,
): Promise<readonly R[]> {
  const results: R[] = [];
  let width = 1;
  for (let start = 0; start < items.length; ) {
    const few = await Promise.all(items.slice(start, start + width).map(work));
    results.push(...few);
    start += width;
    width = start < 2 || few.some((one) => rowsOf(one) > MANY_ROWS) ? 1 : AT_A_TIME;
  }
  return results;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
