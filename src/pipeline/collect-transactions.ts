import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { TransactionLog } from '#archive/transaction-log';
import { addDays, type CalendarDate, dayInZone } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { Gap } from '#domain/gap';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { Gateway } from '#sources/gateway/gateway';
import { type AccountDraft, addOddities } from './account-draft.ts';
import { later } from './collect-account.ts';
import { endsSession, gapOf, namedGap } from './gap-of.ts';
import { knownTransactions } from './known-transactions.ts';
import { type LoggedAccount, type PlanBasis, planTransactions, type TransactionAsk } from './transaction-plan.ts';

/** How far back a contract's history is asked and shown. 365 days were answered in full on a live account; no maximum is documented. */
const DAYS = 365;
const NEW_YORK = 'America/New_York';

export interface TransactionsRequest {
  readonly run: Run;
  /** No new call is begun after this instant. */
  readonly until: Date;
}

export interface TransactionsPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Whether what is collected at `at` for the run is as good as it gets. */
  readonly settled: (run: Run, at: Date) => boolean;
}

type SettlingPorts = Pick<TransactionsPorts, 'clock' | 'settled'>;

/**
 * Asks for transactions where it tells most. The broker takes one contract a call and one call in 15 minutes, but
 * several accounts in one: so each contract is asked once for all accounts for which it is worth it, until
 * `until`. Every answer goes into the account's log at once; the drafts get what the log knows then, of all runs.
 *
 * @param gateway absent when the session is over: then the log alone speaks
 * @returns the gap that ended the session, when one did
 * @throws ArchiveError when a log can't be read or written
 */
export async function collectTransactions(
  gateway: Gateway | undefined,
  drafts: readonly AccountDraft[],
  request: TransactionsRequest,
  ports: TransactionsPorts,
): Promise<Gap | undefined> {
  const accounts: LoggedAccount[] = [];
  for (const draft of drafts) accounts.push({ draft, log: await openLog(draft, request.run, ports.archive) });
  const gaps = new Map<AccountDraft, Gap[]>();
  const note = (ask: TransactionAsk, found: readonly Gap[]): void => {
    for (const { draft } of ask.holders) gaps.set(draft, [...(gaps.get(draft) ?? []), ...found]);
  };
  // An account that gave no holdings may be one that the broker refuses: it is not asked for more.
  const answered = accounts.filter(({ draft }) => valueOf(draft.datasets.positions));
  const asks = gateway ? planTransactions(answered, planBasis(request.run, ports)) : [];
  const told = new Set<TransactionAsk>();
  let stopped: Gap | undefined;
  let ended: Gap | undefined;
  try {
    for (const [index, ask] of asks.entries()) {
      if (ports.clock.now() >= request.until) {
        stopped = { reason: 'paced', message: 'The run reached its deadline before every contract was asked.' };
        break;
      }
      ports.progress(`Reading transactions, contract ${index + 1} of ${asks.length}`);
      try {
        note(ask, await askForBookings(gateway as Gateway, ask, ports.clock));
        told.add(ask);
      } catch (error) {
        const gap = namedGap('Transactions', error);
        note(ask, [gap]);
        if (endsSession(gap)) ended = gap;
        if (ended || gap.reason === 'paced') {
          stopped = gap;
          break;
        }
      }
    }
  } finally {
    // Also when the archive or the person ends the run: each answer took one of the broker's windows.
    for (const account of accounts) {
      const { draft } = account;
      draft.contractsLeft = asks.some((ask) => !told.has(ask) && ask.holders.includes(account));
      fill(account, { gaps: gaps.get(draft) ?? [], stopped }, request.run, ports);
    }
  }
  return ended;
}

