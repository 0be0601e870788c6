import type { Archive } from '#archive/archive';
import type { Gap } from '#domain/gap';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { Gateway } from '#sources/gateway/gateway';
import { collect } from './collect.ts';
import type { CollectEvent, CollectResult } from './events.ts';
import { keepOtherRuns } from './keep-other-runs.ts';
import { type NextStep, nextStep } from './next-step.ts';
import { renewRun } from './run-record.ts';
import { isSettled } from './run-times.ts';
import { runDeadline, type ScheduleHours } from './schedule-hours.ts';

export interface CollectRunPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly calendar: MarketCalendar;
  readonly hours: ScheduleHours;
  /** Opens the gateway for a run; closed by collect. */
  readonly open: (run: Run) => Gateway;
  /** Account numbers to report, or all that the login shows. */
  readonly accounts: readonly string[] | 'all';
  /** Whether the close run is published and mailed too. */
  readonly mailAfterClose: boolean;
  /** The function's own time limit, less what it needs to save what came. No new paced call is begun after it. */
  readonly until: () => Date;
}

const DAY_IS_OVER: Gap = {
  reason: 'not-available',
  message: 'The day of the close run is over: what is held now is not what was held at that close.',
};

/**
 * One go at collecting a run, in a process of limited time: what came is kept, and the answer says whether to publish,
 * to wait and go on, or to end. Why it waits or ends stands in the run's record, not in the answer.
 *
 * @throws ArchiveError when the archive can't take what was collected; the step may be repeated
 */
export async function collectRun(event: CollectEvent, ports: CollectRunPorts): Promise<CollectResult> {
  const { run, execution } = event;
  const { archive, clock, calendar } = ports;
  const held = await renewRun(archive, run, { holder: execution, now: clock.now() });
  if (held === 'lost') return { next: 'end', status: 'lost', accounts: [] };
  await keepOtherRuns(event, clock.now(), ports);
  if (run.kind === 'close' && clock.now() >= runDeadline(run, ports.hours)) {
    return settle(event, { next: 'end', status: 'failed', accounts: [], why: DAY_IS_OVER }, ports);
  }
  const deadline = new Date(event.until);
  const ownLimit = ports.until();
  const until = ownLimit < deadline ? ownLimit : deadline;
  const outcome = await collect(
    { run, accounts: ports.accounts, until, ownLimit },
    { ...ports, open: () => ports.open(run), settled: (one, at) => isSettled(one, at, calendar) },
  );
  const step = nextStep(outcome, {
    now: clock.now(),
    deadline,
    outOfTime: clock.now() >= ownLimit,
    pauses: held.pauses ?? 0,
    publishes: run.kind === 'final' || ports.mailAfterClose,
  });
  return settle(event, step, ports);
}

/** Notes why and until when; a run that was lost meanwhile is left to its new holder. */
async function settle(event: CollectEvent, step: NextStep, ports: CollectRunPorts): Promise<CollectResult> {
  const { why, pause, ...result } = step;
  const held = await renewRun(ports.archive, event.run, {
    holder: event.execution,
    now: ports.clock.now(),
    ...(result.resumeAt ? { until: new Date(result.resumeAt) } : {}),
    ...(why ? { why } : {}),
    ...(pause ? { pause } : {}),
  });
  if (held === 'lost') return { next: 'end', status: 'lost', accounts: [] };
  if (result.resumeAt) await keepOtherRuns(event, new Date(result.resumeAt), ports);
  return result;
}
