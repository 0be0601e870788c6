import type { Gap } from '#domain/gap';
import { endsSession } from './gap-of.ts';
import type { Collected, CollectOutcome } from './outcome.ts';

const NO_ACCOUNTS: Gap = {
  reason: 'account-refused',
  message: 'The login shows no account at all.',
  nextStep: 'Check in Client Portal that this username may see an account, then run the command again.',
};

/** How a run ended that could not get anywhere because of `why`. */
export function endedBy(why: Gap, collected: Collected): CollectOutcome {
  if (why.reason === 'needs-login') return { status: 'waiting', why, ...collected };
  if (why.reason === 'paced' && why.resumeAt) return { status: 'waiting', why, resumeAt: why.resumeAt, ...collected };
  return { status: 'failed', why, ...collected };
}

/** How a run ended, from what came of each account. @param stop what ended the session midway, if anything did */
export function conclude(collected: Collected, stop: Gap | undefined): CollectOutcome {
  const { accounts, unreported } = collected;
  if (accounts.length === 0) return endedBy(stop ?? unreported[0]?.why ?? NO_ACCOUNTS, collected);
  if (stop && endsSession(stop) && stop.reason === 'needs-login') return endedBy(stop, collected);
  const gaps = accounts.flatMap((account) => account.gaps);
  // Holdings and returns are worth waiting for. Transactions of one contract in 15 minutes are not: they come with later
  // runs. The latest end of a pause: before it there would be another wait.
  const waits = [...gaps.filter(({ dataset }) => dataset !== 'transactions'), ...unreported.map(({ why }) => why)]
    .filter((gap) => gap.reason === 'paced')
    .sort((a, b) => (b.resumeAt ?? '').localeCompare(a.resumeAt ?? ''));
  const [paced] = waits;
  if (paced) return endedBy(paced, collected);
  const lacking = gaps.length + unreported.length > 0;
  return lacking ? { status: 'partial', ...collected } : { status: 'complete', ...collected };
}
