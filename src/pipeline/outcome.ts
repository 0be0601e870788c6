import type { Gap } from '#domain/gap';
import type { DatasetName } from '#domain/snapshot';

/** How collecting ended. The state machine and the local command decide by it what comes next. */
export type CollectOutcome =
  | { readonly status: 'complete'; readonly accounts: readonly CollectedAccount[] }
  | { readonly status: 'partial'; readonly accounts: readonly CollectedAccount[] }
  /** `resumeAt` absent: a person has to act (log in) first. */
  | {
      readonly status: 'waiting';
      readonly why: Gap;
      readonly resumeAt?: string;
      readonly accounts: readonly CollectedAccount[];
    }
  | { readonly status: 'failed'; readonly why: Gap; readonly accounts: readonly CollectedAccount[] };

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
