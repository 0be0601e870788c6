import { afterEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { VirtualClock } from '#effects/virtual-clock';
import { collectRun } from '#pipeline/collect-run';
import type { CollectResult } from '#pipeline/events';
import { takeRun } from '#pipeline/run-record';
import { largeScenario } from '#simulator/large-scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { dyingArchive, Killed } from '#test/support/dying-archive';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { gatewayOpener } from '#wiring/gateway-opener';

const RUN: Run = { kind: 'final', marketDate: calendarDate('2026-11-20') };
const START = new Date('2026-11-21T10:45:00Z');
const UNTIL = '2026-11-21T17:00:00Z';
/** Two holdings: every contract's bookings are asked for within the run. */
const scenario = largeScenario({ seed: 1, today: START, size: 0.0004 });

let simulator: Simulator;
afterEach(() => simulator.close());

interface Life {
  readonly archive: MemoryArchive;
  readonly clock: VirtualClock;
}

async function born(): Promise<Life> {
  const life = { archive: memoryArchive(), clock: new VirtualClock(START) };
  simulator = await startSimulator({ scenario, clock: life.clock });
  await takeRun(life.archive, RUN, { holder: 'mine', now: START, again: false });
  return life;
}

/** One go, as the state machine's step makes it, in a process that reaches the archive given. */
function go({ clock }: Life, archive: Archive): Promise<CollectResult> {
  const open = gatewayOpener({
    url: simulator.url,
    ca: simulator.certificate,
    serverName: simulator.serverName,
    version: 'test',
    pacingName: 'https://simulator',
    archive,
    clock,
    maxWaitMs: 20 * 60_000,
  });
  return collectRun(
    { run: RUN, execution: 'mine', until: UNTIL },
    {
      archive,
      clock,
      open,
      progress: () => undefined,
      calendar: newYorkCalendar(),
      hours: { close: '16:30', final: '05:45', deadline: '12:00' },
      accounts: 'all',
      mailAfterClose: false,
      until: () => new Date(UNTIL),
    },
  );
}

const analystCalls = (): number => simulator.calls.filter(({ path }) => path.startsWith('/pa/')).length;

/** Goes on until the machine would leave collecting. */
async function toTheEnd(life: Life): Promise<CollectResult> {
  for (;;) {
    const result = await go(life, life.archive);
    if (result.next !== 'wait') return result;
    await life.clock.advanceTo(new Date(result.resumeAt as string));
  }
}

/** What is known in the end, but for when and by which answers: the Snapshot, the bookings, the record of the run. */
function known({ archive }: Life): unknown {
  const newest = [...archive.objects.keys()].filter((key) => /^snapshots\/.*\/final-\d+\./.test(key)).sort(byEdition);
  const state = [...archive.objects.keys()].filter((key) => /^(transactions|state\/runs)\//.test(key)).sort();
  const keys = [...newest.slice(-1), ...state];
  return keys.map((key) => [key.replace(/-\d+\.[0-9a-f]{64}/, ''), plain(archive.json(key))]);
}

const byEdition = (a: string, b: string): number => editionOf(a) - editionOf(b);
const editionOf = (key: string): number => Number(/-(\d+)\.[0-9a-f]{64}/.exec(key)?.[1]);

const BY_WHEN = new Set(['raw', 'snapshotKey', 'lease']);
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, part: unknown) => {
      if (BY_WHEN.has(name)) return undefined;
      const text = typeof part === 'string' ? part : '';
      if (/^raw\//.test(text)) return 'an answer';
      return /^\d{4}-\d{2}-\d{2}T/.test(text) ? 'an hour' : part;
    }),
  );
}

it('killed at any write of a collect run, going on ends as the unbroken run does', { timeout: 240_000 }, async () => {
  const whole = await born();
  const counting = dyingArchive(whole.archive);
  const unbroken = await go(whole, counting);
  expect(unbroken).toMatchObject({ next: 'publish', status: 'complete' });
  const expected = known(whole);
  const calls = analystCalls();
  await simulator.close();
  expect(counting.writes()).toBeGreaterThan(30);

  for (let write = 1; write <= counting.writes(); write += 1) {
    for (const when of ['before', 'after'] as const) {
      const life = await born();
      const at = `${when} write ${write} of ${counting.writes()}`;
      await expect(go(life, dyingArchive(life.archive, { write, when })), at).rejects.toBeInstanceOf(Killed);
      expect(await toTheEnd(life), at).toEqual(unbroken);
      expect(known(life), at).toEqual(expected);
      expect(
        simulator.calls.filter(({ status }) => status !== 200),
        at,
      ).toEqual([]);
      // Only the call whose answer was lost costs another window; the others' answers are kept and used.
      expect(analystCalls(), at).toBeLessThanOrEqual(calls + 1);
      await simulator.close();
    }
  }
});
