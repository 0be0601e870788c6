import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { latestSnapshot, saveSnapshot } from '#archive/snapshot-store';
import { type Account, maskedId } from '#domain/account';
import { UNKNOWN_CURRENCY } from '#domain/currency';
import type { Gap } from '#domain/gap';
import type { Run, Snapshot } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { Gateway } from '#sources/gateway/gateway';
import {
  type AccountDraft,
  draftOf,
  gapsOf,
  keepPreliminary,
  lacks,
  oldestAnswer,
  snapshotOf,
  startOver,
} from './account-draft.ts';
import { chooseAccounts, noticeOfAll } from './choose-accounts.ts';
import { clockGap } from './clocks-agree.ts';
import { collectHoldings, collectPerformance } from './collect-account.ts';
import { collectTransactions } from './collect-transactions.ts';
import { readCollectedRecord, writeCollectedRecord } from './collected-record.ts';
import { conclude, endedBy } from './conclude.ts';
import { gapOf } from './gap-of.ts';
import { keepOneRead, mendOneRead } from './one-read.ts';
import type { CollectedAccount, CollectOutcome, Unreported } from './outcome.ts';

export interface CollectRequest {
  readonly run: Run;
  /** Account numbers to collect, or all that the login shows. */
  readonly accounts: readonly string[] | 'all';
  /** No new paced call is begun after this instant: the run's deadline. */
  readonly until: Date;
  /**
   * When this process has to save what came: no account is begun after it, and what is left is named as `paced`.
   * Default: whenever it is done.
   */
  readonly ownLimit?: Date;
  /** Ask for the contracts that an earlier, complete try left because of the pauses. Default: no. */
  readonly goOn?: boolean;
}

export interface CollectPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Opens the source for one run; closed by collect. */
  readonly open: () => Gateway;
  /** Whether what is collected at `at` for the run is as good as it gets: the day's figures are final by then. */
  readonly settled: (run: Run, at: Date) => boolean;
}

const OUT_OF_TIME: Gap = {
  reason: 'paced',
  message: 'The broker answered too slowly for everything to be asked in time.',
};

/**
 * Pulls everything one run needs and keeps it: each answer raw, then one Snapshot an account with what is missing
 * marked. What an earlier try of the same run already has is not asked for again; a run that is complete makes no call.
 * Whatever breaks midway, the Snapshots of what came before are saved.
 *
 * @throws ArchiveError when the archive can't take what was collected
 */
export async function collect(request: CollectRequest, ports: CollectPorts): Promise<CollectOutcome> {
  const asked = request.accounts === 'all' ? 'all' : request.accounts.map(accountKey);
  const done = await readCollectedRecord(ports.archive, request.run);
  const left = request.goOn === true && done?.contractsLeft === true;
  if (done?.status === 'complete' && !left && covers(done.asked, asked) && stands(request.run, done.at, ports)) {
    ports.progress('Everything for this run is in the archive already; nothing is asked.');
    const accounts =
      asked === 'all' ? done.accounts : done.accounts.filter((account) => asked.includes(account.account));
    return { status: 'complete', accounts, unreported: [] };
  }
  const began = ports.clock.now().toISOString();
  const gateway = ports.open();
  try {
    const outcome = await collectFrom(gateway, request, ports);
    if (outcome.accounts.length + outcome.unreported.length > 0) {
      await writeCollectedRecord(ports.archive, request.run, {
        schema: 'daybook-collected/1',
        status: outcome.status === 'complete' ? 'complete' : 'partial',
        at: began,
        asked,
        accounts: outcome.accounts,
        contractsLeft: outcome.accounts.some((account) => account.contractsLeft),
        unreported: outcome.unreported,
      });
    }
    return outcome;
  } finally {
    await gateway.close();
  }
}

/**
 * Whether asking again gains nothing: what was collected is final, or now would still be as preliminary as then.
 * @param at when the first of it came: a try may go on for hours of pauses, and past the hour at which the day is final
 */
function stands(run: Run, at: string | undefined, ports: CollectPorts): boolean {
  return at === undefined || ports.settled(run, new Date(at)) || !ports.settled(run, ports.clock.now());
}

function covers(done: readonly string[] | 'all', asked: readonly string[] | 'all'): boolean {
  return done === 'all' || (asked !== 'all' && asked.every((key) => done.includes(key)));
}

