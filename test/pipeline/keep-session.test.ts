import { describe, expect, it } from 'vitest';
import { SourceError } from '#sources/source-error';
import { paced } from '#test/support/fake-gateway';
import { Machine } from '#test/support/machine';

const HEALTHY = 'state/session-healthy.json';
const SESSION = 'state/session.json';
const living = async (at: string, reportedBefore: string): Promise<Machine> =>
  (await new Machine(at).settled()).reportedBefore(reportedBefore);
const tickles = (machine: Machine): number => machine.gateway.calls.filter((call) => call === 'tickle').length;

describe('keeping the session', () => {
  it('asks nothing when no run of the day is open or still to come', async () => {
    const machine = await living('2026-11-21T15:00:00Z', '2026-11-23');
    expect(await machine.minute()).toEqual({ state: 'not-needed', started: false });
    expect(tickles(machine)).toBe(0);
  });

  it.each([
    ['the close run of the day is to come', '2026-11-20T14:00:00Z', '2026-11-20'],
    ['the final run of the day before is to come', '2026-11-21T06:00:00Z', '2026-11-20'],
    ['a final run waits', '2026-11-22T15:00:00Z', '2026-11-20'],
  ])('asks when %s', async (_, at, reported) => {
    const machine = await living(at, reported);
    expect((await machine.minute()).state).toBe('healthy');
    expect(tickles(machine)).toBe(1);
  });

  it('stops asking when the day has all its runs', async () => {
    const machine = await living('2026-11-20T21:30:00Z', '2026-11-20');
    await machine.start({ start: 'schedule', kind: 'close' });
    expect((await machine.minute()).state).toBe('not-needed');
  });

  it('writes when the state changes and only then', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    machine.loggedIn = false;
    await machine.minute();
    expect(machine.archive.json(SESSION)).toMatchObject({ state: 'needs-login', since: '2026-11-20T14:00:00.000Z' });
    const { writes } = machine.archive;
    await machine.at('2026-11-20T14:01:00Z');
    await machine.minute();
    expect(machine.archive.writes).toBe(writes);
    machine.loggedIn = true;
    expect(await machine.minute()).toEqual({ state: 'healthy', started: true });
    expect(machine.archive.json(HEALTHY)).toMatchObject({
      at: '2026-11-20T14:01:00.000Z',
      first: '2026-01-02T15:00:00.000Z',
    });
    expect(await machine.minute()).toEqual({ state: 'healthy', started: false });
  });

  it('tells a gateway that is away from a missing login', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    machine.fail = () => new SourceError('unreachable', 'Nobody answers.', 'Look at the host.');
    expect(await machine.minute()).toEqual({ state: 'unreachable', started: false });
    expect(machine.archive.json(SESSION)).toMatchObject({ state: 'unreachable', message: 'Nobody answers.' });
  });

  it('finds a change again that it could not write down', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    const { writes } = machine.archive;
    machine.archive.failWrite = (_, write) => (write === writes + 1 ? 'before' : undefined);
    await expect(machine.minute()).rejects.toThrow();
    expect(await machine.minute()).toEqual({ state: 'healthy', started: true });
  });

  it('starts again what waits for a login though the session is fine, and leaves it time between', async () => {
    const machine = await living('2026-11-21T10:44:00Z', '2026-11-20');
    await machine.minute();
    machine.loggedIn = false;
    await machine.at('2026-11-21T10:45:00Z');
    await machine.start({ start: 'schedule', kind: 'final' });
    expect(machine.state('final', '2026-11-20')).toBe('waiting');
    machine.loggedIn = true;
    await machine.at('2026-11-21T10:49:00Z');
    expect((await machine.minute()).started).toBe(false);
    await machine.at('2026-11-21T10:50:00Z');
    expect((await machine.minute()).started).toBe(true);
    await machine.at('2026-11-21T10:51:00Z');
    expect((await machine.minute()).started).toBe(false);
    await machine.start({ start: 'login' });
    expect(machine.state('final', '2026-11-20')).toBe('done');
  });

  it('starts again a close run that was refused though the session is fine, or whose schedule never came', async () => {
    const refused = await (await new Machine('2026-11-20T21:29:00Z').settled()).reportedBefore('2026-11-20');
    await refused.minute();
    refused.loggedIn = false;
    await refused.at('2026-11-20T21:30:00Z');
    await refused.start({ start: 'schedule', kind: 'close' });
    expect(refused.state('close', '2026-11-20')).toBe('waiting');
    refused.loggedIn = true;
    await refused.at('2026-11-20T21:36:00Z');
    expect((await refused.minute()).started).toBe(true);
    await refused.start({ start: 'login' });
    expect(refused.state('close', '2026-11-20')).toBe('done');

    const silent = await (await new Machine('2026-11-20T21:29:00Z').settled()).reportedBefore('2026-11-20');
    await silent.minute();
    await silent.at('2026-11-20T21:40:00Z');
    expect((await silent.minute()).started).toBe(false);
    await silent.at('2026-11-20T21:46:00Z');
    expect((await silent.minute()).started).toBe(true);
  });

  it('starts a final run whose schedule never came', async () => {
    const machine = await living('2026-11-21T10:00:00Z', '2026-11-20');
    await machine.minute();
    await machine.at('2026-11-21T10:59:00Z');
    expect((await machine.minute()).started).toBe(false);
    await machine.at('2026-11-21T11:00:00Z');
    expect((await machine.minute()).started).toBe(true);
  });

  it('sees a new host as a change', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    await machine.minute();
    machine.host = 'i-2';
    expect((await machine.minute()).started).toBe(true);
    expect(machine.archive.json(SESSION)).toMatchObject({ host: 'i-2' });
  });

  it('looks for a login by the auth status alone, once a minute, and confirms it by one tickle', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    machine.loggedIn = false;
    for (const minute of ['00', '01', '02', '03', '04', '05', '06']) {
      await machine.at(`2026-11-20T14:${minute}:00Z`);
      expect((await machine.minute()).state).toBe('needs-login');
    }
    expect(machine.gateway.calls).toEqual(['tickle', ...Array(6).fill('auth-status')]);
    machine.loggedIn = true;
    expect(await machine.minute()).toEqual({ state: 'healthy', started: true });
    expect(await machine.minute()).toEqual({ state: 'healthy', started: false });
    expect(machine.gateway.calls.slice(7)).toEqual(['auth-status', 'tickle', 'tickle']);
  });

  it('settles by a tickle, every fifth minute, what the auth status leaves open', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    machine.loggedIn = false;
    await machine.minute();
    machine.gateway.authStatus = async () => undefined;
    machine.loggedIn = true;
    const { writes } = machine.archive;
    for (const minute of ['01', '02', '03', '04']) {
      await machine.at(`2026-11-20T14:${minute}:00Z`);
      expect((await machine.minute()).state).toBe('needs-login');
    }
    expect([tickles(machine), machine.archive.writes]).toEqual([1, writes]);
    await machine.at('2026-11-20T14:05:00Z');
    expect(await machine.minute()).toEqual({ state: 'healthy', started: true });
  });

  it('takes one tickle that fails for nothing, and two for trouble', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    await machine.minute();
    const { writes } = machine.archive;
    const broken = new SourceError('server-error', 'IBKR could not answer.', 'Try again.');
    let failures = 1;
    machine.fail = () => (failures-- > 0 ? broken : undefined);
    const before = machine.clock.now().getTime();
    expect(await machine.minute()).toEqual({ state: 'healthy', started: false });
    expect(machine.archive.writes).toBe(writes);
    expect(machine.clock.now().getTime() - before).toBeGreaterThan(1_000);
    failures = 2;
    expect((await machine.minute()).state).toBe('server-error');
    expect(machine.archive.json(SESSION)).toMatchObject({ state: 'server-error', stage: 'maintenance' });
  });

  it('never fights for the trading session: that another program has it is written down, and nothing starts anew', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    await machine.minute();
    machine.gateway.tickle = async () => ({ login: 'healthy', stage: 'competing' });
    await machine.at('2026-11-20T14:10:00Z');
    expect(await machine.minute()).toEqual({ state: 'healthy', started: false });
    expect(machine.archive.json(SESSION)).toMatchObject({
      state: 'healthy',
      stage: 'competing',
      since: '2026-11-20T14:00:00.000Z',
      message: expect.stringContaining('second username'),
    });
  });

  it('takes a limit of the broker for no change of the session', async () => {
    const machine = await living('2026-11-20T14:00:00Z', '2026-11-20');
    await machine.minute();
    const { writes } = machine.archive;
    machine.fail = () => paced(new Date('2026-11-20T14:15:00Z'));
    expect(await machine.minute()).toEqual({ state: 'paced', started: false });
    expect(machine.archive.writes).toBe(writes);
  });
});
