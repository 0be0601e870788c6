import { describe, expect, it } from 'vitest';
import { accountKey, runKey } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import { FlexUnreachable } from '#sources/flex/errors';
import type { FlexRequest } from '#sources/flex/flex-source';
import { SourceError } from '#sources/source-error';
import { Machine } from '#test/support/machine';
import { refusedWith, type ScriptedFlex, scriptedFlex, statementOf } from '#test/support/scripted-flex';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const CLOSE = { start: 'schedule', kind: 'close' } as const;
const OWNER = { start: 'owner-hour' } as const;
const DEADLINE = { start: 'deadline' } as const;
const notThere = () => refusedWith('1003');
const away = () => new SourceError('unreachable', 'The gateway does not answer.', 'Look at the host.');

interface Scene {
  readonly machine: Machine;
  readonly flex: ScriptedFlex;
}

/** A stack that has reported for long, in the night before the final run of Friday 20 November. */
async function living(answer?: ScriptedFlex['answer']): Promise<Scene> {
  const machine = await (await new Machine('2026-11-21T06:00:00Z').settled()).reportedBefore('2026-11-20');
  const flex = scriptedFlex(answer);
  machine.flex = flex.open;
  return { machine, flex };
}

/** A stack without a gateway, deployed this night. */
async function flexAlone(answer?: ScriptedFlex['answer']): Promise<Scene> {
  const machine = new Machine('2026-11-21T06:00:00Z');
  const flex = scriptedFlex(answer);
  machine.flex = flex.open;
  machine.hasGateway = false;
  machine.fail = () => {
    throw new Error('The gateway was asked.');
  };
  return { machine, flex };
}

/** A service that has the statement of one market day alone. */
const statementOnly =
  (day: string): ScriptedFlex['answer'] =>
  (request) =>
    request.days?.to === day ? statementOf(['U1'])(request) : refusedWith('1003');

async function morning({ machine }: Scene, day = '2026-11-21') {
  await machine.at(`${day}T10:45:00Z`);
  return machine.start(FINAL);
}

async function told({ machine }: Scene, start: typeof OWNER | typeof DEADLINE, at: string) {
  await machine.at(at);
  await machine.start(start);
  return machine.subjects;
}

describe('an older day that waits for both sources', () => {
  const carriesNewer = statementOnly('2026-11-23');

  it('is told once, also when a statement carries the day after it meanwhile', async () => {
    const scene = await living(carriesNewer);
    scene.machine.loggedIn = false;
    await scene.machine.minute();
    await morning(scene);
    await told(scene, OWNER, '2026-11-21T13:00:00Z');
    expect(await told(scene, DEADLINE, '2026-11-21T17:00:00Z')).toEqual([
      'Login needed: Fri 20 Nov 2026',
      'Late: Fri 20 Nov 2026',
    ]);
    await morning(scene, '2026-11-24');
    await told(scene, OWNER, '2026-11-24T13:00:00Z');
    await told(scene, DEADLINE, '2026-11-24T17:00:00Z');
    expect(scene.machine.subjects.slice(2)).toEqual(['Back again: Mon 23 Nov 2026']);
  });

  it('keeps no later day from being told', async () => {
    const scene = await living(carriesNewer);
    scene.machine.loggedIn = false;
    await scene.machine.minute();
    await morning(scene);
    await told(scene, OWNER, '2026-11-21T13:00:00Z');
    await morning(scene, '2026-11-24');
    await morning(scene, '2026-11-25');
    await told(scene, OWNER, '2026-11-25T13:00:00Z');
    expect(scene.machine.subjects.slice(1)).toEqual(['Back again: Mon 23 Nov 2026', 'Login needed: Tue 24 Nov 2026']);
    expect(scene.machine.notices.at(-1)?.message).toMatch(/the reports of Fri 20 Nov 2026, Tue 24 Nov 2026/);
  });
});

