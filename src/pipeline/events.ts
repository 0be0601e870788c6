import type { CalendarDate } from '#domain/calendar-date';
import type { GapReason } from '#domain/gap';
import type { Run, RunKind } from '#domain/snapshot';

/**
 * What travels between the stages when each runs in a process of its own: small, plain JSON, without an account
 * number, a recipient or an amount. Accounts and recipients go by their short keys; everything else lies in the archive.
 */

/** What starts the machine. */
export type StartEvent =
  /** The clock: one of the two runs of a day is due. */
  | { readonly start: 'schedule'; readonly kind: RunKind }
  /** The gateway's session became healthy: whatever is due. */
  | { readonly start: 'login' }
  /** A person asks for one run, also for one that has ended. Default: the newest that can be had. */
  | { readonly start: 'person'; readonly kind: RunKind; readonly marketDate?: CalendarDate }
  /**
   * The owner's hour, or the final run's deadline: what still waits is told. With Flex alone, the deadline asks once more
   * for the statements that lack.
   */
  | { readonly start: 'owner-hour' }
  | { readonly start: 'deadline' };

/** Of {@link beginRuns}: the start, and the execution's own name, by which leases are held. */
export interface BeginEvent {
  readonly event: StartEvent;
  readonly execution: string;
}

export interface BeginResult {
  /** Taken for this execution, oldest market day last; without a gateway the oldest first. */
  readonly runs: readonly TakenRun[];
  /** For the owner, now. */
  readonly notices: readonly Notice[];
  /** What became of runs that this start did not take: closed day, done, held by another execution. */
  readonly notTaken: readonly { readonly run: Run; readonly why: NotTaken }[];
  /**
   * Until when the execution goes on asking for bookings once its runs have ended, ISO 8601 UTC: `until` of the last
   * final run. Absent when no final run was taken, and when a person waits for the execution's end.
   */
  readonly fillUntil?: string;
}

export type NotTaken = 'closed-day' | 'ended' | 'running' | 'not-due' | 'too-late' | 'no-gateway';

export interface TakenRun {
  readonly run: Run;
  /** No new attempt after this instant, ISO 8601 UTC. */
  readonly until: string;
  /** Whom to mail, by recipient key; empty for a close run without mail. */
  readonly recipients: readonly string[];
}

/** To the owner's notice topic: subject of at most 100 ASCII characters, plain text. */
export interface Notice {
  readonly subject: string;
  readonly message: string;
}

/** Every later stage of one run gets this beside its own. */
export interface RunEvent {
  readonly run: Run;
  readonly execution: string;
}

export interface CollectEvent extends RunEvent {
  readonly until: string;
}

export interface CollectResult {
  /** What the machine does next: publish what there is, wait until `resumeAt` and collect again, or end the run. */
  readonly next: 'publish' | 'wait' | 'end';
  /** With `wait`; ISO 8601 UTC, whole seconds. */
  readonly resumeAt?: string;
  readonly status: 'complete' | 'partial' | 'waiting' | 'failed' | 'lost';
  /** Keys of the accounts that have a Snapshot to publish. */
  readonly accounts: readonly string[];
}

/** One source's part of a final run: what it gave, or the name of the error that ended it for good. */
export type SourceResult = CollectResult | { readonly failed: string };

/** Of {@link joinSources}: what the sources of a run, asked side by side, came to. At least one is there. */
export interface JoinEvent extends CollectEvent {
  readonly sources: { readonly gateway?: SourceResult; readonly flex?: SourceResult };
}

/** As of one source, over all of them: `accounts` are those that either has. */
export interface JoinResult extends CollectResult {
  /** How each source came out, for the run's end: `failed` for an error, else its status. */
  readonly sources: { readonly gateway?: CollectResult['status']; readonly flex?: CollectResult['status'] };
  /**
   * With `publish`: `accounts` is empty, and the list of account keys, a JSON array of text, lies under this key of
   * the archive, when there are more accounts than {@link MANY_ACCOUNTS}.
   */
  readonly list?: string;
}

/** Above it accounts are published through a map of executions of their own, over a list in the archive. */
export const MANY_ACCOUNTS = 100;

/** After the runs of an execution, of the function that collects: bookings are asked for, for later reports. */
export interface FillEvent {
  readonly execution: string;
  /** No new call after this instant, ISO 8601 UTC. */
  readonly fillUntil: string;
}

export interface FillResult {
  /** What the machine does next: wait until `resumeAt` and ask again, or end. */
  readonly next: 'wait' | 'end';
  /** With `wait`; ISO 8601 UTC, whole seconds. */
  readonly resumeAt?: string;
  /** Contracts that were told in this go. */
  readonly asked: number;
  /** With `end`: what the source refused, when that was the end. */
  readonly why?: GapReason;
}

export interface PublishEvent extends RunEvent {
  readonly account: string;
}

export type PublishResult =
  | {
      readonly account: string;
      readonly revision: number;
      /** Market days before, whose reports were made anew because their statement came late; absent: none. */
      readonly corrected?: readonly CalendarDate[];
      /** Archive keys of Snapshots of earlier days that can't be read: the report went without them; absent: none. */
      readonly damaged?: readonly string[];
    }
  /** The name of the error's class; its words are in the log. */
  | { readonly account: string; readonly failed: string };

export interface NotifyEvent extends RunEvent {
  readonly recipient: string;
  readonly published: readonly PublishResult[];
}

export interface NotifyResult {
  readonly recipient: string;
  readonly state: 'sent' | 'already-sent' | 'unknown' | 'refused' | 'paused' | 'nothing-to-send' | 'failed';
  /**
   * With `refused`: why and what to do, without the last full stop; with `paused`: `bounces` or `complaint`; with
   * `failed`, and with `unknown` when this very try broke: the error's class. Holds no address.
   */
  readonly why?: string;
}

export interface EndEvent extends RunEvent {
  readonly collected?: CollectResult | JoinResult;
  readonly published?: readonly PublishResult[];
  readonly notified?: readonly NotifyResult[];
  /** Of a step that failed for good: as Step Functions gives it. */
  readonly error?: { readonly Error?: string; readonly Cause?: string };
}

export interface EndResult {
  readonly run: Run;
  readonly state: RunEnd;
  readonly notices: readonly Notice[];
}

export type RunEnd = 'done' | 'partial' | 'waiting' | 'failed' | 'skipped';
