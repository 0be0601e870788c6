import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { accountKey } from '#archive/keys';
import { addPieces, statementHistory } from '#archive/statement-log';
import { accountOfSegment, maskedId } from '#domain/account';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Oddity, Run } from '#domain/snapshot';
import { BOOKINGS, type StatementPart, type StatementPiece } from '#domain/statement';
import type { Progress } from '#effects/progress';
import type { SlashOrder } from '#sources/flex/dates';
import type { FlexStatements } from '#sources/flex/document';
import { FlexDatesAmbiguous, FlexUnreadable } from '#sources/flex/errors';
import { readPieces } from '#sources/flex/pieces';
import { scanSlashOrder } from '#sources/flex/slash-order';
import type { StatementsRead } from '#sources/flex/statements';
import { FewAtATime } from './few-at-a-time.ts';
import type { AnsweredAccount } from './flex-outcome.ts';
import { flexSnapshot } from './flex-snapshot.ts';
import { keepFlexSnapshot } from './keep-flex-snapshot.ts';
import { statedAt } from './stated-at.ts';

export interface IngestRequest {
  /** Archive key of the answer. */
  readonly raw: string;
  /** When it came, ISO 8601 UTC. */
  readonly askedAt: string;
  /** Account numbers to keep, or all that the answer has. */
  readonly accounts: readonly string[] | 'all';
  /** Takes the close of this run's market day alone; of every market day that a statement ends on when absent. */
  readonly run?: Run;
  /** Market days whose close is not taken from a statement of several: they are asked for by themselves. */
  readonly except?: ReadonlySet<CalendarDate>;
  /** The order of day and month in dates with slashes, where it is known. */
  readonly slashOrder?: SlashOrder;
}

export interface IngestPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
}

export interface Ingested {
  /** Accounts whose statements were kept, in the order of the answer. */
  readonly accounts: readonly AnsweredAccount[];
  /** Accounts of the answer that were not asked for, and of which nothing is kept but the answer; masked numbers. */
  readonly notAsked: readonly string[];
  /** Accounts that were asked for and that the answer lacks; masked numbers. */
  readonly absent: readonly string[];
  /** Bookings of the accounts that were asked for. */
  readonly rows: number;
  readonly oddities: readonly Oddity[];
  readonly document: FlexStatements;
}

/**
 * A history reaches back over the year before the market day, to the value that it is counted from: that of the last day
 * with one before the year began. A year may have 366 days, and markets stay closed for less than a week.
 */
const WINDOW_DAYS = 374;
/** Accounts at work at a time, and bookings of them held in memory. */
const AT_ONCE = { tasks: 8, weight: 20_000 };
/** Statements of one account that are added together, so that those of each day don't write each month thirty times. */
const TOGETHER = { pieces: 31, rows: 5_000 };

/**
 * Takes an answer that lies in the archive into the log of statements, and makes a Snapshot of every close it holds.
 * It is read statement by statement, twice: a Snapshot is made once all that the answer tells is known, in whatever
 * order it tells it. The same answer again changes nothing; after a break it completes what is there.
 *
 * @throws FlexUnreadable | FlexDatesAmbiguous | ArchiveError
 */
export async function ingestStatements(request: IngestRequest, ports: IngestPorts): Promise<Ingested> {
  try {
    return await ingest(request, ports);
  } catch (error) {
    if (!(error instanceof FlexDatesAmbiguous) || request.slashOrder !== undefined) throw error;
    const slashOrder = await scanSlashOrder(await bodyOf(request, ports.archive));
    if (slashOrder === undefined) throw error;
    return ingest({ ...request, slashOrder }, ports);
  }
}

async function ingest(request: IngestRequest, ports: IngestPorts): Promise<Ingested> {
  const asked = request.accounts === 'all' ? undefined : new Set(request.accounts);
  const answered = new Map<string, AnsweredAccount>();
  const notAsked = new Set<string>();
  let rows = 0;
  const rowsBy = new Map<string, number>();
  const read = await logAll(request, ports, (piece) => {
    if (asked && !asked.has(piece.accountId)) {
      notAsked.add(maskedId(piece.accountId));
      return false;
    }
    rows += rowsOf(piece);
    rowsBy.set(piece.accountId, (rowsBy.get(piece.accountId) ?? 0) + rowsOf(piece));
    answered.set(piece.accountId, withPiece(answered.get(piece.accountId), piece, closeOf(piece, request, ports)));
    return true;
  });
  dropSegments(answered, ports);
  if ([...answered.values()].some(({ closes }) => closes.length > 0)) {
    ports.progress('Making Snapshots of the Flex statement');
    await makeSnapshots(request, ports, answered, rowsBy);
  }
  if (read.document.kind !== 'statements') throw new FlexUnreadable("is the service's own word and no statement");
  return {
    accounts: [...answered.values()],
    notAsked: [...notAsked],
    absent: [...(asked ?? [])].filter((id) => !answered.has(id)).map(maskedId),
    rows,
    oddities: read.oddities,
    document: read.document,
  };
}

/** Of all that an answer holds, a segment is no account beside its own. Where accounts are named, the settings hold no such pair. */
function dropSegments(answered: Map<string, AnsweredAccount>, { progress }: IngestPorts): void {
  const ids = [...answered.keys()];
  for (const id of ids) {
    const whole = accountOfSegment(id, ids);
    if (whole === undefined) continue;
    answered.delete(id);
    progress(`${maskedId(id)} is a segment of ${maskedId(whole)} and is not reported by itself`);
  }
}