describe('a day that Flex carries', () => {
  it('is done without a login, and nobody is asked for one', async () => {
    const scene = await living();
    scene.machine.loggedIn = false;
    await scene.machine.minute();
    expect(await morning(scene)).toMatchObject([{ state: 'done' }]);
    await told(scene, OWNER, '2026-11-21T13:00:00Z');
    expect(await told(scene, DEADLINE, '2026-11-21T17:00:00Z')).toEqual([]);
    // A login that comes later finds it done.
    scene.machine.loggedIn = true;
    await scene.machine.minute();
    expect(await scene.machine.start({ start: 'login' })).toEqual([]);
  });

  it('is done the same day when its statement comes in the course of the second morning', async () => {
    const comes = Date.parse('2026-11-25T12:00:00Z');
    const scene = await flexAlone((request) =>
      scene.machine.clock.now().getTime() < comes ? notThere() : statementOf(['U1'])(request),
    );
    const { machine } = scene;
    await machine.archive.put('state/flex.json', '{"schema":"daybook-flex/1","first":"2026-01-02T15:00:00.000Z"}');
    await machine.reportedBefore('2026-11-23');
    await morning(scene, '2026-11-24');
    await told(scene, DEADLINE, '2026-11-24T17:00:00Z');
    await morning(scene, '2026-11-25');
    expect(machine.state('final', '2026-11-24')).toBe('done');
    expect(machine.state('final', '2026-11-23')).toBe('failed');
    await told(scene, DEADLINE, '2026-11-25T17:00:00Z');
    expect(machine.state('final', '2026-11-23')).toBe('done');
    const asked = scene.flex.requests.length;
    await told(scene, DEADLINE, '2026-11-25T17:01:00Z');
    expect(scene.flex.requests).toHaveLength(asked);
    expect(machine.subjects).toEqual([
      'Statement late: Mon 23 Nov 2026',
      'No report: Mon 23 Nov 2026',
      'Back again: Tue 24 Nov 2026',
    ]);
  });

  it('waits for its statement without a login, and is done when that comes', async () => {
    const scene = await living((request, count) => (count < 4 ? notThere() : statementOf(['U1'])(request)));
    scene.machine.loggedIn = false;
    expect(await morning(scene)).toMatchObject([{ state: 'done' }]);
    expect(scene.machine.clock.now().toISOString()).toBe('2026-11-21T11:30:00.000Z');
    expect(scene.flex.requests).toHaveLength(4);
  });

  it('asks a source that is done no more while the other waits', async () => {
    const scene = await living((request, count) => (count < 4 ? notThere() : statementOf(['U1'])(request)));
    await morning(scene);
    const calls = scene.machine.gateway.calls.filter((call) => call === 'accounts');
    expect(calls).toHaveLength(1);
    expect(scene.machine.state('final', '2026-11-20')).toBe('done');
  });

  it('is out after one more try at a gateway that is away, and says so once', async () => {
    const scene = await living();
    scene.machine.fail = away;
    expect(await morning(scene)).toMatchObject([{ state: 'done' }]);
    expect(scene.machine.clock.now().toISOString()).toBe('2026-11-21T11:15:00.000Z');
    expect(scene.machine.subjects).toEqual(['Without the gateway: Fri 20 Nov 2026']);
    expect(scene.machine.notices[0]?.message).toContain('The gateway does not answer.');
    await morning(scene, '2026-11-24');
    expect(scene.machine.subjects).toHaveLength(1);
    scene.machine.fail = () => undefined;
    await morning(scene, '2026-11-25');
    scene.machine.fail = away;
    await morning(scene, '2026-11-26');
    expect(scene.machine.subjects).toEqual([
      'Without the gateway: Fri 20 Nov 2026',
      'Without the gateway: Wed 25 Nov 2026',
    ]);
  });
});

