import { describe, expect, it } from 'vitest';
import { accountKey } from '#archive/keys';
import { collectFlexRun } from '#pipeline/collect-flex-run';
import type { TakenRun } from '#pipeline/events';
import { FlexDatesAmbiguous, FlexRefused, FlexUnreachable } from '#sources/flex/errors';
import { refusalOf } from '#sources/flex/refusals';
import { FlexTokenMissing } from '#sources/flex/token-missing';
import { Machine } from '#test/support/machine';
import { refusedWith, type ScriptedFlex, scriptedFlex, statementOf, statementXml } from '#test/support/scripted-flex';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const KEY = accountKey('U1');

interface Scene {
  readonly machine: Machine;
  readonly taken: TakenRun;
  readonly flex: ScriptedFlex;
}

/** Saturday 05:45 in New York: Friday's final run is taken. */
async function begun(answer?: ScriptedFlex['answer'], at = '2026-11-21T10:45:00Z', day = '2026-11-20'): Promise<Scene> {
  const machine = await (await new Machine(at).settled()).reportedBefore(day);
  const [taken] = (await machine.begin(FINAL, 'mine')).runs;
  return { machine, taken: taken as TakenRun, flex: scriptedFlex(answer) };
}

const go = (
  { machine, taken, flex }: Scene,
  { execution = 'mine', accounts = 'all' }: { execution?: string; accounts?: readonly string[] | 'all' } = {},
) =>
  collectFlexRun(
    { run: taken.run, execution, until: taken.until },
    { ...machine.ports, accounts, open: flex.open, query: '7' },
  );

const record = ({ machine }: Scene, day = '2026/11/20') =>
  machine.archive.json(`state/runs/${day}/final.flex.json`) as Record<string, unknown>;
const state = ({ machine }: Scene) => machine.archive.json('state/flex.json') as Record<string, unknown>;