async function collectFrom(gateway: Gateway, request: CollectRequest, ports: CollectPorts): Promise<CollectOutcome> {
  let listed: readonly Account[];
  ports.progress('Reading the list of accounts');
  try {
    listed = (await gateway.accounts()).value;
  } catch (error) {
    return endedBy(gapOf(error), { accounts: [], unreported: [] });
  }
  const clocks = clockGap(gateway.aheadMs());
  if (clocks) return endedBy(clocks, { accounts: [], unreported: [] });
  const wanted = chooseAccounts(listed, request.accounts);
  const paper = noticeOfAll(listed, request.accounts);
  if (paper) ports.progress(paper);

  const drafts: AccountDraft[] = [];
  const outOfTime = (): boolean => request.ownLimit !== undefined && ports.clock.now() >= request.ownLimit;
  let stop: Gap | undefined;
  let accounts: readonly CollectedAccount[] = [];
  try {
    for (const [index, listedAccount] of wanted.accounts.entries()) {
      const account = await described(gateway, listedAccount);
      const draft = await openDraft(account, request.run, ports);
      drafts.push(draft);
      const name = wanted.accounts.length > 1 ? ` (account ${index + 1} of ${wanted.accounts.length})` : '';
      if (outOfTime()) stop ??= OUT_OF_TIME;
      stop ??= await collectHoldings(gateway, draft, name, ports.progress);
      mendOneRead(draft);
    }
    if (request.run.kind === 'final') {
      for (const [index, draft] of drafts.entries()) {
        if (stop) break;
        if (outOfTime()) {
          leaveForLater(drafts.slice(index));
          break;
        }
        const name = drafts.length > 1 ? ` (account ${index + 1} of ${drafts.length})` : '';
        stop = await collectPerformance(gateway, draft, name, ports.progress);
      }
      // Transactions can take hours of pauses: a process that is ended in them must not lose what came before.
      if (!stop) await save(drafts, request.run, ports);
      const until = beforeNext(drafts, request.until);
      const ended = await collectTransactions(stop ? undefined : gateway, drafts, { ...request, until }, ports);
      stop ??= ended;
    }
  } finally {
    // Also when the archive or a fault of ours ends the run: what came before must not be asked for again.
    accounts = await save(drafts, request.run, ports);
  }
  const unreported = [...wanted.absent, ...drafts.flatMap((draft) => unreportedOf(draft, request.run, stop))];
  return conclude({ accounts, unreported }, stop);
}

/** The account, asked for by itself when the list names no currency for it, as happens to one that is not yet open. */
async function described(gateway: Gateway, account: Account): Promise<Account> {
  if (account.baseCurrency !== UNKNOWN_CURRENCY) return account;
  try {
    return (await gateway.meta(account.id)).value;
  } catch (error) {
    // Only a source's refusal is let go: the account's other answers then say what is missing.
    gapOf(error);
    return account;
  }
}

/** The draft of an account: what an earlier try has, or an empty one. A preliminary one is begun anew but for the close's holdings. */
async function openDraft(account: Account, run: Run, ports: CollectPorts): Promise<AccountDraft> {
  const key = accountKey(account.id);
  const earlier = await latestSnapshot(ports.archive, key, run);
  if (earlier) {
    const draft = draftOf(account, earlier.snapshot);
    const kept = stands(run, oldestAnswer(draft, run), ports) ? draft : startOver(draft, run);
    keepOneRead(kept, run, ports.clock.now());
    return kept;
  }
  const close = run.kind === 'final' ? await latestSnapshot(ports.archive, key, { ...run, kind: 'close' }) : undefined;
  const draft = draftOf(account, close?.snapshot);
  keepOneRead(draft, run, ports.clock.now());
  return draft;
}

async function save(drafts: readonly AccountDraft[], run: Run, ports: CollectPorts): Promise<CollectedAccount[]> {
  const saved: CollectedAccount[] = [];
  for (const draft of drafts) {
    mendOneRead(draft);
    keepPreliminary(draft);
    const snapshot: Snapshot | undefined = snapshotOf(draft, run);
    if (!snapshot) continue;
    const stored = await saveSnapshot(ports.archive, accountKey(draft.account.id), snapshot);
    saved.push({
      account: accountKey(draft.account.id),
      snapshotKey: stored.key,
      gaps: gapsOf(snapshot),
      contractsLeft: draft.contractsLeft ?? false,
    });
  }
  return saved;
}

/** Until when bookings may be asked for: what a pause kept back before them comes first once it is over. */
function beforeNext(drafts: readonly AccountDraft[], until: Date): Date {
  const pauses = drafts.flatMap(({ datasets: { transactions: _, ...others } }) => Object.values(others));
  const ends = pauses.flatMap((part) => (part.status === 'missing' ? [part.gap] : (part.gaps ?? [])));
  const times = ends.flatMap(({ reason, resumeAt }) => (reason === 'paced' && resumeAt ? [Date.parse(resumeAt)] : []));
  return new Date(Math.min(until.getTime(), ...times));
}

/** Past values of these accounts were not reached in the time of this process. */
function leaveForLater(drafts: readonly AccountDraft[]): void {
  for (const draft of drafts) {
    if (lacks(draft, 'performance')) draft.datasets.performance = { status: 'missing', gap: OUT_OF_TIME };
  }
}

/** An account of which not one dataset came: it must not vanish from the run. */
function unreportedOf(draft: AccountDraft, run: Run, stop: Gap | undefined): Unreported[] {
  if (snapshotOf(draft, run)) return [];
  const missing = Object.values(draft.datasets).find((dataset) => dataset.status === 'missing');
  const why: Gap = stop ?? missing?.gap ?? { reason: 'not-asked', message: 'The account was not reached.' };
  const name = maskedId(draft.account.id);
  return [
    { account: accountKey(draft.account.id), maskedId: name, why: { ...why, message: `${name}: ${why.message}` } },
  ];
}
