import type { NotTaken } from '#pipeline/events';
import { dayLine, instantLine, printable } from './printable.ts';
import type { RunRecord } from './run-records.ts';

const STATES: Record<RunRecord['state'], string> = {
  running: 'is running',
  done: 'done',
  partial: 'done, with a part missing',
  waiting: 'waiting',
  failed: 'failed',
  skipped: 'skipped',
  unreadable: 'has a record that can not be read',
};

const NOT_TAKEN: Record<NotTaken, string> = {
  'closed-day': 'the market is closed that day',
  ended: 'it has ended already, and there is nothing new to do',
  running: 'another execution is at it',
  'not-due': 'it is not due yet',
  'too-late': 'it is too late: the broker no longer gives the figures of that day',
  'no-gateway': 'a close run asks the gateway, and the settings name none',
};

/** `the final run of 20 Nov 2026`. */
export function runName(run: RunRecord['run']): string {
  return `the ${run.kind === 'close' ? 'close' : 'final'} run of ${dayLine(run.marketDate)}`;
}

/** Why a start did not take a run, in words; a reason of another version stays as it is. */
export function notTakenText(why: string): string {
  return NOT_TAKEN[why as NotTaken] ?? printable(why);
}

/** How a run stands, in one sentence. */
export function runSentence(record: RunRecord, timeZone: string): string {
  const state = STATES[record.state] ?? printable(record.state);
  const why = record.why ? `: ${printable(record.why.message)}` : '';
  const when = record.at ? ` (${instantLine(record.at, timeZone)})` : '';
  return `${upper(runName(record.run))} ${state}${why}${when}`;
}

/** State in few words, for a table. */
export function stateText(record: RunRecord): string {
  return STATES[record.state] ?? printable(record.state);
}

const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
