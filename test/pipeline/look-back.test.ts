import { describe, expect, it } from 'vitest';
import { accountKey } from '#archive/keys';
import { FlexRefused } from '#sources/flex/errors';
import type { FlexRequest } from '#sources/flex/flex-source';
import { refusalOf } from '#sources/flex/refusals';
import { Machine } from '#test/support/machine';
import { refusedWith, type ScriptedFlex, scriptedFlex, statementOf } from '#test/support/scripted-flex';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const [A, B] = [accountKey('U1'), accountKey('U2')];

interface Scene {
  readonly machine: Machine;
  readonly flex: ScriptedFlex;
  /** Market days that the service has no statement of. */
  readonly missing: Set<string>;
}

/** A stack with both sources that has reported for long, in the night after Monday 16 November. */
async function living(): Promise<Scene> {
  const machine = await (await new Machine('2026-11-17T06:00:00Z').settled()).reportedBefore('2026-11-16');
  const missing = new Set<string>();
  const flex = scriptedFlex((request) =>
    missing.has(request.days?.to ?? '') ? refusedWith('1003') : statementOf(['U1'])(request),
  );
  machine.flex = flex.open;
  return { machine, flex, missing };
}

async function morning({ machine, flex }: Scene, day: string, name = machine.name()) {
  flex.requests.length = 0;
  await machine.at(`${day}T10:45:00Z`);
  return machine.start(FINAL, name);
}

const asked = ({ flex }: Scene) => flex.requests.map(({ days }) => days?.to);
const record = ({ machine }: Scene, day: string) =>
  machine.archive.json(`state/runs/${day.replaceAll('-', '/')}/final.flex.json`) as Record<string, unknown>;

