import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { maskedId } from '#domain/account';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { DaySpan } from '#domain/statement';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { FlexSource } from '#sources/flex/flex-source';
import { type AnsweredAccount, answerState } from './flex-outcome.ts';
import { hangsOnDays, notToBeAsked, refusalFor, restAfter } from './flex-refusal.ts';
import { type FlexRunRecord, isThere, noteFlexRun, readFlexRun } from './flex-run-record.ts';
import { FLEX_FILE } from './flex-state.ts';
import { gapOf } from './gap-of.ts';
import { ingestStatements } from './ingest-statements.ts';
import { keepRequest, keepStatement } from './keep-statement.ts';
import { noteRefusal, noteRest, noteStatement, noteTokenExpires } from './note-flex-state.ts';
import { readState } from './state-file.ts';

/** A source that may be asked, and what is known of its token. */
export interface OpenedFlex {
  readonly source: FlexSource;
  /** The last day the token is good for, as the owner gave it. */
  readonly tokenExpires?: CalendarDate;
}

export interface CollectFlexPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly progress: Progress;
  /** Reads the token and opens the source with it; closed by the caller of this port. @throws FlexTokenMissing */
  readonly open: () => Promise<OpenedFlex>;
  /** Number of the Activity Flex query. */
  readonly query: string;
}

export interface CollectFlexRequest {
  /** A final run: of the running day there is no statement. */
  readonly run: Run;
  /** Account numbers to report, or all that the query shows. */
  readonly accounts: readonly string[] | 'all';
  /** Names the attempt: what it was refused for good it does not ask again. */
  readonly by: string;
  /** Market day of the later run that asks, when it is not the day's own. */
  readonly lateFor?: CalendarDate;
}

/**
 * One go at the statement of a market day: asks for the days since the market day before, keeps the answer as it came,
 * gathers what it tells, and notes how it came out. A statement that is there is not asked for again, but for a
 * preliminary one, once.
 *
 * @returns the run's record. `waiting`: not there yet; `failed`: only a person can help
 * @throws ArchiveError when the archive can't take what came
 */
export async function collectFlex(request: CollectFlexRequest, ports: CollectFlexPorts): Promise<FlexRunRecord> {
  const { run, by } = request;
  const { archive, clock } = ports;
  const before = await readFlexRun(archive, run);
  if (before && nothingToAsk(before, request, clock.now(), ports.calendar)) {
    ports.progress('The Flex statement of the day was asked for already; nothing is asked.');
    return before;
  }
  const at = clock.now().toISOString();
  const asked = request.accounts === 'all' ? ('all' as const) : request.accounts.map(accountKey);
  const { lateFor } = request;
  // Of a day gone by the query's own period, which ends later, tells no close.
  const withDays = lateFor !== undefined || before?.withoutDays !== true;
  const note = { at, by, asked, ...(lateFor === undefined ? {} : { lateFor }) };
  const vain = notToBeAsked(await readState(archive, FLEX_FILE), by, clock.now());
  if (vain)
    return noteFlexRun(archive, run, { ...note, ...vain, accounts: [], unreported: [], withoutDays: !withDays });
  try {
    const answer = await ask(request, withDays, (before?.goes ?? 0) + 1, ports);
    if (answer.accounts.length > 0) await noteStatement(archive, run.marketDate, clock.now());
    return await noteFlexRun(archive, run, { ...note, ...answer });
  } catch (error) {
    const why = gapOf(error);
    const refusal = refusalFor(error);
    if (refusal) await noteRefusal(archive, { ...refusal, by }, clock.now());
    const rest = restAfter(error);
    if (rest) await noteRest(archive, why, rest);
    const hung = withDays && hangsOnDays(error) ? (before?.hung ?? 0) + 1 : 0;
    // A service that hangs on the days may give the query's own period; without a statement of that, back to the days.
    const withoutDays = hung >= HUNG_FOR_GOOD;
    const status = refusal ? 'failed' : 'waiting';
    return noteFlexRun(archive, run, { ...note, status, accounts: [], unreported: [], withoutDays, hung, why });
  }
}

/** Goes in a row: one alone is a statement that is late, and the query's own period is another than the day's. */
const HUNG_FOR_GOOD = 2;

