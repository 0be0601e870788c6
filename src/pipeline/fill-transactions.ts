import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { accountsWithSnapshot, latestSnapshot } from '#archive/snapshot-store';
import { TransactionLog } from '#archive/transaction-log';
import { valueOf } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import { Paced } from '#sources/gateway/errors';
import type { Gateway } from '#sources/gateway/gateway';
import { draftOf } from './account-draft.ts';
import { chooseAccounts } from './choose-accounts.ts';
import { askForBookings, planBasis, windowStart } from './collect-transactions.ts';
import type { FillResult } from './events.ts';
import { gapOf } from './gap-of.ts';
import { wholeSeconds } from './next-step.ts';
import { isSettled } from './run-times.ts';
import { dueFinals, type ScheduleHours } from './schedule-hours.ts';
import { type LoggedAccount, planTransactions, type TransactionAsk } from './transaction-plan.ts';

export interface FillRequest {
  /** No call is begun at or after this instant: the deadline of the last final run of the execution. */
  readonly until: Date;
}

export interface FillPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly hours: ScheduleHours;
  /** Opens the gateway; its answers are kept with those of the run. */
  readonly open: (run: Run) => Gateway;
  /** Account numbers of the settings, or all that were reported. */
  readonly accounts: readonly string[] | 'all';
  /** The function's own time limit, less what it needs to save what came. No call is begun after it. */
  readonly until: () => Date;
}

/**
 * One go at asking for bookings after the reports are mailed: the contracts that the newest final run left, best first,
 * as many as the broker's pauses allow. The log alone takes what comes, so that no report that is out changes; later
 * runs find it there. As extra work it is worth no notice: whatever the source refuses ends it, and so does a refusal
 * of IBKR's for too many calls, for more of them would cost the runs of the day.
 *
 * @throws ArchiveError when a log can't be read or written
 */
export async function fillTransactions({ until }: FillRequest, ports: FillPorts): Promise<FillResult> {
  const { clock, hours, calendar } = ports;
  const now = clock.now();
  const [run] = dueFinals({ now, hours, calendar, firstLogin: new Date(0) });
  if (!run || now >= until) return { next: 'end', asked: 0 };
  const accounts = await reported(run, ports);
  // A go that has nothing to ask makes no call at all.
  if (planOf(accounts, run, ports).length === 0) return { next: 'end', asked: 0 };
  const gateway = ports.open(run);
  try {
    return await askAll(gateway, accounts, { run, until }, ports);
  } finally {
    await gateway.close();
  }
}

async function askAll(
  gateway: Gateway,
  accounts: readonly LoggedAccount[],
  { run, until }: FillRequest & { readonly run: Run },
  ports: FillPorts,
): Promise<FillResult> {
  const { clock } = ports;
  const ownLimit = ports.until();
  let asked = 0;
  const waitTo = (at: Date): FillResult =>
    at < until ? { next: 'wait', resumeAt: wholeSeconds(at, clock.now()), asked } : { next: 'end', asked };
  try {
    // Whoever has logged in meanwhile may see other accounts: their answers for ours would be empty.
    const { accounts: shown } = chooseAccounts((await gateway.accounts()).value, ports.accounts);
    const ours = accounts.filter(({ draft }) => shown.some(({ id }) => id === draft.account.id));
    for (const ask of planOf(ours, run, ports)) {
      const now = clock.now();
      if (now >= until) break;
      // A process that had no time for one contract would have none the next time either.
      if (now >= ownLimit) return asked > 0 ? waitTo(now) : { next: 'end', asked };
      await askForBookings(gateway, ask, clock);
      asked += 1;
    }
    return { next: 'end', asked };
  } catch (error) {
    const { reason, resumeAt } = gapOf(error);
    if (reason === 'paced' && resumeAt !== undefined && !isRefusal(error)) return waitTo(new Date(resumeAt));
    return { next: 'end', asked, why: reason };
  }
}

/** IBKR or the proxy said no, now or a while ago: no pause that was kept beforehand. */
const isRefusal = (error: unknown): boolean => error instanceof Paced && error.refused;

/** The accounts of which the run has holdings, and what is known of their bookings. One without may be refused by the broker. */
async function reported(run: Run, { archive, accounts }: FillPorts): Promise<readonly LoggedAccount[]> {
  const keys = accounts === 'all' ? await accountsWithSnapshot(archive, run) : accounts.map(accountKey);
  const found: LoggedAccount[] = [];
  for (const key of keys) {
    const snapshot = (await latestSnapshot(archive, key, run))?.snapshot;
    if (!snapshot || !valueOf(snapshot.datasets.positions)) continue;
    const log = await TransactionLog.open(archive, key, windowStart(run));
    found.push({ draft: draftOf(snapshot.account, snapshot), log });
  }
  return found;
}

function planOf(accounts: readonly LoggedAccount[], run: Run, { clock, calendar }: FillPorts): TransactionAsk[] {
  return planTransactions(accounts, planBasis(run, { clock, settled: (one, at) => isSettled(one, at, calendar) }));
}