describe('one go at a statement', () => {
  it('asks for the days since the market day before, keeps the answer as it came and makes its Snapshot', async () => {
    const scene = await begun(undefined, '2026-11-24T10:45:00Z', '2026-11-23');
    expect(await go(scene)).toEqual({ next: 'publish', status: 'complete', accounts: [KEY] });
    expect(scene.flex.requests).toEqual([{ query: '7', days: { from: '2026-11-21', to: '2026-11-23' } }]);
    const keys = [...scene.machine.archive.objects.keys()];
    const raw = 'raw/login/2026/11/23/final/20261124T104500Z-flex-1.xml';
    expect(scene.machine.archive.objects.get(raw)?.toString()).toBe(
      statementOf(['U1'])(scene.flex.requests[0] ?? { query: '' }),
    );
    expect(keys.filter((key) => key.startsWith('snapshots/'))).toEqual([
      expect.stringMatching(`^snapshots/${KEY}/2026/11/23/flex-1\\.`),
    ]);
    expect(record(scene, '2026/11/23')).toMatchObject({ status: 'complete', accounts: [KEY], raw, goes: 1 });
    expect(state(scene)).toMatchObject({
      first: '2026-11-24T10:45:00.000Z',
      last: { marketDate: '2026-11-23', at: '2026-11-24T10:45:00.000Z' },
    });
    expect(scene.flex.opened).toBe(0);
  });

  it('asks nothing again once the day is there', async () => {
    const scene = await begun();
    await go(scene);
    expect(await go(scene)).toMatchObject({ next: 'publish', status: 'complete', accounts: [KEY] });
    expect(scene.flex.requests).toHaveLength(1);
  });

  it('has nothing to do with a close run', async () => {
    const machine = await new Machine('2026-11-20T21:30:00Z').settled();
    const [taken] = (await machine.begin({ start: 'schedule', kind: 'close' }, 'mine')).runs;
    const scene = { machine, taken: taken as TakenRun, flex: scriptedFlex() };
    expect(await go(scene)).toEqual({ next: 'publish', status: 'complete', accounts: [] });
    expect(scene.flex.requests).toEqual([]);
  });

  it('touches nothing of a run that another execution has taken over', async () => {
    const scene = await begun();
    expect(await go(scene, { execution: 'other' })).toEqual({ next: 'end', status: 'lost', accounts: [] });
    expect(scene.flex.requests).toEqual([]);
    expect(record(scene)).toBeUndefined();
  });

  it.each([
    ['1003', refusedWith('1003')],
    ['1019', refusedWith('1019')],
    ['1018', refusedWith('1018')],
    ['a service that is away', new FlexUnreachable('unreachable', 'was not reached')],
  ])('waits a quarter of an hour after %s, with the run still held', async (_, error) => {
    const scene = await begun(() => error);
    expect(await go(scene)).toEqual({
      next: 'wait',
      resumeAt: '2026-11-21T11:00:00Z',
      status: 'waiting',
      accounts: [],
    });
    expect(record(scene)).toMatchObject({ status: 'waiting', why: { message: error.message } });
    expect(scene.machine.archive.json('state/flex.json')).toBeUndefined();
    expect(scene.machine.state('final', '2026-11-20')).toBe('running');
  });

  it('leaves a service alone that has shut out the token, until it opens again', async () => {
    const shut = new Date('2026-11-21T11:45:00Z');
    const refusal = refusalOf({ kind: 'response', status: 'Fail', errorCode: '1025' });
    if (refusal === undefined) throw new Error('1025 refuses nothing');
    const error = new FlexRefused(refusal, '1025', { outlook: 'later', resumeAt: shut });
    const scene = await begun((request, count) => (count === 1 ? error : statementOf(['U1'])(request)));
    for (const minute of ['10:45', '11:00', '11:15', '11:30']) {
      await scene.machine.at(`2026-11-21T${minute}:00Z`);
      expect(await go(scene)).toMatchObject({ next: 'wait', status: 'waiting' });
    }
    expect(scene.flex.requests).toHaveLength(1);
    expect(state(scene)).toMatchObject({ rest: { until: shut.toISOString() } });
    expect(state(scene)).not.toHaveProperty('refused');
    await scene.machine.at('2026-11-21T11:45:00Z');
    expect(await go(scene)).toMatchObject({ next: 'publish', status: 'complete' });
  });

  it('makes its last go at the deadline, and none after it', async () => {
    const scene = await begun(() => refusedWith('1003'));
    await scene.machine.at('2026-11-21T16:55:00Z');
    await scene.machine.archive.put(
      'state/runs/2026/11/20/final.json',
      JSON.stringify({
        ...(scene.machine.archive.json('state/runs/2026/11/20/final.json') as object),
        lease: { holder: 'mine', until: '2026-11-21T18:00:00.000Z' },
      }),
    );
    expect(await go(scene)).toMatchObject({ next: 'wait', resumeAt: '2026-11-21T17:00:00Z' });
    await scene.machine.at('2026-11-21T17:00:00Z');
    expect(await go(scene)).toEqual({ next: 'end', status: 'failed', accounts: [] });
    expect(scene.flex.requests).toHaveLength(2);
  });

  it.each(['1001', '1019'])(
    'asks for the query’s own days when the service hangs twice with %s on those asked',
    async (code) => {
      const scene = await begun(({ days }) => (days ? refusedWith(code) : statementXml([FRIDAY])));
      expect(await go(scene)).toMatchObject({ next: 'wait' });
      expect(await go(scene)).toMatchObject({ next: 'wait' });
      expect(await go(scene)).toMatchObject({ next: 'publish', status: 'complete', accounts: [KEY] });
      expect(scene.flex.requests.map(({ days }) => days !== undefined)).toEqual([true, true, false]);
    },
  );

  it.each(['1001', '1019'])('keeps asking for the days when a statement is merely late (%s)', async (code) => {
    const late = new Set([1, 3, 5]);
    const scene = await begun((request, count) =>
      late.has(count) ? refusedWith(code) : count < 6 ? refusedWith('1003') : statementOf(['U1'])(request),
    );
    for (let goes = 1; goes < 6; goes += 1) expect(await go(scene)).toMatchObject({ next: 'wait' });
    expect(await go(scene)).toMatchObject({ next: 'publish', status: 'complete' });
    expect(scene.flex.requests.every(({ days }) => days !== undefined)).toBe(true);
  });

  it('asks for a weekend that the query’s own period leaves out', async () => {
    const monday = { id: 'U1', from: '2026-11-23', to: '2026-11-23' };
    const scene = await begun(
      ({ days }) => {
        if (!days) return statementXml([monday]);
        return days.to === '2026-11-23'
          ? refusedWith('1019')
          : statementXml([{ id: 'U1', from: days.from, to: days.to }]);
      },
      '2026-11-24T10:45:00Z',
      '2026-11-23',
    );
    for (let goes = 0; goes < 2; goes += 1) await go(scene);
    expect(await go(scene)).toMatchObject({ next: 'publish', status: 'complete' });
    expect(scene.flex.requests.at(-1)?.days).toEqual({ from: '2026-11-21', to: '2026-11-22' });
  });

  it('goes back to the days when the query’s own don’t reach the market day', async () => {
    const old = { id: 'U1', from: '2026-11-16', to: '2026-11-19' };
    const scene = await begun(({ days }, count) =>
      count < 3 ? refusedWith('1019') : statementXml([days ? FRIDAY : old]),
    );
    expect(await go(scene)).toMatchObject({ next: 'wait' });
    expect(await go(scene)).toMatchObject({ next: 'wait' });
    expect(await go(scene)).toMatchObject({ next: 'wait', accounts: [] });
    expect(record(scene)).toMatchObject({ why: { message: expect.stringMatching(/ends on 2026-11-19/) } });
    expect(await go(scene)).toMatchObject({ next: 'publish', status: 'complete' });
    expect(scene.flex.requests.map(({ days }) => days !== undefined)).toEqual([true, true, false, true]);
  });

  it('takes no statement of another day for the one it asked for', async () => {
    const scene = await begun(() => statementXml([{ id: 'U1', from: '2026-11-19', to: '2026-11-19' }]));
    expect(await go(scene)).toMatchObject({ next: 'wait', status: 'waiting', accounts: [] });
    expect([...scene.machine.archive.objects.keys()].some((key) => key.startsWith('snapshots/'))).toBe(false);
  });

  it('asks for the days that a collapsed answer leaves out', async () => {
    const scene = await begun(
      ({ days }, count) =>
        count === 1
          ? statementXml([{ id: 'U1', from: '2026-11-23', to: '2026-11-23' }])
          : statementXml([{ id: 'U1', from: days?.from ?? '', to: days?.to ?? '' }]),
      '2026-11-24T10:45:00Z',
      '2026-11-23',
    );
    expect(await go(scene)).toMatchObject({ next: 'publish', status: 'complete' });
    expect(scene.flex.requests[1]?.days).toEqual({ from: '2026-11-21', to: '2026-11-22' });
    const snapshots = [...scene.machine.archive.objects.keys()].filter((key) => key.startsWith('snapshots/')).sort();
    const newest = scene.machine.archive.json(snapshots.at(-1) ?? '') as {
      datasets: { statement: { value: { history: { told: { netAssetValues: unknown } } } } };
    };
    expect(newest.datasets.statement.value.history.told.netAssetValues).toEqual([
      { from: '2026-11-21', to: '2026-11-23' },
    ]);
  });

  it('says so when the days left out don’t come', async () => {
    const scene = await begun(
      (_, count) =>
        count === 1 ? statementXml([{ id: 'U1', from: '2026-11-23', to: '2026-11-23' }]) : refusedWith('1003'),
      '2026-11-24T10:45:00Z',
      '2026-11-23',
    );
    expect(await go(scene)).toMatchObject({ next: 'publish', status: 'partial', accounts: [KEY] });
    expect(record(scene, '2026/11/23')).toMatchObject({
      why: { message: expect.stringMatching(/leaves out 2026-11-21 to 2026-11-22/) },
    });
  });

  it('names each account that the statements lack, and reports the others', async () => {
    const scene = await begun();
    expect(await go(scene, { accounts: ['U1', 'U7654321'] })).toEqual({
      next: 'publish',
      status: 'partial',
      accounts: [KEY],
    });
    expect(record(scene)).toMatchObject({
      unreported: [{ account: accountKey('U7654321'), maskedId: 'U…4321', why: { reason: 'account-refused' } }],
    });
    expect(JSON.stringify(record(scene))).not.toContain('U7654321');
  });

  it('waits for an account whose statement is a day behind, then reports without it', async () => {
    const scene = await begun(() => statementXml([FRIDAY, { id: 'U2', from: '2026-11-19', to: '2026-11-19' }]));
    expect(await go(scene)).toMatchObject({ next: 'wait', accounts: [KEY] });
    const over = { ...scene, taken: { ...scene.taken, until: '2026-11-21T10:45:00Z' } };
    expect(await go(over)).toMatchObject({ next: 'publish', status: 'partial', accounts: [KEY] });
  });

  it('asks anew once an account more is wanted', async () => {
    const scene = await begun(statementOf(['U1', 'U2']));
    await go(scene, { accounts: ['U1'] });
    expect(await go(scene, { accounts: ['U1', 'U2'] })).toMatchObject({ accounts: [KEY, accountKey('U2')] });
    expect(scene.flex.requests).toHaveLength(2);
  });

  it('asks for a preliminary statement again once it may be final, and once only', async () => {
    const scene = await begun(undefined, '2026-11-21T10:45:00Z');
    const early = { ...record(scene), schema: 'daybook-flex-run/1', run: scene.taken.run, status: 'complete' };
    const at = '2026-11-21T03:00:00.000Z';
    const there = { ...early, at, askedAt: at, by: 'local', goes: 1, asked: 'all', accounts: [KEY], unreported: [] };
    await scene.machine.archive.put('state/runs/2026/11/20/final.flex.json', JSON.stringify(there));
    scene.flex.answer = () => refusedWith('1003');
    expect(await go(scene)).toMatchObject({ next: 'publish', status: 'complete', accounts: [KEY] });
    expect(await go(scene)).toMatchObject({ next: 'publish' });
    expect(scene.flex.requests).toHaveLength(1);
  });
});

