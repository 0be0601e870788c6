import { expect, it } from 'vitest';
import { SourceError } from '#sources/source-error';
import { Machine } from '#test/support/machine';

const FINAL = { start: 'schedule', kind: 'final' } as const;
const gone = (): SourceError => new SourceError('unreachable', 'Nobody answers.', 'Look at the host.');

it('F43 a host that is lost in the middle of a run loses no day: the new one is told of, and only the rest is asked', async () => {
  const machine = await (await new Machine('2026-11-21T10:45:00Z').settled()).reportedBefore('2026-11-20');
  machine.accounts = ['U1', 'U2', 'U3'];
  await machine.minute();
  let away = false;
  machine.fail = (call, about) => {
    away ||= call === 'ledger' && about === 'U2';
    return away ? gone() : undefined;
  };
  await machine.start(FINAL);
  expect(machine.state('final', '2026-11-20')).toBe('failed');
  expect(machine.notices[0]?.message).toContain('Nobody answers. Look at the host.');

  // The new host knows no login, and its gateway answers.
  machine.fail = () => undefined;
  machine.host = 'i-2';
  machine.loggedIn = false;
  await machine.at('2026-11-21T19:00:00Z');
  expect(await machine.minute()).toEqual({ state: 'needs-login', started: false });
  machine.gateway.calls.length = 0;
  machine.loggedIn = true;
  expect(await machine.minute()).toEqual({ state: 'healthy', started: true });
  await machine.start({ start: 'login' });
  expect(machine.state('final', '2026-11-20')).toBe('done');
  expect(machine.subjects).toEqual(['No report: Fri 20 Nov 2026', 'Back again: Fri 20 Nov 2026']);
  // What the archive has of the first account is not asked again.
  expect(machine.gateway.calls.filter((call) => /^(?:summary|ledger|positions|allocation) U1$/.test(call))).toEqual([]);
  expect(machine.gateway.calls).toContain('ledger U2');
});