function nothingToAsk(
  record: FlexRunRecord,
  { run, accounts, by }: CollectFlexRequest,
  now: Date,
  calendar: MarketCalendar,
): boolean {
  // A token that is shut out is shut out longer by every further request, whoever's accounts it is for.
  if (record.status === 'waiting' && now < new Date(record.why?.resumeAt ?? 0)) return true;
  if (!covers(record.asked, accounts)) return false;
  if (!isThere(record)) return record.status === 'failed' && record.by === by;
  const mayBeFinal = calendar.finality(run.marketDate, new Date(record.at)) === 'preliminary';
  if (mayBeFinal && calendar.finality(run.marketDate, now) === 'final') return false;
  if (record.status === 'complete') return true;
  return record.status !== 'waiting' && record.by === by;
}

function covers(done: FlexRunRecord['asked'], accounts: CollectFlexRequest['accounts']): boolean {
  if (done === 'all') return true;
  return accounts !== 'all' && accounts.every((id) => done.includes(accountKey(id)));
}

type Answer = Pick<FlexRunRecord, 'status' | 'accounts' | 'unreported' | 'askedAt' | 'raw' | 'withoutDays' | 'why'>;

async function ask(
  request: CollectFlexRequest,
  withDays: boolean,
  go: number,
  ports: CollectFlexPorts,
): Promise<Answer> {
  const { run } = request;
  const { source, tokenExpires } = await ports.open();
  try {
    if (tokenExpires) await noteTokenExpires(ports.archive, tokenExpires);
    const days = daysOf(run, ports.calendar);
    ports.progress('Asking for the Flex statement');
    const first = await fetchSpan(source, request, withDays ? days : undefined, go, ports);
    const asked =
      request.accounts === 'all' ? 'all' : new Map(request.accounts.map((id) => [accountKey(id), maskedId(id)]));
    const state = answerState(run, asked, first.answered, withDays);
    const { askedAt, raw } = first;
    const answer: Answer = { ...state, askedAt, raw, ...(state.accounts.length === 0 ? { withoutDays: false } : {}) };
    const left = untold(days, state.accounts, first.answered);
    const why = left && (await restOf(source, request, left, first, go, ports));
    return why ? { ...answer, status: answer.status === 'complete' ? 'partial' : answer.status, why } : answer;
  } finally {
    await source.close();
  }
}

/** From the day after the market day before: a weekend or a holiday belongs to the market day that follows it. */
const daysOf = ({ marketDate }: Run, calendar: MarketCalendar): DaySpan => ({
  from: addDays(calendar.previousTradingDay(marketDate), 1),
  to: marketDate,
});

/** Days that were asked for and that the answer leaves out, before its first day. */
function untold(days: DaySpan, accounts: readonly string[], answered: readonly AnsweredAccount[]): DaySpan | undefined {
  const there = answered.filter(({ account }) => accounts.includes(account));
  const from = there
    .map((one) => one.from)
    .sort()
    .at(-1);
  return from !== undefined && from > days.from ? { from: days.from, to: addDays(from, -1) } : undefined;
}

/**
 * The service may give the last day alone of those asked for: the others are asked for once, and the day's Snapshot made
 * anew with what they tell.
 * @returns why they lack, when they do
 */
async function restOf(
  source: FlexSource,
  request: CollectFlexRequest,
  days: DaySpan,
  first: { readonly raw: string; readonly askedAt: string },
  go: number,
  ports: CollectFlexPorts,
): Promise<Gap | undefined> {
  try {
    await fetchSpan(source, request, days, go + 1, ports);
    const { raw, askedAt } = first;
    await ingestStatements({ raw, askedAt, accounts: request.accounts, run: request.run }, ports);
    return undefined;
  } catch (error) {
    const gap = gapOf(error);
    const span = days.from === days.to ? days.from : `${days.from} to ${days.to}`;
    return { ...gap, message: `The Flex statement leaves out ${span}. ${gap.message}` };
  }
}

async function fetchSpan(
  source: FlexSource,
  { run, accounts }: CollectFlexRequest,
  days: DaySpan | undefined,
  count: number,
  { archive, clock, calendar, progress, query }: CollectFlexPorts,
): Promise<{ readonly raw: string; readonly askedAt: string; readonly answered: readonly AnsweredAccount[] }> {
  const askedAt = clock.now().toISOString();
  let raw = '';
  const { document, bytes } = await source.fetch({ query, ...(days ? { days } : {}) }, async (body) => {
    raw = await keepStatement(archive, run, { at: clock.now(), count }, body);
  });
  await keepRequest(archive, raw, { source: 'flex', askedAt, ...(days ? { days } : {}), ...document, bytes });
  progress('Reading the Flex statement');
  const answered = await ingestStatements({ raw, askedAt, accounts, run }, { archive, calendar, progress });
  return { raw, askedAt, answered: answered.accounts };
}