describe('a day that the gateway carries', () => {
  it('is out at the deadline without its statement, and says so once until a statement comes', async () => {
    const scene = await living(notThere);
    expect(await morning(scene)).toMatchObject([{ state: 'done' }]);
    expect(scene.machine.clock.now().toISOString()).toBe('2026-11-21T17:00:00.000Z');
    expect(scene.machine.subjects).toEqual(['No statement: Fri 20 Nov 2026']);
    expect(scene.machine.notices[0]?.message).toContain('1003');
    await morning(scene, '2026-11-24');
    expect(scene.machine.subjects).toHaveLength(1);
    scene.flex.answer = statementOf(['U1']);
    await morning(scene, '2026-11-25');
    scene.flex.answer = notThere;
    await morning(scene, '2026-11-26');
    expect(scene.machine.subjects).toEqual(['No statement: Fri 20 Nov 2026', 'No statement: Wed 25 Nov 2026']);
  });

  it.each([
    ['1012', 'Flex token refused', /has expired \(1012\)[\s\S]*flex token/],
    ['1014', 'Flex query refused', /does not know the Flex query/],
    ['1013', 'Flex token refused', /another network address/],
  ])('tells a refusal with %s at once, once until a statement comes', async (code, subject, words) => {
    const scene = await living(() => refusedWith(code));
    expect(await morning(scene)).toMatchObject([{ state: 'done' }]);
    expect(scene.machine.clock.now().toISOString()).toBe('2026-11-21T10:45:00.000Z');
    await morning(scene, '2026-11-24');
    expect(scene.machine.subjects).toEqual([`${subject}: Fri 20 Nov 2026`]);
    expect(scene.machine.notices[0]?.message).toMatch(words);
    scene.flex.answer = statementOf(['U1']);
    await morning(scene, '2026-11-25');
    scene.flex.answer = () => refusedWith(code);
    await morning(scene, '2026-11-26');
    expect(scene.machine.subjects).toEqual([`${subject}: Fri 20 Nov 2026`, `${subject}: Wed 25 Nov 2026`]);
  });

  it('tells another refusal after the first', async () => {
    const scene = await living((_, count) => refusedWith(count === 1 ? '1012' : '1014'));
    await morning(scene);
    await morning(scene, '2026-11-24');
    expect(scene.machine.subjects).toEqual([
      'Flex token refused: Fri 20 Nov 2026',
      'Flex query refused: Mon 23 Nov 2026',
    ]);
  });
});

describe('a day that neither carries', () => {
  it('asks for a login at the owner’s hour once Flex could not carry it', async () => {
    const scene = await living(() => refusedWith('1012'));
    scene.machine.loggedIn = false;
    await scene.machine.minute();
    expect(await morning(scene)).toMatchObject([{ state: 'waiting' }]);
    expect(await told(scene, OWNER, '2026-11-21T13:00:00Z')).toEqual([
      'Flex token refused: Fri 20 Nov 2026',
      'Login needed: Fri 20 Nov 2026',
    ]);
    scene.machine.loggedIn = true;
    await scene.machine.minute();
    expect(await scene.machine.start({ start: 'login' })).toMatchObject([{ state: 'done' }]);
    expect(scene.machine.subjects.at(-1)).toBe('Back again: Fri 20 Nov 2026');
  });

  it('is late with the statement named, while it is still waited for', async () => {
    const scene = await living(notThere);
    const { machine } = scene;
    machine.loggedIn = false;
    await machine.minute();
    await machine.at('2026-11-21T10:45:00Z');
    const [taken] = (await machine.begin(FINAL, 'mine')).runs;
    if (!taken) throw new Error('nothing was due');
    for (let at = 10.75; at < 17; at += 0.25) {
      await machine.go(taken, 'mine');
      const next = new Date(machine.clock.now().getTime() + 15 * 60_000);
      await machine.at(next.toISOString());
      if (next.toISOString() === '2026-11-21T13:00:00.000Z') await machine.start(OWNER);
    }
    expect(machine.subjects).toEqual([]);
    expect(await told(scene, DEADLINE, '2026-11-21T17:00:00Z')).toEqual(['Late: Fri 20 Nov 2026']);
    const { message } = machine.notices[0] ?? { message: '' };
    expect(message).toMatch(/no Flex statement for these days/);
    expect(message).toContain('daybook login');
  });

  it('fails with the words of both', async () => {
    const scene = await living(() => new FlexUnreachable('unreachable', 'was not reached'));
    scene.machine.fail = away;
    expect(await morning(scene)).toMatchObject([{ state: 'failed' }]);
    const { message } = scene.machine.notices[0] ?? { message: '' };
    expect(message).toContain('The gateway does not answer. The Flex Web Service was not reached.');
    expect(scene.machine.subjects).toEqual(['No report: Fri 20 Nov 2026']);
  });
});

