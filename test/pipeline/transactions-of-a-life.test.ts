import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { folderArchive } from '#archive/folder-archive';
import { accountKey } from '#archive/keys';
import { latestSnapshot } from '#archive/snapshot-store';
import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Transaction, TransactionHistory } from '#domain/transaction';
import { VirtualClock } from '#effects/virtual-clock';
import { collect } from '#pipeline/collect';
import { deadlineOf, dueAt, isSettled } from '#pipeline/run-times';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import type { LifeTruth } from '#simulator/life/truth';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { gatewayOpener } from '#wiring/gateway-opener';

const calendar = newYorkCalendar();
const DAYS = calendar.tradingDays(calendarDate('2026-10-12'), calendarDate('2026-11-24')).slice(0, 30);

const LIFE = demoScenario({ seed: 3, today: new Date(`${DAYS.at(-1)}T21:00:00Z`) });

let root: string;
let simulator: Simulator;
let clock: VirtualClock;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-life-'));
  clock = new VirtualClock(dueAt({ kind: 'close', marketDate: DAYS[0] as CalendarDate }, calendar));
  simulator = await startSimulator({ scenario: LIFE, clock });
});
afterEach(async () => {
  await simulator.close();
  await rm(root, { recursive: true, force: true });
});

const cents = (amount: number): number => Math.round(amount * 100);
const line = (date: string, conid: number, amount: number, quantity: number | undefined): string =>
  `${date} ${conid} ${cents(amount)} ${quantity ?? '-'}`;

function trueLines(truth: LifeTruth, from: string, to: string, conid: number): string[] {
  return truth.days
    .filter((date) => date >= from && date <= to)
    .flatMap((date) => truth.day(date).bookings.map((booking) => ({ date, ...booking })))
    .filter((booking) => booking.conid === conid)
    .map(({ date, amount, quantity }) => line(date, conid, amount, quantity));
}

const toldLines = (rows: readonly Transaction[], from: string, to: string, conid: number): string[] =>
  rows
    .filter((row) => row.conid === conid && row.date >= from && row.date <= to)
    .map(({ date, amount, quantity }) => line(date, conid, amount, quantity));

it('thirty days of a life, two contracts a morning: what is called complete is the truth, to the cent', async () => {
  const archive = folderArchive(root);
  const seen = new Set<number>();
  let last: TransactionHistory | undefined;
  for (const marketDate of DAYS) {
    for (const kind of ['close', 'final'] as const) {
      const run: Run = { kind, marketDate };
      await clock.advanceTo(dueAt(run, calendar));
      // As long as one pause takes, and no second one.
      const until = kind === 'close' ? deadlineOf(run) : new Date(clock.now().getTime() + 16 * 60_000);
      const { url, certificate: ca, serverName } = simulator;
      const outcome = await collect(
        { run, accounts: 'all', until },
        {
          archive,
          clock,
          progress: () => undefined,
          settled: (one, at) => isSettled(one, at, calendar),
          open: () =>
            gatewayOpener({
              url,
              ca,
              serverName,
              pacingName: 'https://simulator',
              version: 'test',
              archive,
              clock,
              maxWaitMs: 20 * 60_000,
            })(run),
        },
      );
      expect(outcome.status).toBe('complete');
    }
    const run: Run = { kind: 'final', marketDate };
    const { datasets } = (await latestSnapshot(archive, accountKey(DEMO_ACCOUNT), run))?.snapshot ?? {};
    if (datasets?.transactions.status !== 'present' || datasets.positions.status !== 'present')
      throw new Error(marketDate);
    const truth = LIFE.truth(clock.now());
    const { covered, notCovered, rows } = datasets.transactions.value;
    for (const { conid, from, to, askedAt } of covered) {
      const whole = truth.days.findLast(
        (date) => date <= to && calendar.finality(calendarDate(date), new Date(askedAt ?? 0)) === 'final',
      );
      expect(toldLines(rows, from, whole ?? '', conid).sort(), `${conid} on ${marketDate}`).toEqual(
        trueLines(truth, from, whole ?? '', conid).sort(),
      );
    }
    for (const { conid } of datasets.positions.value) seen.add(conid);
    const named = new Set([...covered.map(({ conid }) => conid), ...notCovered]);
    expect([...seen].filter((conid) => !named.has(conid))).toEqual([]);
    expect(datasets.transactions.value.superseded).toBeUndefined();
    last = datasets.transactions.value;
  }
  expect(last?.notCovered).toEqual([]);
  expect(last?.rows.length).toBeGreaterThan(30);
  const asked = simulator.calls.filter(({ path }) => path.includes('/pa/transactions'));
  expect(asked.length).toBeGreaterThan(DAYS.length);
  expect(asked.filter(({ status }) => status !== 200)).toEqual([]);
}, 120_000);
