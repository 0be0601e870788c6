import type { Gap, GapReason } from '#domain/gap';
import type { CollectResult } from './events.ts';
import type { CollectOutcome } from './outcome.ts';

/** What comes after one go at collecting, with what the run's record keeps of it. */
export interface NextStep extends CollectResult {
  readonly why?: Gap;
  /** It pauses for a cause that may pass. */
  readonly pause?: boolean;
}

export interface StepBasis {
  readonly now: Date;
  /** No new attempt after it. */
  readonly deadline: Date;
  /** The process stopped because its own time was over. */
  readonly outOfTime: boolean;
  /** Pauses made before for causes that may pass. */
  readonly pauses: number;
  /** Whether this run makes a report at all. */
  readonly publishes: boolean;
}

/** Between two tries at something that may pass by itself. */
const AGAIN_MS = 30 * 60_000;
/** The machine's own clock and ours may differ: a wait is never in the past. */
const LEAST_MS = 5_000;
/** A report that lacks something is held back for one more try, not for a whole morning. */
const PARTIAL_PAUSES = 1;

/** Causes that often pass by themselves: the gateway starts again, the broker works on its systems. */
export const PASSING: ReadonlySet<GapReason> = new Set([
  'unreachable',
  'silent',
  'maintenance',
  'server-error',
  'cut-off',
  'not-ready',
  'unreadable',
  'blocked',
]);

/** Decides what the machine does next. A login is never waited for: whoever logs in starts what is due. */
export function nextStep(outcome: CollectOutcome, basis: StepBasis): NextStep {
  const accounts = outcome.accounts.map(({ account }) => account);
  const wait = (at: Date, why: Gap, pause = false): NextStep | undefined =>
    at < basis.deadline
      ? { next: 'wait', resumeAt: wholeSeconds(at, basis.now), status: 'waiting', accounts, why, pause }
      : undefined;
  // Work on the broker's systems has an hour at which it ends; everything else is tried again after a while.
  const soon = ({ resumeAt }: Gap): Date => new Date(resumeAt ?? basis.now.getTime() + AGAIN_MS);
  const missing = [...outcome.unreported.map(({ why }) => why), ...outcome.accounts.flatMap(({ gaps }) => gaps)];
  const cut = basis.outOfTime ? cutShort(outcome, missing) : undefined;
  const goOn = cut && wait(basis.now, cut);
  if (goOn) return goOn;
  if (outcome.status === 'waiting' || outcome.status === 'failed') {
    const { why } = outcome;
    const end: NextStep = { next: 'end', status: outcome.status, accounts, why };
    if (outcome.status === 'waiting' && outcome.resumeAt === undefined) return end;
    const at = outcome.status === 'waiting' && outcome.resumeAt ? new Date(outcome.resumeAt) : soon(why);
    const passes = outcome.status === 'waiting' || PASSING.has(why.reason);
    const later = passes ? wait(at, why, outcome.status === 'failed') : undefined;
    if (later) return later;
    // No time left: what came is worth a report, with what is missing named in it.
    if (accounts.length > 0 && basis.publishes) return { next: 'publish', status: 'partial', accounts, why };
    return { ...end, status: 'failed' };
  }
  const passing = missing.find(({ reason }) => PASSING.has(reason));
  const again = passing && basis.pauses < PARTIAL_PAUSES ? wait(soon(passing), passing, true) : undefined;
  if (again) return again;
  const [why] = missing;
  const next = basis.publishes ? 'publish' : 'end';
  return { next, status: outcome.status, accounts, ...(why ? { why } : {}) };
}

/** What this process left for want of time, if that is all that keeps it from going on. */
function cutShort(outcome: CollectOutcome, missing: readonly Gap[]): Gap | undefined {
  if (outcome.status === 'waiting') return undefined;
  const causes = outcome.status === 'failed' ? [outcome.why, ...missing] : missing;
  return causes.find((gap) => gap.reason === 'paced' && !gap.resumeAt);
}

/** An instant for the machine to wait for: whole seconds, and never in the past. */
export function wholeSeconds(at: Date, now: Date): string {
  const ms = Math.max(at.getTime(), now.getTime() + LEAST_MS);
  return new Date(Math.ceil(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