describe('a stack without a gateway', () => {
  it('reports from its first morning on, with no login ever', async () => {
    const scene = await flexAlone();
    expect(await morning(scene)).toMatchObject([{ run: { marketDate: '2026-11-20' }, state: 'done' }]);
    expect(await morning(scene, '2026-11-24')).toMatchObject([{ run: { marketDate: '2026-11-23' }, state: 'done' }]);
    await told(scene, OWNER, '2026-11-24T13:00:00Z');
    expect(await told(scene, DEADLINE, '2026-11-24T17:00:00Z')).toEqual([]);
  });

  it('has no close run, neither by the clock nor for a person', async () => {
    const scene = await flexAlone();
    await morning(scene);
    await scene.machine.at('2026-11-23T21:30:00Z');
    const begun = await scene.machine.begin(CLOSE);
    expect(begun.runs).toEqual([]);
    expect(begun.notTaken).toContainEqual({ run: { kind: 'close', marketDate: '2026-11-23' }, why: 'no-gateway' });
    expect(await scene.machine.begin({ start: 'person', kind: 'close' })).toMatchObject({
      runs: [],
      notTaken: [{ why: 'no-gateway' }],
    });
    expect(scene.machine.state('close', '2026-11-23')).toBeUndefined();
  });

  it('makes up for days it missed since its first statement, each with its own days', async () => {
    const scene = await flexAlone();
    await morning(scene);
    scene.flex.requests.length = 0;
    const ends = await morning(scene, '2026-11-26');
    expect(ends.map(({ run, state }) => `${run.marketDate} ${state}`)).toEqual([
      '2026-11-23 done',
      '2026-11-24 done',
      '2026-11-25 done',
    ]);
    expect(scene.flex.requests.map(({ days }) => days)).toEqual([
      { from: '2026-11-21', to: '2026-11-23' },
      { from: '2026-11-24', to: '2026-11-24' },
      { from: '2026-11-25', to: '2026-11-25' },
    ]);
  });

  it('tells a refused token also before its first statement', async () => {
    const scene = await flexAlone(() => refusedWith('1015'));
    expect(await morning(scene)).toMatchObject([{ state: 'failed' }]);
    expect(scene.machine.subjects).toEqual(['Flex token refused: Fri 20 Nov 2026']);
  });

  it('whose statement is not there by the deadline is told that it follows, and nothing more when it does', async () => {
    const scene = await flexAlone();
    await morning(scene);
    scene.flex.answer = notThere;
    expect(await morning(scene, '2026-11-24')).toMatchObject([{ state: 'failed' }]);
    expect(scene.machine.clock.now().toISOString()).toBe('2026-11-24T17:00:00.000Z');
    expect(scene.machine.subjects).toEqual(['Statement late: Mon 23 Nov 2026']);
    expect(scene.machine.notices[0]?.message).toMatch(/no Flex statement for these days/);
    scene.flex.answer = statementOf(['U1']);
    await morning(scene, '2026-11-25');
    expect(scene.machine.subjects).toHaveLength(1);
    expect(scene.machine.state('final', '2026-11-23')).toBe('done');
  });

  it('whose statements always come a day late reports each the next morning, before the newest, and tells it once', async () => {
    const scene = await flexAlone();
    await morning(scene);
    scene.flex.answer = (request) => {
      const due = Date.parse(`${request.days?.to}T00:00:00Z`) + 2 * 86_400_000;
      return scene.machine.clock.now().getTime() < due ? notThere() : statementOf(['U1'])(request);
    };
    for (const [day, before] of [
      ['2026-11-24', undefined],
      ['2026-11-25', '2026-11-23'],
      ['2026-11-26', '2026-11-24'],
      ['2026-11-28', '2026-11-25'],
    ] as const) {
      const ends = await morning(scene, day);
      expect(ends.find(({ state }) => state === 'done')?.run.marketDate).toBe(before);
      if (before)
        expect(scene.machine.archive.json(runKey({ kind: 'final', marketDate: calendarDate(before) }))).toMatchObject({
          at: `${day}T10:45:00.000Z`,
        });
      await scene.machine.start(DEADLINE);
    }
    expect(scene.machine.subjects).toEqual(['Statement late: Mon 23 Nov 2026']);
    // One that comes in time ends it: the next late one is told again.
    scene.flex.answer = statementOf(['U1']);
    await morning(scene, '2026-12-01');
    scene.flex.answer = notThere;
    await morning(scene, '2026-12-02');
    expect(scene.machine.subjects.slice(1)).toEqual(['Statement late: Tue 1 Dec 2026']);
  });

  it('is told of each day whose statement is not there a market day later, and when they come again', async () => {
    const scene = await flexAlone();
    await morning(scene);
    scene.flex.answer = notThere;
    await morning(scene, '2026-11-24');
    await morning(scene, '2026-11-25');
    await morning(scene, '2026-11-26');
    expect(scene.machine.subjects).toEqual([
      'Statement late: Mon 23 Nov 2026',
      'No report: Mon 23 Nov 2026',
      'No report: Tue 24 Nov 2026',
    ]);
    scene.flex.answer = statementOf(['U1']);
    await morning(scene, '2026-11-28');
    expect(scene.machine.subjects.slice(3)).toEqual(['Back again: Tue 24 Nov 2026']);
  });

  it('makes at the deadline the report of a run that never ended, and leaves one at its last go alone', async () => {
    const scene = await flexAlone();
    await morning(scene);
    await scene.machine.at('2026-11-24T10:45:00Z');
    await scene.machine.begin(FINAL);
    await scene.machine.at('2026-11-24T10:50:00Z');
    scene.machine.hours = { ...scene.machine.hours, deadline: '05:50' };
    await scene.machine.start(DEADLINE);
    expect(scene.machine.subjects).toEqual([]);
    expect(scene.machine.state('final', '2026-11-23')).toBe('running');
    expect(await told(scene, DEADLINE, '2026-11-24T17:00:00Z')).toEqual([]);
    expect(scene.machine.state('final', '2026-11-23')).toBe('done');
  });

  it('goes on with no bookings of a gateway after its runs', async () => {
    const scene = await flexAlone();
    await scene.machine.at('2026-11-21T10:45:00Z');
    expect(await scene.machine.begin(FINAL)).not.toHaveProperty('fillUntil');
  });
});