describe('a statement that comes after its deadline', () => {
  it('is fetched by the next run by itself, which then knows its bookings too', async () => {
    const scene = await living();
    scene.missing.add('2026-11-16');
    await morning(scene, '2026-11-17');
    scene.missing.clear();
    await morning(scene, '2026-11-18');
    expect(asked(scene)).toEqual(['2026-11-17', '2026-11-16']);
    expect(record(scene, '2026-11-16')).toMatchObject({
      status: 'complete',
      accounts: [A],
      late: { run: '2026-11-17', accounts: [A] },
    });
    const snapshots = [...scene.machine.archive.objects.keys()].filter((key) => key.includes('2026/11/17/flex-'));
    const newest = scene.machine.archive.json(snapshots.sort().at(-1) ?? '') as {
      datasets: { statement: { value: { history: { told: { netAssetValues: unknown } } } } };
    };
    expect(newest.datasets.statement.value.history.told.netAssetValues).toEqual([
      { from: '2026-11-14', to: '2026-11-17' },
    ]);
    await morning(scene, '2026-11-19');
    expect(asked(scene)).toEqual(['2026-11-18']);
  });

  it('is asked for with its days, though the service hung on days all the morning before', async () => {
    const scene = await living();
    const well = scene.flex.answer;
    scene.flex.answer = () => refusedWith('1001');
    await morning(scene, '2026-11-17');
    expect(record(scene, '2026-11-16')).toMatchObject({ status: 'waiting', withoutDays: true });
    scene.flex.answer = well;
    await morning(scene, '2026-11-18');
    expect(asked(scene)).toEqual(['2026-11-17', '2026-11-16']);
    expect(record(scene, '2026-11-16')).toMatchObject({ status: 'complete', accounts: [A] });
  });

  it('is found on the morning when that of the newest day is late too', async () => {
    const scene = await living();
    scene.missing.add('2026-11-16').add('2026-11-17');
    await morning(scene, '2026-11-17');
    scene.missing.delete('2026-11-16');
    await morning(scene, '2026-11-18');
    expect(scene.machine.clock.now().toISOString()).toBe('2026-11-18T17:00:00.000Z');
    // Asked once, with the last go, and not with each.
    expect(asked(scene).filter((day) => day === '2026-11-16')).toHaveLength(1);
    expect(record(scene, '2026-11-16')).toMatchObject({ status: 'complete', late: { run: '2026-11-17' } });
    // Of statements that are always a day late the owner hears once.
    expect(scene.machine.subjects).toEqual(['No statement: Mon 16 Nov 2026']);
  });

  it('is asked for on five market days, and on no more', async () => {
    const scene = await living();
    scene.missing.add('2026-11-16');
    await morning(scene, '2026-11-17');
    const days = ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-24', '2026-11-25'];
    const counts: number[] = [];
    for (const day of days) {
      await morning(scene, day);
      counts.push(asked(scene).filter((one) => one === '2026-11-16').length);
    }
    expect(counts).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it('is left alone where nothing was reported, and where a run of its own is still to come', async () => {
    const scene = await living();
    scene.missing.add('2026-11-16');
    scene.machine.loggedIn = false;
    // Its own run still waits for a login; the days before it have no report of this archive's.
    await morning(scene, '2026-11-17');
    scene.missing.clear();
    await morning(scene, '2026-11-18');
    expect(asked(scene)).toEqual(['2026-11-17', '2026-11-16']);
    expect(record(scene, '2026-11-16')).not.toHaveProperty('late');
    expect(scene.machine.state('final', '2026-11-16')).toBe('done');
  });

  it('is not asked for once the service refuses, and once it is away no other day is', async () => {
    for (const [code, days] of [
      ['1012', ['2026-11-18']],
      ['1018', ['2026-11-18', '2026-11-17']],
    ] as const) {
      const scene = await living();
      scene.missing.add('2026-11-16').add('2026-11-17');
      await morning(scene, '2026-11-17');
      await morning(scene, '2026-11-18');
      scene.flex.answer = (request) =>
        code !== '1012' && request.days?.to === '2026-11-18' ? statementOf(['U1'])(request) : refusedWith(code);
      await morning(scene, '2026-11-19');
      expect(asked(scene)).toEqual(days);
    }
  });

  it('brings an account more, and names that one alone', async () => {
    const scene = await living();
    scene.machine.accounts = ['U1', 'U2'];
    scene.flex.answer = (request) =>
      request.days?.to === '2026-11-16'
        ? statementOf(['U1'])(request).replace(
            '</FlexStatements>',
            '<FlexStatement accountId="U2" fromDate="2026-11-13" toDate="2026-11-13" period="" whenGenerated="2026-11-13;230000"/></FlexStatements>',
          )
        : statementOf(['U1', 'U2'])(request);
    await morning(scene, '2026-11-17');
    expect(record(scene, '2026-11-16')).toMatchObject({ status: 'waiting', accounts: [A] });
    scene.flex.answer = statementOf(['U1', 'U2']);
    await morning(scene, '2026-11-18');
    expect(record(scene, '2026-11-16')).toMatchObject({ accounts: [A, B], late: { run: '2026-11-17', accounts: [B] } });
  });

  it('loses nothing when the process ends at any write', async () => {
    for (let at = 1; at <= 14; at += 1) {
      const scene = await living();
      scene.missing.add('2026-11-16');
      await morning(scene, '2026-11-17');
      scene.missing.clear();
      await scene.machine.at('2026-11-18T10:45:00Z');
      const [taken] = (await scene.machine.begin(FINAL, 'mine')).runs;
      if (!taken) throw new Error('nothing was due');
      const last = scene.machine.archive.writes + at;
      scene.machine.archive.failWrite = (_, write) => (write === last ? 'after' : undefined);
      await scene.machine.go(taken, 'mine').catch(() => undefined);
      scene.machine.archive.failWrite = () => undefined;
      await scene.machine.go(taken, 'mine');
      expect(record(scene, '2026-11-16'), `write ${at}`).toMatchObject({
        status: 'complete',
        late: { run: '2026-11-17', accounts: [A] },
      });
    }
  });
});

describe('a service that has enough', () => {
  const shut = (until: string) => {
    const refusal = refusalOf({ kind: 'response', status: 'Fail', errorCode: '1025' });
    if (!refusal) throw new Error('1025 refuses nothing');
    return new FlexRefused(refusal, '1025', { outlook: 'later', resumeAt: new Date(until) });
  };
  async function missed(answer: (request: FlexRequest) => string | Error): Promise<Scene> {
    const scene = await living();
    const { machine, flex } = scene;
    machine.hasGateway = false;
    flex.answer = () => refusedWith('1003');
    await machine.archive.put('state/flex.json', '{"schema":"daybook-flex/1","first":"2026-01-02T15:00:00.000Z"}');
    await morning(scene, '2026-11-17');
    await morning(scene, '2026-11-18');
    flex.answer = answer;
    return scene;
  }

  it('is left alone for all days while it shuts out the token', async () => {
    const scene = await missed(() => shut('2026-11-20T10:45:00Z'));
    await morning(scene, '2026-11-19');
    expect(asked(scene)).toEqual(['2026-11-16']);
    scene.flex.answer = statementOf(['U1']);
    await morning(scene, '2026-11-20');
    expect(asked(scene)).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19']);
    expect(scene.machine.archive.json('state/flex.json')).not.toHaveProperty('rest');
  });

  it('is asked once with a token that it refuses, however many days are due', async () => {
    const scene = await missed(() => refusedWith('1015'));
    await morning(scene, '2026-11-19');
    expect(asked(scene)).toEqual(['2026-11-16']);
    for (const day of ['2026-11-18', '2026-11-17', '2026-11-16']) {
      expect(record(scene, day)).toMatchObject({ status: 'failed', why: { message: expect.stringContaining('1015') } });
    }
    scene.flex.answer = statementOf(['U1']);
    await morning(scene, '2026-11-20');
    expect(asked(scene)).toHaveLength(4);
  });
});
