import { askedFor, wholeSpan } from '#archive/asked-spans';
import type { KnownContract } from '#archive/known-contracts';
import type { TransactionLog } from '#archive/transaction-log';
import type { CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';
import type { SupersededTransaction, Transaction, TransactionCoverage, TransactionHistory } from '#domain/transaction';

export interface HistoryWindow {
  /** First day of the report's year. */
  readonly from: CalendarDate;
  /** Base currency. */
  readonly currency: string;
  /** Whether the bookings of a day are all told by an instant. */
  readonly settled: (day: CalendarDate, at: Date) => boolean;
}

/** The history of an account, and the answers behind it. */
export interface KnownTransactions {
  readonly history: TransactionHistory;
  /** When the newest answer in it came, ISO 8601 UTC; undefined when there is none. */
  readonly askedAt: string | undefined;
  /** Archive keys of the newest answer of each contract. */
  readonly raw: readonly string[];
}

const SOURCE: SourceName = 'gateway';

/** What the log knows of the window now: bookings as last told, newest first, and how far each contract is told. */
export function knownTransactions(log: TransactionLog, window: HistoryWindow): KnownTransactions {
  const rows: Transaction[] = [];
  const superseded: SupersededTransaction[] = [];
  const covered: TransactionCoverage[] = [];
  const raw = new Set<string>();
  let askedAt: string | undefined;
  for (const conid of log.told) {
    const before = rows.length;
    const { spans, bookings } = log.bookings(conid);
    for (const { row, source, lastSeen } of bookings) {
      if (row.date < window.from) continue;
      const newest = askedFor(spans, source, row.date)?.askedAt;
      if (newest === undefined || lastSeen >= newest) rows.push(row);
      // What is told on the day itself changes until the day is settled: that is no correction.
      else if (window.settled(row.date, new Date(lastSeen))) superseded.push({ row, lastSeen, notSeen: newest });
    }
    const span = wholeSpan(spans, SOURCE);
    const count = rows.length - before;
    if (!span || span.to < window.from || !(count > 0 || matters(log.contracts.get(conid), window))) continue;
    const from = span.from > window.from ? span.from : window.from;
    covered.push({ conid, from, to: span.to, rows: count, askedAt: span.askedAt });
    if (span.raw !== undefined) raw.add(span.raw);
    if (askedAt === undefined || span.askedAt > askedAt) askedAt = span.askedAt;
  }
  rows.sort(newestFirst);
  superseded.sort((a, b) => newestFirst(a.row, b.row));
  const told = new Set(covered.map(({ conid }) => conid));
  const notCovered = [...log.contracts]
    .filter(([conid, { askedAt: at, quantity }]) => !told.has(conid) && (at === undefined || quantity !== 0))
    .map(([conid]) => conid);
  const history = { currency: window.currency, rows, covered, notCovered };
  return {
    history: superseded.length === 0 ? history : { ...history, superseded },
    askedAt,
    raw: [...raw],
  };
}

/** Whether a contract without a booking in the window is worth a line: it is held, or was within the window. */
function matters(contract: KnownContract | undefined, window: HistoryWindow): boolean {
  return contract?.quantity !== 0 || (contract.changedOn ?? '') >= window.from;
}

function newestFirst(a: Transaction, b: Transaction): number {
  return a.date < b.date ? 1 : a.date > b.date ? -1 : a.conid - b.conid;
}
