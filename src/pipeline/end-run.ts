import type { Gap } from '#domain/gap';
import { type EndNoticePorts, endNotices } from './end-notices.ts';
import type { EndEvent, EndResult, RunEnd } from './events.ts';
import { finishRun, readRun } from './run-record.ts';
import { stepFailed } from './step-failed.ts';
import { whyOfRun } from './why-of-run.ts';

export type EndRunPorts = EndNoticePorts;

/**
 * Ends a run: its record, its lease, and what the owner should hear. A step that is repeated gives the same answer; of
 * a run that another execution has taken over nothing is touched and nothing said.
 *
 * @throws ArchiveError when a record can't be read or written; the step may be repeated
 */
export async function endRun(event: EndEvent, ports: EndRunPorts): Promise<EndResult> {
  const { run, execution } = event;
  const { archive, clock } = ports;
  const before = await readRun(archive, run);
  const { state, why } = stateOf(event, whyOfRun(before));
  const ended = await finishRun(archive, run, { holder: execution, now: clock.now(), state, why });
  if (ended === 'lost' || ended.state === 'running') {
    return { run, state: before && before.state !== 'running' ? before.state : 'skipped', notices: [] };
  }
  return { run, state, notices: await endNotices(event, { ...ended, state }, ports) };
}

/** How a run ended, by what its steps gave. A report that is not whole, or not mailed to all, is partial. */
function stateOf(event: EndEvent, noted: Gap | undefined): { readonly state: RunEnd; readonly why?: Gap | undefined } {
  const { collected, error } = event;
  const published = event.published ?? [];
  const reports = published.filter((one) => 'revision' in one);
  if (!collected || (error && reports.length === 0)) return { state: 'failed', why: stepFailed(error?.Error) };
  if (collected.next === 'end') {
    switch (collected.status) {
      case 'complete':
        return { state: 'done' };
      case 'partial':
        return { state: 'partial', why: noted };
      case 'waiting':
        return { state: 'waiting', why: noted };
      default:
        return { state: 'failed', why: noted ?? stepFailed(undefined) };
    }
  }
  if (reports.length === 0) return { state: 'failed', why: noReportBuilt(published) };
  if (error) return { state: 'partial', why: stepFailed(error.Error) };
  const mailed = (event.notified ?? []).every(({ state }) => MAILED.has(state));
  const damaged = [...new Set(reports.flatMap((one) => one.damaged ?? []))];
  const whole =
    collected.status === 'complete' && reports.length === published.length && mailed && damaged.length === 0;
  return whole ? { state: 'done' } : { state: 'partial', why: noted ?? unreadable(damaged) };
}

const MAILED: ReadonlySet<string> = new Set(['sent', 'already-sent', 'nothing-to-send']);

/** At least one report went without a Snapshot of an earlier day. */
function unreadable([first, ...more]: readonly string[]): Gap | undefined {
  if (first === undefined) return undefined;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  return {
    reason: 'unreadable',
    message: `The archive's Snapshot ${first}${others} can't be read.`,
    nextStep: 'Restore it from a backup, then make the report anew: "npx daybook archive rebuild".',
  };
}

function noReportBuilt(published: NonNullable<EndEvent['published']>): Gap {
  const failures = [...new Set(published.flatMap((one) => ('failed' in one ? [one.failed] : [])))];
  return {
    reason: 'unreadable',
    message: `What was collected could not be made into a report${failures.length ? ` (${failures.join(', ')})` : ''}.`,
    nextStep: 'The log of the function "publish" has the details; what the broker said is kept.',
  };
}
