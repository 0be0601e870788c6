import type { Gap } from '#domain/gap';
import type { DatasetName } from '#domain/snapshot';

/** How collecting ended. The state machine and the local command decide by it what comes next. */
export type CollectOutcome = Collected &
  (
    | { readonly status: 'complete' }
    | { readonly status: 'partial' }
    /** `resumeAt` absent: a person has to act (log in) first. */
    | { readonly status: 'waiting'; readonly why: Gap; readonly resumeAt?: string }
    | { readonly status: 'failed'; readonly why: Gap }
  );

/** What came of a run, account by account. */
export interface Collected {
  readonly accounts: readonly CollectedAccount[];
  /** Accounts that should be reported and gave nothing at all. None is left out in silence. */
  readonly unreported: readonly Unreported[];
}

/** An account without a Snapshot, and why. */
export interface Unreported {
  /** Short hash: the account's key in the archive. */
  readonly account: string;
  /** `U…4567`. */
  readonly maskedId: string;
  readonly why: Gap;
}

/** A saved Snapshot: where it lies and what it lacks. */
export interface CollectedAccount {
  /** Short hash: the account's key in the archive. */
  readonly account: string;
  readonly snapshotKey: string;
  readonly gaps: readonly DatasetGap[];
  /** Some contracts were not asked for their transactions yet. */
  readonly contractsLeft: boolean;
}

/** A dataset that the run should have and has not. */
export interface DatasetGap extends Gap {
  readonly dataset: DatasetName;
}
