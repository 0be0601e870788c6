import type { Gap } from '#domain/gap';
import type { Run } from '#domain/snapshot';
import type { CollectResult, RunEnd } from './events.ts';

/**
 * The record of a run under {@link runKey}: what makes a repeated or overlapping start a no-op. Changed only by
 * compare and swap.
 */
export interface RunState {
  readonly schema: 'daybook-run/1';
  readonly run: Run;
  readonly state: 'running' | RunEnd;
  /** Held while `running`: by whom, and until when without a sign of life. */
  readonly lease?: { readonly holder: string; readonly until: string };
  /** First start of the run, and the last change. ISO 8601 UTC. */
  readonly since: string;
  readonly at: string;
  /** How often an execution took it. */
  readonly tries: number;
  /** Why it pauses, waits, failed or was skipped. */
  readonly why?: Gap;
  /** Of a run with two sources: how each came out last, with what kept it from giving all. */
  readonly sources?: { readonly gateway?: SourceEnd; readonly flex?: SourceEnd };
  /** While `running`: pauses made for a cause that may pass. */
  readonly pauses?: number;
  /** While `running` again because a person asked: the end it had reached before, which a worse one doesn't undo. */
  readonly earlier?: RunEnd;
  /** Once ended: the execution that ended it, so that its own repeated step is told the same. */
  readonly endedBy?: string;
}

/** How one source of a run came out. */
export interface SourceEnd {
  readonly status: CollectResult['status'];
  readonly why?: Gap;
}
