import { type CollectFlexPorts, collectFlex } from './collect-flex.ts';
import type { CollectEvent, CollectResult } from './events.ts';
import { type FlexRunRecord, isThere } from './flex-run-record.ts';
import { keepOtherRuns, type LeasePorts } from './keep-other-runs.ts';
import { lookBack } from './look-back.ts';
import { wholeSeconds } from './next-step.ts';
import { renewRun } from './run-record.ts';

export interface CollectFlexRunPorts extends CollectFlexPorts, LeasePorts {
  /** Account numbers to report, or all that the query shows. */
  readonly accounts: readonly string[] | 'all';
}

/** Statements come out once a day: a quarter of an hour more is soon enough. */
const AGAIN_MS = 15 * 60_000;

/** Of a close run: there is no statement of a running day, and nothing is lost. */
const NOT_CONCERNED: CollectResult = { next: 'publish', status: 'complete', accounts: [] };

/**
 * One go at the statement of a run, beside the gateway's. The last one is made at the deadline itself. Why it waits or
 * failed stands in the statement's record under `flexRunKey`, not in the answer; the run's own record is only kept
 * alive, for the other source writes there too.
 *
 * @throws ArchiveError when the archive can't take what came; the step may be repeated
 */
export async function collectFlexRun(event: CollectEvent, ports: CollectFlexRunPorts): Promise<CollectResult> {
  const { run, execution } = event;
  if (run.kind === 'close') return NOT_CONCERNED;
  const { archive, clock } = ports;
  if ((await renewRun(archive, run, { holder: execution, now: clock.now() })) === 'lost') return LOST;
  await keepOtherRuns(event, clock.now(), ports);
  const began = clock.now();
  const request = { run, accounts: ports.accounts, by: execution };
  const record = await collectFlex(request, ports);
  // Not while its own statement is asked for again anyway: what is late for it may be there with it.
  if (isThere(record) || clock.now() >= new Date(event.until)) await lookBack(request, began, ports);
  if ((await renewRun(archive, run, { holder: execution, now: clock.now() })) === 'lost') return LOST;
  return stepAfter(record, clock.now(), new Date(event.until));
}

const LOST: CollectResult = { next: 'end', status: 'lost', accounts: [] };

function stepAfter(record: FlexRunRecord, now: Date, deadline: Date): CollectResult {
  const { status, accounts } = record;
  if (status === 'waiting' && now < deadline) {
    const at = Math.min(now.getTime() + AGAIN_MS, deadline.getTime());
    return { next: 'wait', resumeAt: wholeSeconds(new Date(at), now), status, accounts };
  }
  if (isThere(record)) return { next: 'publish', status: status === 'complete' ? 'complete' : 'partial', accounts };
  return { next: 'end', status: 'failed', accounts };
}