async function logAll(
  request: IngestRequest,
  { archive }: IngestPorts,
  isAsked: (piece: StatementPiece) => boolean,
): Promise<StatementsRead> {
  const working = new FewAtATime(AT_ONCE);
  let together: StatementPiece[] = [];
  let weight = 0;
  const flush = async () => {
    const [pieces, first] = [together, together[0]];
    if (!first) return;
    const account = accountKey(first.accountId);
    const work = async () => {
      for (const [askedAt, told] of Map.groupBy(pieces, (one) => statedAt(one.generatedAt, request.askedAt))) {
        await addPieces(archive, account, told, { askedAt, raw: request.raw });
      }
    };
    const added = { weight, work };
    together = [];
    weight = 0;
    await working.add(account, added);
  };
  const read = await eachPiece(request, archive, working, async (piece) => {
    if (!isAsked(piece)) return;
    const [first] = together;
    const full = together.length >= TOGETHER.pieces || weight >= TOGETHER.rows;
    if (first && (first.accountId !== piece.accountId || full)) await flush();
    together.push(piece);
    weight += rowsOf(piece);
  });
  await flush();
  await working.end();
  return read;
}

async function makeSnapshots(
  request: IngestRequest,
  ports: IngestPorts,
  answered: ReadonlyMap<string, AnsweredAccount>,
  rowsBy: ReadonlyMap<string, number>,
): Promise<void> {
  const { archive, calendar } = ports;
  const { raw, askedAt } = request;
  const working = new FewAtATime(AT_ONCE);
  const take = async (piece: StatementPiece): Promise<void> => {
    const answer = answered.get(piece.accountId);
    const day = closeOf(piece, request, ports);
    if (!answer || day === undefined) return;
    const weight = rowsBy.get(piece.accountId) ?? 0;
    const own = withoutRows(piece);
    const work = async () => {
      const window = { from: addDays(day, 1 - WINDOW_DAYS), to: day };
      const history = await statementHistory(archive, answer.account, window);
      const run: Run = { kind: 'final', marketDate: day };
      const snapshot = flexSnapshot({ run, piece: own, history, raw, askedAt, calendar });
      await keepFlexSnapshot(archive, answer.account, snapshot);
    };
    await working.add(answer.account, { weight, work });
  };
  await eachPiece(request, archive, working, take, LOGGED);
  await working.end();
}

/** Reads the answer through; when the reading or the work on a piece throws, what is at work is waited for first. */
async function eachPiece(
  request: IngestRequest,
  archive: Archive,
  working: FewAtATime,
  take: (piece: StatementPiece) => Promise<void>,
  without: ReadonlySet<StatementPart> = new Set(),
): Promise<StatementsRead> {
  const { slashOrder } = request;
  const options = { withoutRows: without, ...(slashOrder === undefined ? {} : { slashOrder }) };
  const pieces = readPieces(await bodyOf(request, archive), options);
  try {
    for (;;) {
      const next = await pieces.next();
      if (next.done) return next.value;
      await take(next.value);
    }
  } catch (error) {
    await Promise.allSettled([working.end()]);
    throw error;
  }
}

async function bodyOf({ raw }: IngestRequest, archive: Archive): Promise<AsyncIterable<Uint8Array>> {
  const body = await archive.getStream(raw);
  if (body) return body;
  throw new ArchiveCorrupted(raw, `The Flex answer ${archive.locate(raw)} is not there.`, 'Ask for it again.');
}

/** The market day whose close the statement holds and the request wants; undefined when there is none. */
function closeOf(
  { query, from, to, close, bookings }: StatementPiece,
  { run, except }: IngestRequest,
  { calendar }: IngestPorts,
): CalendarDate | undefined {
  if (query === 'trade-confirmation' || !calendar.isTradingDay(to)) return undefined;
  if (run && run.marketDate !== to) return undefined;
  if (except?.has(to) && from <= calendar.previousTradingDay(to)) return undefined;
  const valued = bookings.netAssetValues?.some(({ date }) => date === to) ?? false;
  return valued || (close.positions && close.cash) ? to : undefined;
}

function withPiece(
  before: AnsweredAccount | undefined,
  { accountId, from, to }: StatementPiece,
  close: CalendarDate | undefined,
): AnsweredAccount {
  const closes = new Set([...(before?.closes ?? []), ...(close === undefined ? [] : [close])]);
  return {
    account: accountKey(accountId),
    maskedId: maskedId(accountId),
    from: before && before.from < from ? before.from : from,
    to: before && before.to > to ? before.to : to,
    closes: [...closes].sort(),
  };
}

/** What of an answer that is in the log need not be held again: its many rows. The values say whether there is a close. */
const LOGGED: ReadonlySet<StatementPart> = new Set(BOOKINGS.filter((list) => list !== 'netAssetValues'));

/** Its bookings are in the history: of them the Snapshot takes from the statement alone which lists are there. */
function withoutRows(piece: StatementPiece): StatementPiece {
  const lists = Object.keys(piece.bookings).map((list) => [list, []]);
  return { ...piece, bookings: Object.fromEntries(lists) };
}

const rowsOf = ({ bookings }: StatementPiece): number =>
  Object.values(bookings).reduce((count, list) => count + list.length, 0);
