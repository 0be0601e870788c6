import type { Archive } from '#archive/archive';
import { runKey } from '#archive/keys';
import type { Gap } from '#domain/gap';
import type { Run } from '#domain/snapshot';
import type { RunEnd } from './events.ts';
import type { RunState } from './run-state.ts';
import { changeState, readState, type StateFile } from './state-file.ts';

/** Longer than a function may take (15 minutes) with its retries: a holder that is silent for longer is gone. */
const LEASE_MS = 20 * 60_000;
/** Left of a lease when a stage that changes nothing else renews it. */
const RENEW_MS = 10 * 60_000;

const fileOf = (run: Run): StateFile<RunState> => ({
  key: runKey(run),
  schema: 'daybook-run/1',
  what: `The record of the ${run.kind} run of ${run.marketDate}`,
});

export const readRun = (archive: Archive, run: Run): Promise<RunState | undefined> => readState(archive, fileOf(run));

/** Whether nothing is left to do: a failed or waiting run is tried again, these are not. */
export function hasEnded(record: RunState | undefined): boolean {
  return record?.state === 'done' || record?.state === 'partial' || record?.state === 'skipped';
}

/** Whether somebody else than `holder` is at it and alive. */
export function heldByOther(record: RunState | undefined, holder: string, now: Date): boolean {
  if (record?.state !== 'running' || !record.lease || record.lease.holder === holder) return false;
  return new Date(record.lease.until) > now;
}

/**
 * Takes a run for an execution: one of any number that try at once. A retried step of the same execution takes it
 * again; a lease that has run out is taken over.
 * @param by.again take it also when it has ended: a person asks
 */
export async function takeRun(
  archive: Archive,
  run: Run,
  by: { readonly holder: string; readonly now: Date; readonly again: boolean },
): Promise<'taken' | 'ended' | 'running'> {
  let result: 'taken' | 'ended' | 'running' = 'taken';
  await changeState(archive, fileOf(run), (before): RunState | undefined => {
    result = 'taken';
    if (heldByOther(before, by.holder, by.now)) result = 'running';
    else if (hasEnded(before) && !by.again) result = 'ended';
    if (result !== 'taken') return before;
    const mine = before?.state === 'running' && before.lease?.holder === by.holder;
    const at = by.now.toISOString();
    return {
      schema: 'daybook-run/1',
      run,
      state: 'running',
      lease: { holder: by.holder, until: leaseEnd(by.now) },
      since: before?.since ?? at,
      at,
      tries: (before?.tries ?? 0) + (mine ? 0 : 1),
      ...(before?.why ? { why: before.why } : {}),
      ...(mine && before.pauses ? { pauses: before.pauses } : {}),
      ...earlierEnd(before),
    };
  });
  return result;
}

function earlierEnd(before: RunState | undefined): Pick<RunState, 'earlier'> {
  if (before && hasEnded(before)) return { earlier: before.state as RunEnd };
  return before?.earlier ? { earlier: before.earlier } : {};
}

/**
 * A sign of life of the holder. The lease then lasts 20 minutes from `until` (default: from `now`).
 * @returns `lost` when another execution has taken the run over, or it has ended: the caller stops
 */
export async function renewRun(
  archive: Archive,
  run: Run,
  sign: {
    readonly holder: string;
    readonly now: Date;
    readonly until?: Date;
    /** Why it pauses; kept for whoever looks. */
    readonly why?: Gap;
    /** Adds to {@link RunState.pauses}. */
    readonly pause?: boolean;
    /** How its sources came out, for whoever looks. */
    readonly sources?: RunState['sources'];
  },
): Promise<RunState | 'lost'> {
  let held: RunState | 'lost' = 'lost';
  await changeState(archive, fileOf(run), (before): RunState | undefined => {
    held = 'lost';
    if (before?.state !== 'running' || before.lease?.holder !== sign.holder) return before;
    const from = sign.until && sign.until > sign.now ? sign.until : sign.now;
    held = {
      ...before,
      lease: { holder: sign.holder, until: leaseEnd(from) },
      at: sign.now.toISOString(),
      ...(sign.why ? { why: sign.why } : {}),
      ...(sign.pause ? { pauses: (before.pauses ?? 0) + 1 } : {}),
      ...(sign.sources ? { sources: sign.sources } : {}),
    };
    return held;
  });
  return held;
}

/** As {@link renewRun}, for the many small steps of one run: writes only when half of the lease is gone. */
export async function keepLease(archive: Archive, run: Run, holder: string, now: Date): Promise<'held' | 'lost'> {
  const record = await readRun(archive, run);
  if (record?.state !== 'running' || record.lease?.holder !== holder) return 'lost';
  if (new Date(record.lease.until).getTime() - now.getTime() > RENEW_MS) return 'held';
  return (await renewRun(archive, run, { holder, now })) === 'lost' ? 'lost' : 'held';
}

/**
 * Ends a run and frees its lease. One that a person asked for again keeps its good end when this try comes to nothing. A retried step finds it ended by itself and gets the same answer.
 * @returns the record, or `lost` when the run isn't the holder's (any more)
 */
export async function finishRun(
  archive: Archive,
  run: Run,
  end: { readonly holder: string; readonly now: Date; readonly state: RunEnd; readonly why?: Gap | undefined },
): Promise<RunState | 'lost'> {
  let result: RunState | 'lost' = 'lost';
  await changeState(archive, fileOf(run), (before): RunState | undefined => {
    result = 'lost';
    if (before && before.state !== 'running' && before.endedBy === end.holder) result = before;
    if (before?.state !== 'running' || before.lease?.holder !== end.holder) return before;
    const { lease: _freed, why: _old, pauses: _pauses, earlier, ...rest } = before;
    const worse = end.state === 'failed' || end.state === 'waiting';
    const why = end.state === 'done' ? undefined : end.why;
    result = {
      ...rest,
      state: worse && earlier ? earlier : end.state,
      at: end.now.toISOString(),
      endedBy: end.holder,
      ...(why ? { why } : {}),
    };
    return result;
  });
  return result;
}

/** Ends a run that nobody is at as skipped: the market was closed, or it can't be had any more. */
export async function skipRun(archive: Archive, run: Run, why: Gap, by: string, now: Date): Promise<RunState> {
  const record = await changeState(archive, fileOf(run), (before): RunState | undefined => {
    if (hasEnded(before) || heldByOther(before, by, now)) return before;
    const at = now.toISOString();
    return {
      schema: 'daybook-run/1',
      run,
      state: 'skipped',
      since: before?.since ?? at,
      at,
      tries: before?.tries ?? 0,
      why,
      endedBy: by,
    };
  });
  return record as RunState;
}

const leaseEnd = (from: Date): string => new Date(from.getTime() + LEASE_MS).toISOString();