describe('the token’s end', () => {
  it('is told from thirty days before it, once for each date', async () => {
    const scene = await living();
    scene.flex.tokenExpires = '2026-12-22';
    await morning(scene);
    expect(await told(scene, OWNER, '2026-11-21T13:00:00Z')).toEqual([]);
    expect(await told(scene, OWNER, '2026-11-22T13:00:00Z')).toEqual(['Flex token expires 2026-12-22']);
    expect(await told(scene, OWNER, '2026-11-23T13:00:00Z')).toHaveLength(1);
    expect(scene.machine.notices[0]?.message).toMatch(/until Tue 22 Dec 2026[\s\S]*flex token/);
    const incident = () => scene.machine.archive.json('state/incident.json') as { told: object };
    expect(incident().told).toHaveProperty(['flex-token expires 2026-12-22']);
    scene.flex.tokenExpires = '2027-11-22';
    await morning(scene, '2026-11-24');
    expect(await told(scene, OWNER, '2026-11-24T13:00:00Z')).toHaveLength(1);
    expect(incident().told).not.toHaveProperty(['flex-token expires 2026-12-22']);
  });
});

describe('accounts of two sources', () => {
  it('are reported when either has them, and named when none has', async () => {
    const scene = await living(statementOf(['U1', 'U2']));
    const published: string[] = [];
    scene.machine.publish = (account) => {
      published.push(account);
      return { account, revision: 1 };
    };
    expect(await morning(scene)).toMatchObject([{ state: 'done' }]);
    expect(published).toEqual([accountKey('U1'), accountKey('U2')]);
  });
});

