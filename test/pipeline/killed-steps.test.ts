import { describe, expect, it } from 'vitest';
import { endRun } from '#pipeline/end-run';
import type { EndEvent, StartEvent } from '#pipeline/events';
import { SourceError } from '#sources/source-error';
import { Machine } from '#test/support/machine';

/**
 * Each step that writes, ended at each of its writes, just before it or just after, and repeated as the state machine
 * repeats it: the answer and the archive must be those of the step that was left in peace.
 */
interface Step {
  /** A life in which the step has something to write. */
  readonly born: () => Promise<Machine>;
  readonly go: (machine: Machine) => Promise<unknown>;
  readonly writes: number;
}

const FINAL = { start: 'schedule', kind: 'final' } as const;
const living = async (at: string, reported: string): Promise<Machine> =>
  (await new Machine(at).settled()).reportedBefore(reported);
const saturday = (): Promise<Machine> => living('2026-11-21T10:45:00Z', '2026-11-20');
/** What starts is the write of the healthy session itself, so that the answer of a repeated minute means nothing. */
const minute = async (machine: Machine): Promise<void> => void (await machine.minute());
const begin = (event: StartEvent) => (machine: Machine) => machine.begin(event, 'mine');

/** A run that was taken by this execution. */
async function taken(): Promise<Machine> {
  const machine = await saturday();
  await machine.begin(FINAL, 'mine');
  return machine;
}

/** The morning run found nobody, and keep-session has written that down. */
async function waiting(): Promise<Machine> {
  const machine = await living('2026-11-21T06:00:00Z', '2026-11-20');
  machine.loggedIn = false;
  await machine.minute();
  await machine.at('2026-11-21T10:45:00Z');
  await machine.start(FINAL);
  return machine.at('2026-11-21T17:00:00Z');
}

/** A day that failed, of which the owner was told; its run is taken again. */
async function broken(): Promise<Machine> {
  const machine = await saturday();
  machine.fail = () => new SourceError('unreachable', 'Nobody answers.', 'Look at the host.');
  await machine.start(FINAL);
  machine.fail = () => undefined;
  await machine.begin(FINAL, 'mine');
  return machine;
}

const end = (steps: Partial<EndEvent>) => (machine: Machine) =>
  endRun({ run: { kind: 'final', marketDate: '2026-11-20' as never }, execution: 'mine', ...steps }, machine.ports);
const collected = { next: 'publish', status: 'complete', accounts: ['a', 'b'] } as const;
const published = [
  { account: 'a', revision: 1 },
  { account: 'b', failed: 'WorkbookFailed' },
] as const;

const ONCE: Readonly<Record<string, Step>> = {
  'begin: one run is due': { born: saturday, go: begin(FINAL), writes: 1 },
  'begin: a week was missed': {
    born: () => living('2026-11-21T10:45:00Z', '2026-11-16'),
    go: begin(FINAL),
    writes: 5,
  },
  'begin: the market was closed': {
    born: () => living('2026-11-22T10:45:00Z', '2026-11-21'),
    go: begin(FINAL),
    writes: 1,
  },
  'begin: weeks without a start are given up': {
    born: async () => (await living('2026-11-03T10:45:00Z', '2026-11-02')).at('2026-11-26T10:45:00Z'),
    go: begin(FINAL),
    writes: 15,
  },
  'begin: the owner is told of a login': { born: waiting, go: begin({ start: 'owner-hour' }), writes: 1 },
  'begin: the deadline is over': {
    born: () => living('2026-11-21T17:00:00Z', '2026-11-20'),
    go: begin({ start: 'deadline' }),
    writes: 1,
  },
  'end: all went well': { born: taken, go: end({ collected, published: [published[0]], notified: [] }), writes: 1 },
  'end: a step broke': { born: taken, go: end({ error: { Error: 'States.Timeout' } }), writes: 2 },
  'end: an account and a mail are missing': {
    born: taken,
    go: end({ collected, published, notified: [{ recipient: 'r1', state: 'unknown' }] }),
    writes: 2,
  },
  'end: reports come again': {
    born: broken,
    go: end({ collected, published: [published[0]], notified: [{ recipient: 'r1', state: 'sent' }] }),
    writes: 2,
  },
  'keep-session: somebody logged in': {
    born: async () => {
      const machine = await waiting();
      machine.loggedIn = true;
      return machine;
    },
    go: minute,
    writes: 2,
  },
  'keep-session: the login is gone': {
    born: async () => {
      const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
      await machine.minute();
      machine.loggedIn = false;
      return machine;
    },
    go: minute,
    writes: 1,
  },
  'keep-session: the host is another': {
    born: async () => {
      const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
      await machine.minute();
      machine.host = 'i-2';
      return machine;
    },
    go: minute,
    writes: 2,
  },
};

const archiveOf = ({ archive }: Machine): unknown =>
  [...archive.objects.keys()].sort().map((key) => [key, archive.json(key)]);

describe('ended at any of its writes and repeated,', () => {
  it.each(Object.entries(ONCE))('%s: comes to the same', async (_, { born, go, writes }) => {
    const whole = await born();
    const before = whole.archive.writes;
    const answer = await go(whole);
    expect(whole.archive.writes - before).toBe(writes);
    for (let at = 1; at <= writes; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const machine = await born();
        const { archive } = machine;
        const last = archive.writes + at;
        archive.failWrite = (_key, write) => (write === last ? when : undefined);
        await expect(go(machine), `${when} ${at}`).rejects.toThrow('The process ended here.');
        archive.failWrite = () => undefined;
        expect([when, at, await go(machine)]).toEqual([when, at, answer]);
        expect([when, at, archiveOf(machine)]).toEqual([when, at, archiveOf(whole)]);
      }
    }
  });
});