/** Puts into the draft what the log knows. Without holdings, and with nothing told, there is no contract to ask for. */
function fill(
  { draft, log }: LoggedAccount,
  { gaps, stopped }: { readonly gaps: readonly Gap[]; readonly stopped: Gap | undefined },
  run: Run,
  ports: TransactionsPorts,
): void {
  const window = { from: windowStart(run), currency: draft.account.baseCurrency, settled: settledBy(ports) };
  const { history, askedAt, raw } = knownTransactions(log, window);
  if (history.covered.length === 0 && !valueOf(draft.datasets.positions)) {
    const message =
      'Transactions are missing: they are asked by contract, and the holdings that name the contracts are missing.';
    draft.datasets.transactions = { status: 'missing', gap: { reason: 'not-asked', message } };
    return;
  }
  if (history.covered.length === 0 && history.notCovered.length > 0) {
    const gap = gaps[0] ?? stopped;
    if (gap) draft.datasets.transactions = { status: 'missing', gap };
    else delete draft.datasets.transactions;
    return;
  }
  const fetchedAt = askedAt ?? draft.takenAt;
  if (fetchedAt === undefined) return;
  draft.datasets.transactions = {
    status: 'present',
    value: history,
    asOf: fetchedAt,
    fetchedAt,
    source: 'gateway',
    raw,
    ...(gaps.length > 0 ? { gaps } : {}),
  };
}

async function openLog(draft: AccountDraft, run: Run, archive: Archive): Promise<TransactionLog> {
  const log = await TransactionLog.open(archive, accountKey(draft.account.id), windowStart(run));
  const { positions } = draft.datasets;
  if (positions?.status === 'present') {
    const day = dayInZone(new Date(positions.asOf), NEW_YORK);
    await log.sight({ positions: positions.value, at: positions.asOf, day, whole: isWhole(draft) });
  }
  return log;
}

/** Whether the holdings are all there are: no page is missing, and the ledger doesn't contradict an empty list. */
function isWhole({ datasets: { positions, ledger } }: AccountDraft): boolean {
  if (positions?.status !== 'present' || positions.gaps?.length) return false;
  if (positions.value.length > 0) return true;
  return !valueOf(ledger)?.balances.some(({ securities }) => Object.values(securities).some((amount) => amount !== 0));
}

/** First day of the year of bookings that a run shows. */
export const windowStart = (run: Run): CalendarDate => addDays(run.marketDate, -DAYS);

const settledBy =
  ({ settled }: SettlingPorts) =>
  (marketDate: CalendarDate, at: Date): boolean =>
    settled({ kind: 'final', marketDate }, at);

/** What the plan of a run's calls goes by, now. */
export function planBasis(run: Run, ports: SettlingPorts): PlanBasis {
  return {
    day: run.marketDate,
    now: ports.clock.now(),
    settled: settledBy(ports),
    closed: (at) => ports.settled({ ...run, kind: 'close' }, at),
  };
}

/**
 * One call; every holder's log takes its rows at once, or that this contract could not be told.
 * @returns what is missing inside the answer
 */
export async function askForBookings(
  gateway: Gateway,
  { conid, currency, holders }: TransactionAsk,
  clock: Clock,
): Promise<readonly Gap[]> {
  const ids = holders.map(({ draft }) => draft.account.id);
  let answer: Awaited<ReturnType<Gateway['transactions']>>;
  try {
    answer = await gateway.transactions({ ids, conid, currency, days: DAYS });
  } catch (error) {
    const gap = gapOf(error);
    if (gap.reason !== 'paced' && !endsSession(gap)) {
      for (const { log } of holders) await log.failed(conid, clock.now().toISOString());
    }
    throw error;
  }
  const { from, to, rows } = answer.value;
  const [raw] = answer.raw;
  for (const { draft, log } of holders) {
    await log.add(conid, {
      source: 'gateway',
      from,
      to,
      askedAt: answer.fetchedAt,
      ...(raw === undefined ? {} : { raw }),
      rows: rows.get(draft.account.id) ?? [],
    });
    addOddities(draft, answer.oddities);
    draft.takenAt = later(draft.takenAt, answer.fetchedAt);
  }
  return answer.gaps ?? [];
}