const FRIDAY = { id: 'U1', from: '2026-11-20', to: '2026-11-20' };

describe('a service that refuses', () => {
  it.each(['1010', '1011', '1012', '1013', '1014', '1015', '1016', '1020', '9999'])(
    'with %s is asked no more by this execution, and the refusal is kept without a token',
    async (code) => {
      const scene = await begun(() => refusedWith(code));
      expect(await go(scene)).toEqual({ next: 'end', status: 'failed', accounts: [] });
      expect(await go(scene)).toMatchObject({ next: 'end', status: 'failed' });
      expect(scene.flex.requests).toHaveLength(1);
      expect(state(scene)).toMatchObject({
        refused: { code, message: refusedWith(code).message, since: '2026-11-21T10:45:00.000Z' },
      });
    },
  );

  it('for want of a token, or for dates that can’t be told, needs a person', async () => {
    for (const error of [new FlexTokenMissing('Give one.'), new FlexDatesAmbiguous()]) {
      const scene = await begun(() => error);
      expect(await go(scene)).toMatchObject({ next: 'end', status: 'failed' });
      expect(state(scene)).toMatchObject({ refused: { nextStep: error.nextStep } });
    }
  });

  it('is asked again by the next execution, and forgiven with its first statement', async () => {
    const scene = await begun((request, count) => (count === 1 ? refusedWith('1012') : statementOf(['U1'])(request)));
    await go(scene);
    const [taken] = (await scene.machine.begin({ start: 'person', kind: 'final' }, 'mine')).runs;
    const again = { ...scene, taken: taken as TakenRun };
    expect(await go(again)).toMatchObject({ status: 'failed' });
    await scene.machine.at('2026-11-21T13:00:00Z');
    const [retaken] = (await scene.machine.begin({ start: 'person', kind: 'final' }, 'theirs')).runs;
    expect(await go({ ...scene, taken: retaken as TakenRun }, { execution: 'theirs' })).toMatchObject({
      next: 'publish',
      status: 'complete',
    });
    expect(state(scene)).not.toHaveProperty('refused');
  });

  it('keeps since when it refuses', async () => {
    const scene = await begun(() => refusedWith('1012'));
    await go(scene);
    await scene.machine.at('2026-11-21T13:00:00Z');
    const [taken] = (await scene.machine.begin({ start: 'person', kind: 'final' }, 'theirs')).runs;
    await go({ ...scene, taken: taken as TakenRun }, { execution: 'theirs' });
    expect(state(scene)).toMatchObject({
      refused: { since: '2026-11-21T10:45:00.000Z', at: '2026-11-21T13:00:00.000Z' },
    });
  });
});

