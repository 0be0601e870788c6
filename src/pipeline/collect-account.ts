import type { Dataset } from '#domain/dataset';
import type { Gap } from '#domain/gap';
import type { DatasetName, Datasets } from '#domain/snapshot';
import type { Progress } from '#effects/progress';
import type { Answer, Gateway } from '#sources/gateway/gateway';
import { type AccountDraft, addOddities, label, lacks } from './account-draft.ts';
import { endsSession, namedGap } from './gap-of.ts';

/**
 * Fills the holdings of one draft: totals, ledger, positions, allocation, each on its own, so that one that fails
 * costs no other.
 * @returns the gap that ended the session, when one did
 */
export async function collectHoldings(
  gateway: Gateway,
  draft: AccountDraft,
  name: string,
  progress: Progress,
): Promise<Gap | undefined> {
  const { account } = draft;
  return firstEnd([
    () => fill(draft, 'summary', `Reading account totals${name}`, progress, () => gateway.summary(account)),
    () => fill(draft, 'ledger', `Reading cash and currencies${name}`, progress, () => gateway.ledger(account)),
    () => fill(draft, 'positions', `Reading holdings${name}`, progress, () => gateway.positions(account)),
    () => fill(draft, 'allocation', `Reading the allocation${name}`, progress, () => gateway.allocation(account)),
  ]);
}

/**
 * Fills past values and returns of one draft: all periods, and the broker's monthly returns to check them against.
 * Without the monthly ones the rest stands; the dataset names them as a gap.
 * @returns the gap that ended the session, when one did
 */
export async function collectPerformance(
  gateway: Gateway,
  draft: AccountDraft,
  name: string,
  progress: Progress,
): Promise<Gap | undefined> {
  const { account, datasets } = draft;
  const ended = await fill(draft, 'performance', `Reading past values and returns${name}`, progress, () =>
    gateway.performance(account),
  );
  const filled = datasets.performance;
  if (ended || filled?.status !== 'present' || filled.value.monthly) return ended;
  progress(`Reading monthly returns${name}`);
  try {
    const { value, raw, oddities, fetchedAt } = await gateway.monthly(account);
    const monthly = value.monthly ? { monthly: value.monthly } : {};
    const { gaps: _filled, ...rest } = filled;
    datasets.performance = { ...rest, value: { ...filled.value, ...monthly }, raw: [...filled.raw, ...raw] };
    addOddities(draft, oddities);
    draft.takenAt = later(draft.takenAt, fetchedAt);
    return undefined;
  } catch (error) {
    const gap = namedGap('Monthly returns', error);
    datasets.performance = { ...filled, gaps: [gap] };
    return endsSession(gap) ? gap : undefined;
  }
}

async function firstEnd(steps: readonly (() => Promise<Gap | undefined>)[]): Promise<Gap | undefined> {
  for (const step of steps) {
    const end = await step();
    if (end) return end;
  }
  return undefined;
}

async function fill<N extends DatasetName>(
  draft: AccountDraft,
  name: N,
  doing: string,
  progress: Progress,
  call: () => Promise<Answer<Datasets[N]>>,
): Promise<Gap | undefined> {
  if (!lacks(draft, name)) return undefined;
  progress(doing);
  const datasets = draft.datasets as Record<N, Dataset<Datasets[N]>>;
  try {
    const answer = await call();
    datasets[name] = {
      status: 'present',
      value: answer.value,
      asOf: answer.asOf ?? answer.fetchedAt,
      fetchedAt: answer.fetchedAt,
      source: 'gateway',
      raw: answer.raw,
      ...(answer.gaps?.length ? { gaps: answer.gaps } : {}),
    };
    addOddities(draft, answer.oddities);
    draft.takenAt = later(draft.takenAt, answer.fetchedAt);
    return undefined;
  } catch (error) {
    const gap = namedGap(label(name), error);
    datasets[name] = { status: 'missing', gap };
    return endsSession(gap) ? gap : undefined;
  }
}

/** The later of two instants in ISO form. */
export function later(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b;
}