describe('an account that the statements lack', () => {
  const both = () => {
    const answer = ({ days }: FlexRequest) => statementOf(['U1'])({ query: '7', ...(days ? { days } : {}) });
    return living(answer);
  };

  it('while the gateway reports it, is told once, until its statement comes', async () => {
    const scene = await both();
    const { machine } = scene;
    machine.accounts = ['U1', 'U2'];
    machine.flexAccounts = ['U1', 'U2'];
    expect(await morning(scene)).toMatchObject([{ state: 'partial' }]);
    await morning(scene, '2026-11-24');
    expect(machine.subjects).toEqual(['No statement: one account, Fri 20 Nov 2026']);
    const { message } = machine.notices[0] ?? { message: '' };
    expect(message).toContain(`account ${accountKey('U2')}`);
    expect(message).toMatch(/The Flex query has no statement of U2[\s\S]*Choose the account in the query/);
    scene.flex.answer = statementOf(['U1', 'U2']);
    expect(await morning(scene, '2026-11-25')).toMatchObject([{ state: 'done' }]);
    scene.flex.answer = statementOf(['U1']);
    await morning(scene, '2026-11-26');
    expect(machine.subjects).toEqual([
      'No statement: one account, Fri 20 Nov 2026',
      'No statement: one account, Wed 25 Nov 2026',
    ]);
  });

  it('of which the gateway has nothing either, is told as an account without a report', async () => {
    const scene = await both();
    scene.machine.flexAccounts = ['U1', 'U2'];
    expect(await morning(scene)).toMatchObject([{ state: 'partial' }]);
    await morning(scene, '2026-11-24');
    expect(scene.machine.subjects).toEqual(['No report: one account, Fri 20 Nov 2026']);
  });
});

describe('a refusal of former days', () => {
  it('is not told for what this run failed by', async () => {
    const scene = await living(() => refusedWith('1003'));
    const refused = { code: '1012', message: 'It has expired.', nextStep: 'Make one.', since: '', at: '' };
    await scene.machine.archive.put('state/flex.json', JSON.stringify({ schema: 'daybook-flex/1', refused }));
    await morning(scene);
    expect(scene.machine.subjects).toEqual(['No statement: Fri 20 Nov 2026']);
  });
});

describe('days that are given up for want of statements', () => {
  it('are told once, and name no login where there is no gateway', async () => {
    const scene = await flexAlone();
    await morning(scene);
    scene.flex.answer = notThere;
    const days = ['24', '25', '26', '28', '01', '02', '03', '04', '05', '08'];
    for (const day of days) await morning(scene, `2026-${day < '20' ? '12' : '11'}-${day}`);
    const given = scene.machine.notices.filter(({ subject }) => subject.includes('given up'));
    expect(given.map(({ subject }) => subject)).toEqual([
      'No report: Mon 23 Nov 2026, given up',
      'No report: Tue 24 Nov 2026, given up',
      'No report: Wed 25 Nov 2026, given up',
    ]);
    for (const { message } of given) {
      expect(message).toContain('no Flex statement of them came');
      expect(message).not.toMatch(/logged in|gateway/);
    }
  });
});
