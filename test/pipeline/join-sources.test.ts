import { describe, expect, it } from 'vitest';
import type { CollectResult, JoinEvent, SourceResult, TakenRun } from '#pipeline/events';
import { joinSources } from '#pipeline/join-sources';
import { Machine } from '#test/support/machine';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const EARLY = '2026-11-21T11:00:00Z';
const LATER = '2026-11-21T11:15:00Z';

const publish = (accounts: readonly string[], status: CollectResult['status'] = 'complete'): CollectResult => ({
  next: 'publish',
  status,
  accounts,
});
const wait = (resumeAt: string, accounts: readonly string[] = []): CollectResult => ({
  next: 'wait',
  resumeAt,
  status: 'waiting',
  accounts,
});
const NEEDS_LOGIN: CollectResult = { next: 'end', status: 'waiting', accounts: [] };
const FAILED: CollectResult = { next: 'end', status: 'failed', accounts: [] };
const BROKEN: SourceResult = { failed: 'States.Timeout' };
const LOST: CollectResult = { next: 'end', status: 'lost', accounts: [] };

async function begun(): Promise<{ machine: Machine; taken: TakenRun }> {
  const machine = await (await new Machine('2026-11-21T10:45:00Z').settled()).reportedBefore('2026-11-20');
  const [taken] = (await machine.begin(FINAL, 'mine')).runs;
  return { machine, taken: taken as TakenRun };
}

async function join(sources: JoinEvent['sources'], { machine, taken }: Awaited<ReturnType<typeof begun>>) {
  return joinSources({ run: taken.run, execution: 'mine', until: taken.until, sources }, machine.ports);
}

const joined = async (sources: JoinEvent['sources']) => join(sources, await begun());

