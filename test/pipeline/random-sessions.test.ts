import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { RunState } from '#pipeline/run-state';
import type { SessionRecord } from '#pipeline/session-record';
import type { Fault } from '#simulator/faults';
import { type SimulatedMachine, simulatedMachine } from '#test/support/simulated-machine';

/** Thursday, 19 November, before the market opens; the days before are reported. */
const START = '2026-11-19T12:00:00Z';
const MINUTE = 60_000;

type Action =
  | { readonly do: 'login' | 'logout' | 'mend' | 'close' | 'final' | 'owner-hour' | 'deadline' | 'login-start' }
  | { readonly do: 'minutes'; readonly count: number }
  | { readonly do: 'pass'; readonly hours: number }
  | { readonly do: 'clock'; readonly aheadMinutes: number }
  | { readonly do: 'break'; readonly fault: Fault };

const DATA = ['/portfolio/accounts', '/portfolio/*/summary', '/portfolio/*/positions/0', '/pa/*'];
const ANY = [...DATA, '/tickle', '/iserver/auth/status', '*'];
const times = fc.integer({ min: 1, max: 3 });
const status = (code: number, paths: readonly string[], body?: string) =>
  fc.record({ path: fc.constantFrom(...paths), times }).map(
    (target): Fault => ({
      ...target,
      kind: 'status',
      status: code,
      ...(body ? { body, contentType: 'text/plain' } : {}),
    }),
  );
const fault = fc.oneof(
  // A refusal of the session's own endpoints would be the truth about the login as far as anybody can know.
  status(401, DATA),
  status(500, ANY),
  status(503, ANY),
  status(404, ANY, 'Access Denied'),
  fc
    .record({ path: fc.constantFrom(...ANY), times })
    .map((on): Fault => ({ ...on, kind: 'html', page: 'maintenance' })),
  fc.record({ path: fc.constantFrom(...DATA), times }).map((on): Fault => ({ ...on, kind: 'error-200' })),
  fc.record({ path: fc.constantFrom(...DATA), times }).map((on): Fault => ({ ...on, kind: 'cut' })),
  fc.record({ path: fc.constantFrom(...DATA), times }).map((on): Fault => ({ ...on, kind: 'refuse' })),
);
const action = fc.oneof<fc.Arbitrary<Action>[]>(
  fc
    .constantFrom('login', 'logout', 'mend', 'close', 'final', 'final', 'owner-hour', 'deadline', 'login-start')
    .map((name) => ({ do: name }) as Action),
  fc.integer({ min: 1, max: 4 }).map((count) => ({ do: 'minutes', count })),
  fc.integer({ min: 1, max: 9 }).map((hours) => ({ do: 'pass', hours })),
  fc.integer({ min: -20, max: 0 }).map((aheadMinutes) => ({ do: 'clock', aheadMinutes })),
  fault.map((one) => ({ do: 'break', fault: one })),
);

async function act({ machine, simulator }: SimulatedMachine, one: Action): Promise<void> {
  // Two actions never share a second, as two processes' starts hardly do.
  await machine.clock.sleep(1_000);
  switch (one.do) {
    case 'login':
      return simulator.login();
    case 'logout':
      return simulator.logout();
    case 'mend':
      return simulator.clearFaults();
    case 'break':
      return simulator.fault(one.fault);
    case 'clock':
      machine.aheadMs = one.aheadMinutes * MINUTE;
      return;
    case 'pass':
      return machine.clock.sleep(one.hours * 60 * MINUTE);
    case 'minutes':
      for (let minute = 0; minute < one.count; minute += 1) {
        await machine.clock.sleep(MINUTE);
        if (!(await machine.minute()).started) continue;
        // The bucket's event takes a while to start the machine.
        await machine.clock.sleep(2_000);
        await machine.start({ start: 'login' });
      }
      return;
    case 'login-start':
      return void (await machine.start({ start: 'login' }));
    case 'close':
    case 'final':
      return void (await machine.start({ start: 'schedule', kind: one.do }));
    default:
      return askOwner({ machine, simulator }, one.do);
  }
}

/** The minute before has seen the session, as it has in truth. */
async function askOwner({ machine }: SimulatedMachine, start: 'owner-hour' | 'deadline'): Promise<void> {
  const { state, started } = await machine.minute();
  const told = machine.notices.length;
  await machine.clock.sleep(2_000);
  await machine.start({ start });
  if (state === 'healthy' && started) expect(machine.subjects.slice(told).join()).not.toContain('Login needed');
}

const records = ({ machine }: SimulatedMachine): RunState[] =>
  [...machine.archive.objects.keys()]
    .filter((key) => key.startsWith('state/runs/'))
    .map((key) => machine.archive.json(key) as RunState);

/** What was collected: raw answers and Snapshots. */
const collected = ({ machine }: SimulatedMachine): Map<string, Buffer> =>
  new Map([...machine.archive.objects].filter(([key]) => !key.startsWith('state/') && !key.startsWith('pacing/')));

it('whatever a session, a broker and a clock do: no limit is broken, no login asked for in vain, nothing lost, and an end reached', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const run = await simulatedMachine(START);
      const { machine, simulator } = run;
      try {
        await machine.reportedBefore('2026-11-18');
        let loggedIn = true;
        for (const one of actions) {
          const begun = machine.ownClock.now().toISOString();
          const before = collected(run);
          await act(run, one);
          const stayed = loggedIn && one.do !== 'logout';
          if (one.do === 'login' || one.do === 'logout') loggedIn = one.do === 'login';
          for (const [key, body] of before) {
            const now = machine.archive.objects.get(key);
            if (key.startsWith('raw/')) expect(now?.equals(body)).toBe(true);
            else expect(now).toBeDefined();
          }
          if (!stayed || one.do === 'clock') continue;
          const session = machine.archive.json('state/session.json') as SessionRecord | undefined;
          if (session && session.since >= begun) expect(session.state).not.toBe('needs-login');
          for (const record of records(run)) if (record.at >= begun) expect(record.why?.reason).not.toBe('needs-login');
        }
        // Everything is mended in the end, and a day later each market day has its end.
        machine.aheadMs = 0;
        simulator.clearFaults();
        simulator.login();
        await machine.at('2026-11-24T12:00:00Z');
        await machine.minute();
        await machine.clock.sleep(2_000);
        await machine.start({ start: 'login' });
        for (const marketDate of ['2026-11-19', '2026-11-20', '2026-11-23'].map(calendarDate)) {
          expect([marketDate, machine.state('final', marketDate)]).toEqual([
            marketDate,
            expect.stringMatching(/^(done|partial)$/),
          ]);
        }
        expect(records(run).filter(({ state }) => state === 'running')).toEqual([]);
        expect(simulator.calls.filter((call) => call.status === 429)).toEqual([]);
      } finally {
        await simulator.close();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
