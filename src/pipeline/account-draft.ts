import type { Account } from '#domain/account';
import type { Dataset, PresentDataset } from '#domain/dataset';
import type { Gap, GapReason } from '#domain/gap';
import {
  type BasicDatasetName,
  type DatasetName,
  type Datasets,
  datasetOf,
  type Oddity,
  type Run,
  type Snapshot,
} from '#domain/snapshot';
import type { DatasetGap } from './outcome.ts';

/** A Snapshot in the making: datasets are filled in as answers come. */
export interface AccountDraft {
  readonly account: Account;
  readonly datasets: { -readonly [N in DatasetName]?: Dataset<Datasets[N]> };
  /** Holdings that an earlier try read, set aside while all of them are read anew. */
  earlierRead?: { readonly [N in DatasetName]?: Dataset<Datasets[N]> };
  /** Returns of a preliminary try, set aside while the final ones are asked for. */
  preliminary?: PresentDataset<Datasets['performance']>;
  oddities: readonly Oddity[];
  /** When the newest answer came, ISO 8601 UTC. */
  takenAt?: string;
  /** Contracts are worth asking for that the broker's pauses left for later. */
  contractsLeft?: boolean;
}

const NAMES: readonly BasicDatasetName[] = [
  'summary',
  'ledger',
  'positions',
  'allocation',
  'performance',
  'transactions',
];
const HOLDINGS: readonly DatasetName[] = ['summary', 'ledger', 'positions', 'allocation'];
/** What a close run leaves for the morning after. */
const LATER: readonly DatasetName[] = ['performance', 'transactions'];

/** A draft that starts from what an earlier Snapshot has; its gaps are open again. */
export function draftOf(account: Account, earlier?: Snapshot): AccountDraft {
  const draft: AccountDraft = { account, datasets: {}, oddities: [...(earlier?.oddities ?? [])] };
  if (!earlier) return draft;
  for (const name of NAMES) take(draft, earlier, name);
  draft.takenAt = earlier.takenAt;
  return draft;
}

/** Drops what can have changed since a preliminary try; holdings stay, they were taken at the close of the day. */
export function startOver(draft: AccountDraft, run: Run): AccountDraft {
  const names = run.kind === 'final' ? LATER : NAMES;
  const kept = { ...draft, datasets: { ...draft.datasets }, oddities: [...draft.oddities] };
  const { performance } = draft.datasets;
  if (run.kind === 'final' && performance?.status === 'present') kept.preliminary = performance;
  for (const name of names) delete kept.datasets[name];
  return kept;
}

/**
 * Takes the preliminary returns again when the final ones did not come: their hour tells what they are. The gap they
 * carry is one that asking again may mend, so that no run counts as complete with them. To be called before a save.
 */
export function keepPreliminary(draft: AccountDraft): void {
  const { preliminary, datasets } = draft;
  if (!preliminary || !lacks(draft, 'performance')) return;
  const missing = datasets.performance;
  const gap: Gap =
    missing?.status === 'missing' && MENDABLE.has(missing.gap.reason)
      ? missing.gap
      : { reason: 'not-ready', message: 'Final returns and past values were not to be had; these are preliminary.' };
  datasets.performance = { ...preliminary, gaps: [gap] };
}

/**
 * When the oldest of the parts came that are better had later, ISO 8601 UTC; undefined when there is none. Transactions
 * are not among them: their log knows of each contract when it was told.
 */
export function oldestAnswer(draft: AccountDraft, run: Run): string | undefined {
  const names: readonly DatasetName[] = run.kind === 'final' ? ['performance'] : HOLDINGS;
  const times = names.flatMap((name) => {
    const dataset = draft.datasets[name];
    return dataset?.status === 'present' ? [dataset.fetchedAt] : [];
  });
  return times.sort()[0];
}

function take<N extends BasicDatasetName>(draft: AccountDraft, earlier: Snapshot, name: N): void {
  const dataset = earlier.datasets[name];
  if (dataset.status === 'present') (draft.datasets as Record<N, typeof dataset>)[name] = dataset;
}

/** Whether the holdings part is there already. */
export function lacks(draft: AccountDraft, name: DatasetName): boolean {
  return draft.datasets[name]?.status !== 'present';
}

/** Adds what an answer had that this version doesn't know; the same thing counts together. */
export function addOddities(draft: AccountDraft, found: readonly Oddity[]): void {
  const sums = new Map(draft.oddities.map((oddity) => [`${oddity.kind} ${oddity.where} ${oddity.name}`, oddity]));
  for (const oddity of found) {
    const key = `${oddity.kind} ${oddity.where} ${oddity.name}`;
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, count: sum.count + oddity.count } : oddity);
  }
  draft.oddities = [...sums.values()];
}

/** The Snapshot of a draft, or undefined when not one dataset came. */
export function snapshotOf(draft: AccountDraft, run: Run): Snapshot | undefined {
  if (!draft.takenAt || NAMES.every((name) => lacks(draft, name))) return undefined;
  const dataset = <N extends BasicDatasetName>(name: N): Dataset<Datasets[N]> =>
    (draft.datasets[name] as Dataset<Datasets[N]> | undefined) ?? { status: 'missing', gap: notAsked(name, run) };
  return {
    schema: 'daybook-snapshot/1',
    run,
    account: draft.account,
    takenAt: draft.takenAt,
    datasets: {
      summary: dataset('summary'),
      ledger: dataset('ledger'),
      positions: dataset('positions'),
      allocation: dataset('allocation'),
      performance: dataset('performance'),
      transactions: dataset('transactions'),
    },
    oddities: draft.oddities,
  };
}

function notAsked(name: DatasetName, run: Run): Gap {
  const later = run.kind === 'close' && LATER.includes(name);
  return {
    reason: 'not-asked',
    message: later
      ? `${label(name)} of the day come with the final run of the next morning.`
      : `${label(name)} were not reached before the run ended.`,
  };
}

/** The dataset's name for people, plural. */
export function label(name: DatasetName): string {
  const names: Record<DatasetName, string> = {
    summary: 'Account totals',
    ledger: 'Cash and currencies',
    positions: 'Holdings',
    allocation: 'Allocation figures',
    performance: 'Returns and past values',
    transactions: 'Transactions',
    statement: 'The statement',
  };
  return names[name];
}

/** What a Snapshot lacks that its run should have and that asking again may bring. */
export function gapsOf(snapshot: Snapshot): readonly DatasetGap[] {
  const names: readonly DatasetName[] = snapshot.run.kind === 'close' ? HOLDINGS : NAMES;
  return names.flatMap((name) => {
    const dataset = datasetOf(snapshot, name);
    const gaps =
      dataset.status === 'missing' ? [dataset.gap] : (dataset.gaps ?? []).filter((gap) => worthAsking(name, gap));
    return gaps.map((gap) => ({ ...gap, dataset: name }));
  });
}

const MENDABLE: ReadonlySet<GapReason> = new Set([
  'server-error',
  'unreachable',
  'unreadable',
  'needs-login',
  'paced',
  'silent',
  'maintenance',
  'cut-off',
  'not-ready',
]);

/**
 * Whether a part that is missing inside a dataset is worth another call. Holdings are not asked twice: they are of one
 * moment. The pause between two contracts is the rule, and what the broker has not does not come by asking.
 */
function worthAsking(name: DatasetName, gap: Gap): boolean {
  if (HOLDINGS.includes(name) || (name === 'transactions' && gap.reason === 'paced')) return false;
  return MENDABLE.has(gap.reason);
}