describe('what is known of the token', () => {
  it('is its last day alone', async () => {
    const scene = await begun();
    scene.flex.tokenExpires = '2027-11-01';
    await go(scene);
    expect(state(scene)).toMatchObject({ tokenExpires: '2027-11-01' });
  });
});

describe('two goes at the same moment', () => {
  it('come to the same, whichever ends last', async () => {
    const scene = await begun();
    const both = await Promise.all([go(scene), go(scene)]);
    for (const one of both) expect(one).toMatchObject({ next: 'publish', status: 'complete', accounts: [KEY] });
    const snapshots = [...scene.machine.archive.objects.keys()].filter((key) => key.startsWith('snapshots/'));
    expect(snapshots).toHaveLength(1);
  });

  it('lose no statement to a go that was refused', async () => {
    const scene = await begun((request, count) => (count === 2 ? refusedWith('1019') : statementOf(['U1'])(request)));
    await Promise.all([go(scene), go(scene)]);
    expect(record(scene)).toMatchObject({ status: 'complete', accounts: [KEY] });
    expect(await go(scene)).toMatchObject({ next: 'publish', accounts: [KEY] });
    expect(scene.flex.requests).toHaveLength(2);
  });

  it('give up nothing when the process ends at any write', async () => {
    for (let at = 1; at <= 12; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const scene = await begun();
        const last = scene.machine.archive.writes + at;
        scene.machine.archive.failWrite = (_, write) => (write === last ? when : undefined);
        await go(scene).catch(() => undefined);
        scene.machine.archive.failWrite = () => undefined;
        expect(await go(scene), `${when} write ${at}`).toMatchObject({ next: 'publish', accounts: [KEY] });
      }
    }
  });
});