describe('two sources of one run', () => {
  it.each<[string, JoinEvent['sources'], object]>([
    [
      'both done: published, with the accounts of either once',
      { gateway: publish(['a', 'b']), flex: publish(['b', 'c']) },
      { next: 'publish', status: 'complete', accounts: ['a', 'b', 'c'] },
    ],
    [
      'both waiting: until the earlier one',
      { gateway: wait(LATER, ['a']), flex: wait(EARLY) },
      { next: 'wait', resumeAt: EARLY, status: 'waiting', accounts: ['a'] },
    ],
    [
      'one done, one waiting: waited for',
      { gateway: publish(['a']), flex: wait(EARLY) },
      { next: 'wait', resumeAt: EARLY, status: 'waiting', accounts: ['a'] },
    ],
    [
      'a missing login, while the statement may still come: waited for',
      { gateway: NEEDS_LOGIN, flex: wait(EARLY) },
      { next: 'wait', resumeAt: EARLY, status: 'waiting', accounts: [] },
    ],
    [
      'a missing login, and the statement there: done without one',
      { gateway: NEEDS_LOGIN, flex: publish(['a']) },
      { next: 'publish', status: 'complete', accounts: ['a'] },
    ],
    [
      'a gateway that failed, and the statement there: done',
      { gateway: FAILED, flex: publish(['a']) },
      { next: 'publish', status: 'complete', accounts: ['a'], sources: { gateway: 'failed', flex: 'complete' } },
    ],
    [
      'a gateway whose step broke, and the statement there: done',
      { gateway: BROKEN, flex: publish(['a']) },
      { next: 'publish', status: 'complete', accounts: ['a'], sources: { gateway: 'failed', flex: 'complete' } },
    ],
    [
      'a statement that failed, and the gateway complete: done',
      { gateway: publish(['a']), flex: FAILED },
      { next: 'publish', status: 'complete', accounts: ['a'], sources: { gateway: 'complete', flex: 'failed' } },
    ],
    [
      'a part of either: partial',
      { gateway: publish(['a'], 'partial'), flex: publish(['a']) },
      { next: 'publish', status: 'partial', accounts: ['a'] },
    ],
    [
      'both failed: as of the gateway alone',
      { gateway: FAILED, flex: FAILED },
      { next: 'end', status: 'failed', accounts: [] },
    ],
    [
      'a missing login and no statement: the login starts it',
      { gateway: NEEDS_LOGIN, flex: FAILED },
      { next: 'end', status: 'waiting', accounts: [] },
    ],
    [
      'no gateway, the statement there',
      { flex: publish(['a']) },
      { next: 'publish', status: 'complete', accounts: ['a'] },
    ],
    ['no gateway, and no statement', { flex: FAILED }, { next: 'end', status: 'failed', accounts: [] }],
    ['no gateway, and a step that broke', { flex: BROKEN }, { next: 'end', status: 'failed', accounts: [] }],
    [
      'a run that another holds',
      { gateway: publish(['a']), flex: LOST },
      { next: 'end', status: 'lost', accounts: [] },
    ],
  ])('%s', async (_, sources, expected) => {
    expect(await joined(sources)).toMatchObject(expected);
  });

  it('touches nothing of a run that another execution has taken over', async () => {
    const scene = await begun();
    const event = { run: scene.taken.run, execution: 'other', until: scene.taken.until };
    const result = await joinSources({ ...event, sources: { flex: publish(['a']) } }, scene.machine.ports);
    expect(result).toEqual({ next: 'end', status: 'lost', accounts: [], sources: {} });
  });

  it('holds the run over the wait, however the branches left its lease', async () => {
    const scene = await begun();
    await join({ gateway: wait('2026-11-21T15:00:00Z'), flex: wait('2026-11-21T14:00:00Z') }, scene);
    expect(scene.machine.archive.json('state/runs/2026/11/20/final.json')).toMatchObject({
      lease: { holder: 'mine', until: '2026-11-21T14:20:00.000Z' },
    });
  });

  it('notes how each source came out, with why', async () => {
    const scene = await begun();
    await join({ gateway: BROKEN, flex: publish(['a']) }, scene);
    expect(scene.machine.archive.json('state/runs/2026/11/20/final.json')).toMatchObject({
      sources: {
        gateway: { status: 'failed', why: { message: 'A step of the run broke (States.Timeout).' } },
        flex: { status: 'complete' },
      },
    });
  });

  it('puts the accounts into the archive when they are too many for an event', async () => {
    const scene = await begun();
    const keys = Array.from({ length: 101 }, (_, index) => index.toString(16).padStart(12, '0'));
    const result = await join({ gateway: publish(keys.slice(0, 60)), flex: publish(keys.slice(40)) }, scene);
    const list = 'state/runs/2026/11/20/final.publish.json';
    expect(result).toMatchObject({ next: 'publish', status: 'complete', accounts: [], list });
    expect(scene.machine.archive.json(list)).toEqual(keys);
    const few = await join({ gateway: publish(keys.slice(0, 100)) }, await begun());
    expect(few).not.toHaveProperty('list');
    expect(few.accounts).toHaveLength(100);
  });

  it('gives the same when the step is repeated', async () => {
    const scene = await begun();
    const sources = { gateway: NEEDS_LOGIN, flex: publish(['a']) };
    expect(await join(sources, scene)).toEqual(await join(sources, scene));
  });
});

describe('a close run', () => {
  it('is the gateway’s alone', async () => {
    const machine = await new Machine('2026-11-20T21:30:00Z').settled();
    const [taken] = (await machine.begin({ start: 'schedule', kind: 'close' }, 'mine')).runs;
    const scene = { machine, taken: taken as TakenRun };
    const gateway: CollectResult = { next: 'end', status: 'complete', accounts: ['a'] };
    expect(await join({ gateway, flex: publish([]) }, scene)).toEqual({ ...gateway, sources: { gateway: 'complete' } });
    const failed = await join({ gateway: FAILED, flex: publish([]) }, scene);
    expect(failed).toMatchObject({ next: 'end', status: 'failed' });
  });
});
