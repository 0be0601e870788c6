import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { Machine } from '#test/support/machine';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const OWNER = { start: 'owner-hour' } as const;
const DEADLINE = { start: 'deadline' } as const;

const living = async (at = '2026-11-21T06:00:00Z', reported = '2026-11-20'): Promise<Machine> =>
  (await new Machine(at).settled()).reportedBefore(reported);

/** Friday's session has ended at midnight, and the final run of the morning found nobody. */
async function waiting(): Promise<Machine> {
  const machine = await living();
  machine.loggedIn = false;
  await machine.minute();
  await machine.at('2026-11-21T10:45:00Z');
  await machine.start(FINAL);
  return machine;
}

describe('at the owner’s hour', () => {
  it('nothing is said while nothing waits', async () => {
    const machine = await living('2026-11-21T13:00:00Z', '2026-11-23');
    await machine.start(OWNER);
    expect(machine.notices).toEqual([]);
  });

  it('a missing login is told once for the whole incident, and that it is over', async () => {
    const machine = await waiting();
    expect(machine.notices).toEqual([]);
    await machine.at('2026-11-21T13:00:00Z');
    await machine.start(OWNER);
    await machine.start(OWNER);
    for (const day of ['22', '23', '24']) {
      await machine.at(`2026-11-${day}T10:45:00Z`);
      await machine.start(FINAL);
      await machine.at(`2026-11-${day}T13:00:00Z`);
      await machine.start(OWNER);
    }
    expect(machine.subjects).toEqual(['Login needed: Fri 20 Nov 2026']);
    machine.loggedIn = true;
    expect((await machine.minute()).started).toBe(true);
    expect((await machine.start({ start: 'login' })).map(({ run }) => run.marketDate)).toEqual([
      '2026-11-23',
      '2026-11-20',
    ]);
    expect(machine.subjects.slice(1)).toEqual(['Back again: Mon 23 Nov 2026']);
  });

  it('nobody is asked for a login that has just come', async () => {
    const machine = await waiting();
    await machine.at('2026-11-21T12:59:00Z');
    machine.loggedIn = true;
    expect((await machine.minute()).started).toBe(true);
    await machine.start(OWNER);
    expect(machine.notices).toEqual([]);
    // The start that the login sends was lost: the delay is told, and not as a missing login.
    await machine.at('2026-11-21T17:00:00Z');
    await machine.start(DEADLINE);
    expect(machine.subjects).toEqual(['Late: Fri 20 Nov 2026']);
    expect(machine.notices[0]?.message).toContain('somebody has logged in, and its run starts.');
    expect(machine.notices[0]?.message).not.toContain('docs/deploy.md');
  });

  it('the text says since when, what to do, until when, and holds no link', async () => {
    const machine = await waiting();
    machine.timeZone = 'Europe/Zurich';
    await machine.at('2026-11-21T13:00:00Z');
    await machine.start(OWNER);
    const message = machine.notices[0]?.message ?? '';
    expect(message).toContain('nobody is logged in since Sat 21 Nov 2026 07:00 (Europe/Zurich)');
    expect(message).toContain('The last report is of Thu 19 Nov 2026.');
    expect(message).toContain('docs/deploy.md');
    expect(message).toContain('Until Sat 21 Nov 2026 18:00 (Europe/Zurich)');
    expect(message).toContain('Days that were missed follow by themselves.');
    expect(message).not.toMatch(/https?:|localhost|ibkr|interactivebrokers/i);
  });

  it('an owner who moves between zones hears of it once', async () => {
    const machine = await waiting();
    await machine.at('2026-11-21T13:00:00Z');
    await machine.start(OWNER);
    machine.timeZone = 'Asia/Singapore';
    await machine.at('2026-11-22T00:00:00Z');
    await machine.start(OWNER);
    expect(machine.subjects).toEqual(['Login needed: Fri 20 Nov 2026']);
  });
});

describe('at the deadline', () => {
  it('a schedule that never came is told', async () => {
    const machine = await living('2026-11-21T17:00:00Z');
    await machine.start(DEADLINE);
    expect(machine.subjects).toEqual(['Late: Fri 20 Nov 2026']);
    expect(machine.notices[0]?.message).toContain('its start did not come through');
  });

  it('a missing login of which nobody has heard is told as such, and the delay a day later', async () => {
    const machine = await waiting();
    await machine.at('2026-11-21T17:00:00Z');
    await machine.start(DEADLINE, 'noon');
    await machine.start(DEADLINE, 'noon');
    expect(machine.subjects).toEqual(Array(2).fill('Login needed: Fri 20 Nov 2026'));
    machine.notices.pop();
    await machine.at('2026-11-22T17:00:00Z');
    await machine.start(DEADLINE);
    expect(machine.subjects).toEqual(['Login needed: Fri 20 Nov 2026', 'Late: Fri 20 Nov 2026']);
  });

  it('nothing is said of a day that is reported', async () => {
    const machine = await living('2026-11-21T10:45:00Z');
    await machine.start(FINAL);
    await machine.at('2026-11-21T17:00:00Z');
    await machine.start(DEADLINE);
    expect(machine.notices).toEqual([]);
  });
});

describe('the gateway host', () => {
  const withHost = async (days: number): Promise<Machine> => {
    const machine = await living('2026-11-20T14:00:00Z');
    await machine.minute();
    const notAfterDate = new Date(machine.clock.now().getTime() + days * 86_400_000);
    const notBeforeDate = new Date('2026-01-01T00:00:00Z');
    const made = await generate([{ name: 'commonName', value: 'gateway' }], { notBeforeDate, notAfterDate });
    await machine.archive.put('host/i-1/certificate.pem', made.cert);
    return machine;
  };

  it('tells 30 days before its certificate ends, once', async () => {
    const machine = await withHost(31);
    await machine.start(OWNER);
    expect(machine.notices).toEqual([]);
    await machine.at('2026-11-22T14:00:00Z');
    await machine.start(OWNER);
    await machine.start(DEADLINE);
    expect(machine.subjects.filter((subject) => subject.startsWith('Gateway'))).toEqual([
      'Gateway certificate ends 2026-12-21',
    ]);
  });

  it('tells of an unknown build once, and of a known one never', async () => {
    const machine = await withHost(400);
    await machine.archive.put('host/i-1/build.json', JSON.stringify({ known: true }));
    await machine.start(OWNER);
    expect(machine.notices).toEqual([]);
    await machine.archive.put('host/i-1/build.json', JSON.stringify({ known: false, build: 'abc' }));
    await machine.start(OWNER);
    await machine.start(OWNER);
    expect(machine.subjects).toEqual(['Unknown build of the gateway program']);
  });

  it('tells of a record that can’t be read instead of breaking', async () => {
    const machine = await withHost(400);
    await machine.archive.put('host/i-1/build.json', '{');
    await machine.start(OWNER);
    expect(machine.subjects).toEqual(['Gateway host: damaged record']);
  });
});

it('keeps every subject short and in ASCII', async () => {
  const machine = await waiting();
  await machine.start(OWNER);
  await machine.at('2026-11-21T17:00:00Z');
  await machine.start(DEADLINE);
  expect(machine.notices).toHaveLength(2);
  for (const { subject, message } of machine.notices) {
    expect(subject).toMatch(/^[ -~]{1,50}$/);
    expect(message).not.toMatch(/U1\b/);
  }
});
