import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveError } from '#archive/errors';
import { calendarDate } from '#domain/calendar-date';
import type { Clock } from '#effects/clock';
import { VirtualClock } from '#effects/virtual-clock';
import { pacingIn } from '#pipeline/archive-pacing';
import { keepRawIn } from '#pipeline/keep-raw';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { type Gateway, openGateway } from '#sources/gateway/gateway';
import { openHttpClient } from '#sources/http/http-client';
import { SourceError } from '#sources/source-error';
import { dyingArchive, Killed } from '#test/support/dying-archive';
import { account } from '#test/support/fake-gateway';
import { memoryArchive } from '#test/support/memory-archive';

const START = new Date('2026-11-21T10:45:00Z');
const scenario = demoScenario({ seed: 1, today: new Date('2026-11-21T17:00:00Z') });
const ACCOUNT = account(DEMO_ACCOUNT);
const ASKS = {
  performance: (gateway: Gateway) => gateway.performance(ACCOUNT),
  monthly: (gateway: Gateway) => gateway.monthly(ACCOUNT),
  transactions: (gateway: Gateway) =>
    gateway.transactions({ ids: [DEMO_ACCOUNT], conid: 756733, currency: 'USD', days: 365 }),
  tickle: (gateway: Gateway) => gateway.tickle(),
  summary: (gateway: Gateway) => gateway.summary(ACCOUNT),
};

/** What one process does: the list of accounts first, then these; it may be killed at one of its writes. */
const process = fc.record({
  asks: fc.array(fc.constantFrom(...(Object.keys(ASKS) as (keyof typeof ASKS)[])), { minLength: 1, maxLength: 3 }),
  killedAt: fc.option(fc.record({ write: fc.integer({ min: 1, max: 15 }), when: fc.constantFrom('before', 'after') }), {
    freq: 1,
  }),
  // No longer: the virtual hours that one sleeps through would pass for a call of another that is on its way.
  maxWaitMs: fc.constantFrom(0, 6_500),
});
/** Processes that run side by side, after a while in which the machine's clock may have been set anew. */
const round = fc.record({
  afterMs: fc.constantFrom(6_000, 60_000, 10 * 60_000, 16 * 60_000),
  setByMs: fc.constantFrom(0, 0, 0, 3_600_000, -3_600_000, 90_000, -90_000),
  processes: fc.array(process, { minLength: 1, maxLength: 3 }),
});

/** The machine's clock: runs with the truth, and is off by what somebody set. */
class SetClock implements Clock {
  offMs = 0;
  readonly #truth: VirtualClock;
  constructor(truth: VirtualClock) {
    this.#truth = truth;
  }
  now(): Date {
    return new Date(this.#truth.now().getTime() + this.offMs);
  }
  sleep(ms: number): Promise<void> {
    return this.#truth.sleep(ms);
  }
}

/** Each sequence has a broker of its own. */
const open: Simulator[] = [];
afterAll(() => Promise.all(open.map((simulator) => simulator.close())));

it('never breaks a limit, whoever writes, dies or sets the clock', { timeout: 120_000 }, async () => {
  let analyst = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 3, maxLength: 6 }), async (rounds) => {
      const truth = new VirtualClock(START);
      const clock = new SetClock(truth);
      const archive = memoryArchive();
      const simulator = await startSimulator({ scenario, clock: truth });
      open.push(simulator);
      for (const { afterMs, setByMs, processes } of rounds) {
        await truth.advanceTo(new Date(truth.now().getTime() + afterMs));
        clock.offMs += setByMs;
        await Promise.all(
          processes.map(({ asks, killedAt, maxWaitMs }) => {
            const own = killedAt ? dyingArchive(archive, killedAt as { write: number; when: 'before' }) : archive;
            return work(own, clock, simulator, asks, maxWaitMs);
          }),
        );
      }
      expect(simulator.calls.filter(({ status }) => status === 429)).toEqual([]);
      analyst += simulator.calls.filter(({ path }) => path.startsWith('/pa/')).length;
    }),
    { numRuns: 30, seed: 20261121 },
  );
  // It is easy to keep a limit by calling nothing.
  expect(analyst).toBeGreaterThan(60);
});

async function work(
  archive: Archive,
  clock: Clock,
  simulator: Simulator,
  asks: readonly (keyof typeof ASKS)[],
  maxWaitMs: number,
): Promise<void> {
  // Without the answers that are kept: every question is a call.
  const gateway = openGateway({
    http: openHttpClient({
      origin: simulator.url,
      ca: simulator.certificate,
      serverName: simulator.serverName,
      userAgent: 'test',
    }),
    clock,
    pacing: pacingIn(archive, 'https://simulator'),
    keep: keepRawIn(archive, { kind: 'final', marketDate: calendarDate('2026-11-20') }),
    log: () => undefined,
    maxWaitMs,
  });
  try {
    await gateway.accounts();
    for (const ask of asks) {
      try {
        await ASKS[ask](gateway);
      } catch (error) {
        // Told to wait: the next question may be free.
        if (!(error instanceof SourceError && error.reason === 'paced')) throw error;
      }
    }
  } catch (error) {
    const passes = error instanceof Killed || error instanceof ArchiveError;
    if (!passes && !(error instanceof SourceError && error.reason === 'paced')) throw error;
  } finally {
    await gateway.close();
  }
}
