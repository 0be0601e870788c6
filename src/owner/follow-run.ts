import type { Archive } from '#archive/archive';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { BeginResult, StartEvent } from '#pipeline/events';
import type { ExecutionStep, MachinePort } from './cloud.ts';
import { StoppedFollowing } from './interrupted.ts';
import { dayLine, instantLine } from './printable.ts';
import { type RunRecord, readRunRecord } from './run-records.ts';

/** Between two looks; Step Functions allows many more. */
const LOOK_MS = 2_000;

export interface FollowPorts {
  readonly machine: MachinePort;
  readonly archive: Archive;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly timeZone: string;
}

/** What became of an execution. */
export interface FollowedRun {
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
  /** The runs it took, as their records stand now. */
  readonly runs: readonly RunRecord[];
  /** The runs it left alone, and why. */
  readonly notTaken: readonly { readonly run: Run; readonly why: string }[];
}

/** A name for an execution that a person can find again: `person-final-20261121T104500123Z`. Unique to the millisecond. */
export function executionName(event: Extract<StartEvent, { start: 'person' }>, now: Date): string {
  const at = now.toISOString().replaceAll(/[-:.]/g, '');
  return `person-${event.kind}-${event.marketDate ? `${event.marketDate}-` : ''}${at}`;
}

/** Follows an execution to its end. @throws StoppedFollowing when the person pressed Ctrl-C: the run goes on */
export async function followRun(execution: string, ports: FollowPorts): Promise<FollowedRun> {
  const { machine, clock, progress } = ports;
  let last = 0;
  let begun: BeginResult | undefined;
  const look = async (): Promise<void> => {
    for (const step of await machine.eventsAfter(execution, last)) {
      last = Math.max(last, step.id);
      begun ??= begunIn(step);
      const line = lineOf(step, ports.timeZone);
      if (line) progress(line);
    }
  };
  try {
    let facts = await machine.describe(execution);
    for (; facts.status === 'RUNNING'; facts = await machine.describe(execution)) {
      await look();
      await clock.sleep(LOOK_MS);
    }
    await look();
    const runs = await Promise.all((begun?.runs ?? []).map(({ run }) => readRunRecord(ports.archive, run)));
    return { ...facts, runs: runs.filter((record) => record !== undefined), notTaken: begun?.notTaken ?? [] };
  } catch (error) {
    throw StoppedFollowing.insteadOf(error, 'The run goes on without you. See what became of it: npx daybook status');
  }
}

/** What `Begin` gave, when this is the event that tells it. */
function begunIn(step: ExecutionStep): BeginResult | undefined {
  if (step.kind !== 'left' || step.state !== 'Begin') return undefined;
  const data = jsonOf(step) as Partial<BeginResult> | undefined;
  if (!Array.isArray(data?.runs)) return undefined;
  return { runs: data.runs, notices: [], notTaken: Array.isArray(data.notTaken) ? data.notTaken : [] };
}

function lineOf(step: ExecutionStep, timeZone: string): string | undefined {
  if (step.kind !== 'entered') return undefined;
  switch (step.state) {
    case 'Begin':
      return 'Looking which runs are due';
    case 'Collect': {
      const run = (jsonOf(step) as { run?: Run } | undefined)?.run;
      return run ? `Collecting: ${run.kind} run of ${dayLine(String(run.marketDate))}` : 'Collecting';
    }
    case 'CollectFlex':
      return 'Asking for the Flex statement';
    case 'WaitForBroker': {
      const collected = (jsonOf(step) as { collected?: Paused } | undefined)?.collected;
      const at = collected?.resumeAt;
      return `${awaited(collected)}${at ? ` until ${instantLine(at, timeZone)}` : ''}`;
    }
    case 'Publish':
      return 'Building the reports';
    case 'Notify':
      return 'Mailing';
    case 'End':
      return 'Closing the run';
    default:
      return undefined;
  }
}

interface Paused {
  readonly resumeAt?: string;
  readonly sources?: { readonly gateway?: string; readonly flex?: string };
}

/** Of two sources either may ask for the pause; a source that waits for no more has another status. */
function awaited(collected: Paused | undefined): string {
  const flex = collected?.sources?.flex === 'waiting';
  const gateway = collected?.sources?.gateway === 'waiting';
  if (!flex) return "Waiting for the broker's limits";
  return gateway ? 'Waiting for the gateway and for the Flex statement' : 'Waiting for the Flex statement';
}

/** What a state got or gave. History cut short by Step Functions is no JSON: then the line says less. */
function jsonOf(step: ExecutionStep): unknown {
  try {
    return JSON.parse(step.data ?? 'null') ?? undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
