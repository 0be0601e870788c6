import { afterEach, describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import { collect } from '#pipeline/collect';
import { collectRun } from '#pipeline/collect-run';
import type { RunState } from '#pipeline/run-state';
import { closeOfToday } from '#pipeline/schedule-hours';
import { advisorScenario } from '#simulator/advisor-scenario';
import type { Fault } from '#simulator/faults';
import type { Simulator } from '#simulator/simulator';
import { diagnose, diagnosisOf } from '#sources/gateway/diagnosis';
import type { Machine } from '#test/support/machine';
import { simulatedMachine } from '#test/support/simulated-machine';

/** Faults of the way to the broker, over real sockets: what is said, what is asked, what is left alone. */

const MORNING = '2026-11-21T10:45:00Z';
const open: Simulator[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

async function morning(options: Parameters<typeof simulatedMachine>[1] = {}, at = MORNING) {
  const made = await simulatedMachine(at, options);
  open.push(made.simulator);
  await made.machine.reportedBefore('2026-11-20');
  return made;
}

const record = (machine: Machine, { kind, marketDate }: Run): RunState =>
  machine.archive.json(`state/runs/${marketDate.replaceAll('-', '/')}/${kind}.json`) as RunState;

/** One go at Friday's final run; what its record says then. */
async function tryFinal(machine: Machine): Promise<RunState> {
  const { runs } = await machine.begin({ start: 'schedule', kind: 'final' }, 'one');
  const [taken] = runs;
  if (!taken) throw new Error('the run was not taken');
  await collectRun({ run: taken.run, execution: 'one', until: taken.until }, machine.ports);
  return record(machine, taken.run);
}

const seen = (simulator: Simulator): string[] => simulator.calls.map(({ method, path }) => `${method} ${path}`);
const everything = (fault: object): Fault => ({ path: '*', ...fault }) as Fault;
const LOGINS = /reauthenticate|ssodh|\/sso\/|logout/;

describe('when nothing comes through', () => {
  it.each([
    ['F1 the gateway does not run', { method: 'GET', kind: 'refuse' }, 'gateway-down'],
    ['F2 the gateway listens and IBKR keeps silent', { kind: 'silent' }, 'ibkr-silent'],
    ['F3 one byte comes in five seconds', { kind: 'drip' }, 'ibkr-silent'],
    ['F4 half an answer comes and the connection stays', { kind: 'hang' }, 'ibkr-silent'],
    ['F5 a login page comes with status 200', { kind: 'html', page: 'login' }, 'needs-login'],
    ['F6 a page speaks of maintenance', { kind: 'html', page: 'maintenance' }, 'maintenance'],
    [
      "F7 the gateway's own list refuses",
      { kind: 'status', status: 404, body: 'Access Denied', contentType: 'text/plain' },
      'blocked',
    ],
    ['F8 a redirect leads to the login', { kind: 'redirect', to: 'login' }, 'needs-login'],
    ['F8 a redirect leads to a foreign host', { kind: 'redirect', to: 'foreign' }, 'blocked'],
    ['F9 everything is refused with 401', { kind: 'status', status: 401 }, 'needs-login'],
    ['F20 status 200 says an error', { kind: 'error-200', error: 'something odd' }, 'maintenance'],
    [
      'F20 status 500 says an error',
      { kind: 'status', status: 500, body: '{"error":"xcredserv comm failed"}' },
      'maintenance',
    ],
    ['F20 status 400 says an error', { kind: 'status', status: 400, body: '{"error":"Bad Request"}' }, 'our-bug'],
  ] as const)('%s: one diagnosis, few calls, nothing kept as an answer', async (_, fault, diagnosis) => {
    const { machine, simulator } = await morning({ deadlineSeconds: 0.3 });
    simulator.fault(everything(fault));
    const { state, why } = await tryFinal(machine);
    expect(why && diagnosisOf(why.reason)).toBe(diagnosis);
    expect(why?.nextStep).toMatch(/\.$/);
    expect(state).toBe('running');
    // The question, its one repetition or its confirmation, and no more; nobody is logged in by a program.
    expect(simulator.calls.length).toBeLessThanOrEqual(2);
    expect(seen(simulator).join()).not.toMatch(LOGINS);
    expect([...machine.archive.objects.keys()].filter((key) => key.startsWith('snapshots/'))).toEqual([]);
  });

  it('F1 the gateway is gone altogether: said at once, in words that name it', async () => {
    const { machine, simulator } = await morning();
    await simulator.close();
    const { why } = await tryFinal(machine);
    expect(why).toMatchObject({ reason: 'unreachable', message: expect.stringContaining('Nothing listens at') });
  });

  it('F6 F15 a failure in the night’s hours is maintenance, and the run goes on when they are over', async () => {
    const { machine, simulator } = await morning({}, '2026-11-24T05:10:00Z');
    await machine.reportedBefore('2026-11-23');
    simulator.fault({ path: '/portfolio/*', kind: 'status', status: 503, body: '{"error":"Service Unavailable"}' });
    const opened = machine.source?.();
    const failed = await opened?.accounts().catch((error: unknown) => diagnose(error));
    await opened?.close();
    expect(failed).toMatchObject({ diagnosis: 'maintenance', resumeAt: new Date('2026-11-24T06:45:00Z') });
  });
});

describe('keep-session', () => {
  it('F15 tickles on through a burst of failures in the night, and tells nobody', async () => {
    const { machine, simulator } = await morning({}, '2026-11-24T05:08:00Z');
    await machine.minute();
    simulator.fault({ path: '/tickle', kind: 'status', status: 503, times: 4 });
    for (const minute of ['09', '10', '11', '12']) {
      await machine.at(`2026-11-24T05:${minute}:00Z`);
      await machine.minute();
    }
    expect(machine.archive.json('state/session.json')).toMatchObject({ state: 'healthy' });
    expect(seen(simulator)).toEqual(Array(6).fill('POST /tickle'));
    await machine.start({ start: 'owner-hour' });
    expect(machine.subjects).toEqual([]);
  });

  it('F9 asks for no login by itself, and looks for one with the auth status alone', async () => {
    const { machine, simulator } = await morning({ loggedIn: false });
    await machine.minute();
    await machine.at('2026-11-21T10:46:00Z');
    await machine.minute();
    await machine.at('2026-11-21T10:47:00Z');
    simulator.login();
    expect(await machine.minute()).toEqual({ state: 'healthy', started: true });
    expect(seen(simulator)).toEqual([
      'POST /tickle',
      'POST /iserver/auth/status',
      'POST /iserver/auth/status',
      'POST /tickle',
    ]);
  });

  it('F17 leaves the trading session to the program that holds it, and the report comes', async () => {
    const { machine, simulator } = await morning();
    const body = JSON.stringify({
      session: 'abc',
      hmds: { error: 'no bridge' },
      iserver: { authStatus: { authenticated: false, connected: true, competing: true } },
    });
    simulator.fault({ path: '/tickle', kind: 'status', status: 200, body });
    await machine.minute();
    expect(machine.archive.json('state/session.json')).toMatchObject({ state: 'healthy', stage: 'competing' });
    await machine.start({ start: 'schedule', kind: 'final' });
    expect(machine.state('final', '2026-11-20')).toBe('done');
    expect(seen(simulator).filter((call) => call.includes('/iserver'))).toEqual([]);
  });
});

describe('a session that reads', () => {
  it('F2 asks nothing more once IBKR keeps silent in the middle: the gateway has five connections to lose', async () => {
    const { machine, simulator } = await morning({ deadlineSeconds: 0.3 });
    simulator.fault({ path: '/portfolio/*/summary', kind: 'silent' });
    const { why } = await tryFinal(machine);
    expect(why?.reason).toBe('silent');
    const calls = seen(simulator);
    expect(calls[0]).toBe('GET /portfolio/accounts');
    expect(calls.slice(1).every((call) => call.endsWith('/summary'))).toBe(true);
    expect(calls).toHaveLength(3);
  });

  it('F34 reads no account that was added and is not named, and says of a paper login that it is one', async () => {
    const scenario = advisorScenario({ seed: 5, today: new Date(MORNING) });
    const [, first = '', second = ''] = scenario.accountIds;
    const { machine, simulator } = await morning({ scenario });
    const run: Run = { kind: 'close', marketDate: calendarDate('2026-11-20') };
    const until = new Date('2026-11-21T11:00:00Z');
    const ports = { ...machine.ports, settled: () => true };
    expect((await collect({ run, accounts: [first], until }, ports)).accounts).toHaveLength(1);
    expect(simulator.calls.some(({ target }) => target.includes(second))).toBe(false);
    const paper = JSON.stringify([{ id: 'DU7316001', currency: 'USD', type: 'DEMO' }]);
    simulator.fault({ path: '/portfolio/accounts', kind: 'status', status: 200, body: paper });
    const refused = await collect({ run: { ...run, kind: 'final' }, accounts: [first], until }, ports);
    expect(refused).toMatchObject({ status: 'failed', why: { reason: 'account-refused' } });
    expect(refused).toMatchObject({ why: { nextStep: expect.stringContaining('1 other account, of paper money') } });
  });

  it('F16 F19 is healthy with the trading session closed and no bridge, and the report comes', async () => {
    const { machine } = await morning();
    expect((await machine.minute()).state).toBe('healthy');
    await machine.start({ start: 'schedule', kind: 'final' });
    expect(machine.state('final', '2026-11-20')).toBe('done');
    expect(machine.subjects).toEqual([]);
  });

  it('F11 F12 gives other accounts when one is refused, and what an account has when one part fails', async () => {
    const scenario = advisorScenario({ seed: 5, today: new Date(MORNING) });
    const [, first = '', second = ''] = scenario.accountIds;
    const { machine, simulator } = await morning({ scenario });
    simulator.fault({ path: `/portfolio/${first}/*`, kind: 'status', status: 401 });
    simulator.fault({ path: `/portfolio/${second}/allocation`, kind: 'status', status: 500 });
    const ports = { ...machine.ports, accounts: [first, second] };
    await machine.at('2026-11-23T21:30:00Z');
    const run = closeOfToday(machine.clock.now(), machine.calendar) as Run;
    const outcome = await collect(
      { run, accounts: ports.accounts, until: new Date('2026-11-23T22:00:00Z') },
      { ...ports, settled: () => true },
    );
    expect(outcome.status).toBe('partial');
    expect(outcome.unreported.map(({ why }) => diagnosisOf(why.reason))).toEqual(['account-refused']);
    expect(outcome.accounts.flatMap(({ gaps }) => gaps.map(({ dataset, reason }) => [dataset, reason]))).toEqual([
      ['allocation', 'server-error'],
    ]);
  });

  it('F34 F71 of another set of accounts: who is not named is not read, and nothing of a stranger is kept as ours', async () => {
    const { machine, simulator } = await morning();
    const run = (await machine.begin({ start: 'schedule', kind: 'final' })).runs[0]?.run as Run;
    const outcome = await collect(
      { run, accounts: ['U9999999'], until: new Date('2026-11-21T11:00:00Z') },
      { ...machine.ports, settled: () => true },
    );
    expect(outcome).toMatchObject({ status: 'failed', accounts: [], why: { reason: 'account-refused' } });
    expect(seen(simulator)).toEqual(['GET /portfolio/accounts']);
    expect(machine.gateway.calls).toEqual([]);
    expect([...machine.archive.objects.keys()].filter((key) => key.startsWith('snapshots/'))).toEqual([]);
  });
});
