import { afterEach, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { latestSnapshot } from '#archive/snapshot-store';
import { TransactionLog } from '#archive/transaction-log';
import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { VirtualClock } from '#effects/virtual-clock';
import { collectRun } from '#pipeline/collect-run';
import type { FillResult } from '#pipeline/events';
import { fillTransactions } from '#pipeline/fill-transactions';
import { takeRun } from '#pipeline/run-record';
import { LARGE_ACCOUNT, largeScenario } from '#simulator/large-scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { dyingArchive, Killed } from '#test/support/dying-archive';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { gatewayOpener } from '#wiring/gateway-opener';

const START = new Date('2026-11-20T10:45:00Z');
const UNTIL = new Date('2026-11-20T17:00:00Z');
const final = (day: string): Run => ({ kind: 'final', marketDate: calendarDate(day) });
const THURSDAY = final('2026-11-19');

let simulator: Simulator;
afterEach(() => simulator.close());

interface Morning {
  readonly archive: MemoryArchive;
  readonly clock: VirtualClock;
}

const ports = ({ archive, clock }: Morning, reached: Archive = archive, accounts = [LARGE_ACCOUNT]) => ({
  archive: reached,
  clock,
  calendar: newYorkCalendar(),
  hours: { close: '16:30', final: '05:45', deadline: '12:00' },
  accounts,
  mailAfterClose: false,
  progress: () => undefined,
  until: () => new Date(clock.now().getTime() + 600_000),
  open: gatewayOpener({
    url: simulator.url,
    ca: simulator.certificate,
    serverName: simulator.serverName,
    version: 'test',
    pacingName: 'https://simulator',
    archive: reached,
    clock,
    maxWaitMs: 10_000,
  }),
});

async function collected(morning: Morning, run: Run, until: Date): Promise<void> {
  await takeRun(morning.archive, run, { holder: 'mine', now: morning.clock.now(), again: false });
  for (;;) {
    const event = { run, execution: 'mine', until: until.toISOString() };
    const { next, resumeAt } = await collectRun(event, ports(morning));
    if (next === 'publish') return;
    expect(next).toBe('wait');
    await morning.clock.advanceTo(new Date(resumeAt as string));
  }
}

/** After Thursday's final run, of an account of so many holdings. */
async function morningOf(holdings: number): Promise<Morning> {
  const morning = { archive: memoryArchive(), clock: new VirtualClock(START) };
  const scenario = largeScenario({ seed: 1, today: new Date('2026-11-21T17:00:00Z'), size: holdings / 5_000 });
  simulator = await startSimulator({ scenario, clock: morning.clock });
  await collected(morning, THURSDAY, UNTIL);
  return morning;
}

/** As the machine does it: one go after the other, with its waits. */
async function goOn(morning: Morning, until = UNTIL): Promise<readonly FillResult[]> {
  const results: FillResult[] = [];
  for (;;) {
    const result = await fillTransactions({ until }, ports(morning));
    results.push(result);
    if (result.next === 'end') return results;
    await morning.clock.advanceTo(new Date(result.resumeAt as string));
  }
}

const toldCalls = () => simulator.calls.filter(({ path }) => path === '/pa/transactions');
const toldBy = async ({ archive }: Morning): Promise<readonly number[]> =>
  (await TransactionLog.open(archive, accountKey(LARGE_ACCOUNT), calendarDate('2025-11-19'))).told;
const covered = async ({ archive }: Morning, run: Run): Promise<number | undefined> => {
  const { transactions } = (await latestSnapshot(archive, accountKey(LARGE_ACCOUNT), run))?.snapshot.datasets ?? {};
  return transactions?.status === 'present' ? transactions.value.covered.length : undefined;
};
const outside = (archive: MemoryArchive): readonly string[] =>
  [...archive.objects]
    .filter(([key]) => !/^(transactions|raw)\/|^state\/pacing/.test(key))
    .map(([key, body]) => `${key} ${body.toString('latin1')}`)
    .sort();

describe('going on after the runs', () => {
  it('asks for all of 20 contracts in one morning, one in a quarter of an hour, and writes the log alone', async () => {
    const morning = await morningOf(20);
    expect(await toldBy(morning)).toHaveLength(1);
    const before = outside(morning.archive);
    const results = await goOn(morning);
    expect(results.at(-1)).toEqual({ next: 'end', asked: 1 });
    expect(await toldBy(morning)).toHaveLength(20);
    expect(toldCalls().map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(simulator.calls.filter(({ status }) => status !== 200)).toEqual([]);
    // 19 pauses of 15 minutes and a second, each to the next whole second.
    expect(Math.round((morning.clock.now().getTime() - START.getTime()) / 60_000)).toBe(286);
    expect(outside(morning.archive)).toEqual(before);
    expect(await covered(morning, THURSDAY)).toBe(1);

    await morning.clock.advanceTo(new Date('2026-11-21T10:45:00Z'));
    const friday = final('2026-11-20');
    await collected(morning, friday, new Date('2026-11-21T17:00:00Z'));
    expect(await covered(morning, friday)).toBe(20);
  }, 60_000);

  it('begins with the largest holding that the run left, and begins no call after its deadline', async () => {
    const morning = await morningOf(20);
    const [first] = await toldBy(morning);
    const values = (await latestSnapshot(morning.archive, accountKey(LARGE_ACCOUNT), THURSDAY))?.snapshot.datasets
      .positions;
    if (values?.status !== 'present') throw new TypeError('no holdings');
    const bySize = [...values.value].sort((a, b) => b.marketValue - a.marketValue || a.conid - b.conid);
    const until = new Date(START.getTime() + 50 * 60_000);
    const results = await goOn(morning, until);
    expect(results.at(-1)?.next).toBe('end');
    expect(morning.clock.now() < until).toBe(true);
    expect(first).toBe(bySize[0]?.conid);
    const told = bySize.slice(0, 4).map(({ conid }) => conid);
    expect(await toldBy(morning)).toEqual(told.sort((a, b) => a - b));
    const calls = simulator.calls.length;
    await morning.clock.advanceTo(until);
    expect(await fillTransactions({ until }, ports(morning))).toEqual({ next: 'end', asked: 0 });
    expect(simulator.calls).toHaveLength(calls);
  }, 60_000);

  it('makes no call when nothing is left, or when the newest run has no holdings', async () => {
    const morning = await morningOf(2);
    await goOn(morning);
    const calls = simulator.calls.length;
    expect(await fillTransactions({ until: UNTIL }, ports(morning))).toEqual({ next: 'end', asked: 0 });
    const stranger = ports(morning, morning.archive, ['U0000001']);
    expect(await fillTransactions({ until: UNTIL }, stranger)).toEqual({ next: 'end', asked: 0 });
    expect(simulator.calls).toHaveLength(calls);
  });

  it('ends quietly when the session is lost midway, and keeps what was told', async () => {
    const morning = await morningOf(6);
    const { resumeAt } = await fillTransactions({ until: UNTIL }, ports(morning));
    await morning.clock.advanceTo(new Date(resumeAt as string));
    expect(await fillTransactions({ until: UNTIL }, ports(morning))).toMatchObject({ next: 'wait', asked: 1 });
    const before = outside(morning.archive);
    simulator.logout();
    await morning.clock.advanceTo(new Date(morning.clock.now().getTime() + 1_000_000));
    expect(await goOn(morning)).toEqual([{ next: 'end', asked: 0, why: 'needs-login' }]);
    expect(await toldBy(morning)).toHaveLength(2);
    expect(outside(morning.archive)).toEqual(before);
  });

  it('asks for nothing when another login is there, which does not show the account', async () => {
    const morning = await morningOf(6);
    const { resumeAt } = await fillTransactions({ until: UNTIL }, ports(morning));
    await morning.clock.advanceTo(new Date(resumeAt as string));
    const before = toldCalls().length;
    simulator.fault({ kind: 'empty-accounts', path: '/portfolio/*accounts' });
    expect(await fillTransactions({ until: UNTIL }, ports(morning))).toMatchObject({ next: 'end', asked: 0 });
    expect(toldCalls()).toHaveLength(before);
  });

  it('ends at the first refusal for too many calls, so that the runs of the day meet no closed gateway', async () => {
    const morning = await morningOf(6);
    const { resumeAt } = await fillTransactions({ until: UNTIL }, ports(morning));
    await morning.clock.advanceTo(new Date(resumeAt as string));
    simulator.fault({ kind: 'status', path: '/pa/transactions', status: 429, times: 1 });
    expect(await goOn(morning)).toEqual([{ next: 'end', asked: 0, why: 'paced' }]);
    expect(await goOn(morning)).toEqual([{ next: 'end', asked: 0, why: 'paced' }]);
    expect(toldCalls().map(({ status }) => status)).toEqual([200, 429]);
  });

  it('killed at any write goes on to the same log, with one call more at most', { timeout: 120_000 }, async () => {
    const logOf = async (morning: Morning): Promise<unknown> => {
      const log = await TransactionLog.open(morning.archive, accountKey(LARGE_ACCOUNT), '2025-11-19' as CalendarDate);
      return log.told.map((conid) => log.bookings(conid).bookings.map(({ row }) => row));
    };
    const ready = async (): Promise<Morning> => {
      const morning = await morningOf(2);
      const { resumeAt } = await fillTransactions({ until: UNTIL }, ports(morning));
      await morning.clock.advanceTo(new Date(resumeAt as string));
      return morning;
    };
    const whole = await ready();
    const counting = dyingArchive(whole.archive);
    expect(await fillTransactions({ until: UNTIL }, ports(whole, counting))).toEqual({ next: 'end', asked: 1 });
    const expected = await logOf(whole);
    const before = toldCalls().length;
    await simulator.close();
    expect(counting.writes()).toBeGreaterThan(6);
    for (let write = 1; write <= counting.writes(); write += 1) {
      for (const when of ['before', 'after'] as const) {
        const at = `${when} write ${write}`;
        const morning = await ready();
        const dying = ports(morning, dyingArchive(morning.archive, { write, when }));
        await expect(fillTransactions({ until: UNTIL }, dying), at).rejects.toBeInstanceOf(Killed);
        await goOn(morning);
        expect(await logOf(morning), at).toEqual(expected);
        expect(toldCalls().length, at).toBeLessThanOrEqual(before + 1);
        expect(
          simulator.calls.filter(({ status }) => status !== 200),
          at,
        ).toEqual([]);
        await simulator.close();
      }
    }
  });
});
