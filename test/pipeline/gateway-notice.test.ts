import { expect, it } from 'vitest';
import { Maintenance } from '#sources/gateway/errors';
import { SourceError } from '#sources/source-error';
import { Machine } from '#test/support/machine';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const OWNER = { start: 'owner-hour' } as const;
const away = () => new SourceError('unreachable', 'Nothing listens at https://10.0.0.5:8443.', 'Look at the host.');

/** Friday is not reported yet, and the session was fine on Friday. */
const friday = async (at: string): Promise<Machine> => (await new Machine(at).settled()).reportedBefore('2026-11-20');

it('tells the owner of a gateway that is away for two hours, once, and asks for no login meanwhile', async () => {
  const machine = await friday('2026-11-21T10:44:00Z');
  machine.loggedIn = false;
  await machine.minute();
  await machine.at('2026-11-21T10:45:00Z');
  await machine.start(FINAL);
  expect(machine.state('final', '2026-11-20')).toBe('waiting');
  machine.loggedIn = true;
  machine.fail = away;
  await machine.at('2026-11-21T10:46:00Z');
  await machine.minute();
  await machine.at('2026-11-21T13:00:00Z');
  await machine.start(OWNER);
  await machine.start(OWNER);
  expect(machine.subjects).toEqual(['No data: gateway down, Fri 20 Nov 2026']);
  expect(machine.notices[0]?.message).toContain('The gateway program does not run');
  expect(machine.notices[0]?.message).not.toContain('10.0.0.5');
  machine.fail = () => undefined;
  expect((await machine.minute()).started).toBe(true);
  await machine.start({ start: 'login' });
  expect(machine.subjects.slice(1)).toEqual(['Back again: Fri 20 Nov 2026']);
});

it('tells of a trouble that shows itself in turns as silence and as no connection, by its first minute', async () => {
  const machine = await friday('2026-11-21T10:44:00Z');
  await machine.minute();
  const faults = [away, () => new SourceError('silent', 'IBKR does not answer.', 'Wait.')];
  for (let minute = 0; minute < 10; minute += 1) {
    await machine.at(new Date(Date.UTC(2026, 10, 21, 10, 45 + minute * 15)).toISOString());
    machine.fail = faults[minute % 2] ?? away;
    await machine.minute();
  }
  expect(machine.archive.json('state/session.json')).toMatchObject({ since: '2026-11-21T10:45:00.000Z' });
  await machine.start(OWNER);
  expect(machine.subjects).toEqual([expect.stringMatching(/^No data: .*, Fri 20 Nov 2026$/)]);
});

it('leaves out the hours in which the broker works on its systems', async () => {
  // Friday 23:00 to Saturday 03:00 in New York.
  const machine = await friday('2026-11-21T05:00:00Z');
  await machine.minute();
  machine.fail = () => new Maintenance('the state of the login', new Date('2026-11-21T08:00:00Z'));
  await machine.at('2026-11-21T05:10:00Z');
  await machine.minute();
  expect(machine.archive.json('state/session.json')).toMatchObject({ state: 'maintenance', stage: 'maintenance' });
  machine.hours = { ...machine.hours, final: '05:00' };
  await machine.at('2026-11-21T09:59:00Z');
  await machine.start(OWNER);
  expect(machine.notices).toEqual([]);
  await machine.at('2026-11-21T10:01:00Z');
  await machine.start(OWNER);
  expect(machine.subjects).toEqual(['No data: maintenance, Fri 20 Nov 2026']);
});
