import { publishListKey } from '#archive/keys';
import type { Gap } from '#domain/gap';
import { type JoinEvent, type JoinResult, MANY_ACCOUNTS, type SourceResult } from './events.ts';
import { readFlexRun } from './flex-run-record.ts';
import { joinStep } from './join-step.ts';
import { keepOtherRuns, type LeasePorts } from './keep-other-runs.ts';
import { renewRun } from './run-record.ts';
import type { SourceEnd } from './run-state.ts';
import { stepFailed } from './step-failed.ts';

export type JoinSourcesPorts = LeasePorts;

/**
 * Puts together what the sources of a run came to when they were asked side by side, and says what comes next: wait
 * until the first of them may be asked again, publish what any of them gave, or end. How each came out stands in the
 * run's record, for the run's end. A step that is repeated gives the same answer.
 *
 * @throws ArchiveError when a record can't be read or written; the step may be repeated
 */
export async function joinSources(event: JoinEvent, ports: JoinSourcesPorts): Promise<JoinResult> {
  const { run, execution, sources } = event;
  const { archive, clock } = ports;
  const now = clock.now();
  const held = await renewRun(archive, run, { holder: execution, now });
  if (held === 'lost' || isLost(sources.gateway) || isLost(sources.flex)) return LOST;
  const gateway = sources.gateway && endOf(sources.gateway, held.why);
  const flexWhy = sources.flex && run.kind === 'final' ? (await readFlexRun(archive, run))?.why : undefined;
  // A close run has no statement: its other branch says nothing.
  const flex = sources.flex && run.kind === 'final' ? endOf(sources.flex, flexWhy) : undefined;
  const step = joinStep(
    { gateway: sources.gateway, flex: flex && sources.flex },
    { gatewayWhy: gateway?.why, pauses: held.pauses ?? 0 },
  );
  const until = step.resumeAt ? new Date(step.resumeAt) : now;
  // While the gateway has something to say of itself that stands: of a statement one can wait without it.
  const why = gateway?.why === undefined ? flex?.why : undefined;
  const ends = {
    ...(gateway ? { gateway: step.next === 'wait' ? gateway : given(gateway, sources.gateway) } : {}),
    ...(flex ? { flex } : {}),
  };
  const kept = await renewRun(archive, run, { holder: execution, now, until, sources: ends, ...(why ? { why } : {}) });
  if (kept === 'lost') return LOST;
  await keepOtherRuns(event, until, ports);
  const result = { ...step, sources: statusesOf(ends) };
  if (step.next !== 'publish' || step.accounts.length <= MANY_ACCOUNTS) return result;
  const list = publishListKey(run);
  await archive.put(list, JSON.stringify(step.accounts));
  return { ...result, accounts: [], list };
}

const LOST: JoinResult = { next: 'end', status: 'lost', accounts: [], sources: {} };

const isLost = (source: SourceResult | undefined): boolean =>
  source !== undefined && 'status' in source && source.status === 'lost';

/** A source that would wait on, and is not waited for, has given nothing. */
const given = (end: SourceEnd, source: SourceResult | undefined): SourceEnd =>
  source && 'next' in source && source.next === 'wait' ? { ...end, status: 'failed' } : end;

/** @param noted what the source wrote of itself */
function endOf(source: SourceResult, noted: Gap | undefined): SourceEnd {
  if ('failed' in source) return { status: 'failed', why: stepFailed(source.failed) };
  const { status } = source;
  return status === 'complete' || noted === undefined ? { status } : { status, why: noted };
}

function statusesOf({ gateway, flex }: { gateway?: SourceEnd; flex?: SourceEnd }): JoinResult['sources'] {
  return { ...(gateway ? { gateway: gateway.status } : {}), ...(flex ? { flex: flex.status } : {}) };
}
