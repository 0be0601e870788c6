import { beforeEach, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { accountKey } from '#archive/keys';
import { latestSnapshot } from '#archive/snapshot-store';
import { addDays, type CalendarDate, calendarDate, dayInZone } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Transaction, TransactionHistory } from '#domain/transaction';
import { VirtualClock } from '#effects/virtual-clock';
import { collect } from '#pipeline/collect';
import { deadlineOf, dueAt, isSettled } from '#pipeline/run-times';
import { dyingArchive, Killed } from '#test/support/dying-archive';
import {
  account,
  type FakeGateway,
  fakeGateway,
  holding,
  needsLogin,
  paced,
  serverError,
} from '#test/support/fake-gateway';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { transaction } from '#test/support/snapshot';

const calendar = newYorkCalendar();
const day = calendarDate;

let archive: MemoryArchive;
let clock: VirtualClock;
/** What is held now, by account: contract → quantity. */
let held: Record<string, Record<number, number>>;
/** What the broker would tell. */
let bookings: Transaction[];
/** Contracts that may be asked before the broker's pause. */
let budget: number;
/** Contracts whose answers can't be had. */
let broken: ReadonlySet<number>;

beforeEach(() => {
  archive = memoryArchive();
  clock = new VirtualClock(new Date('2026-11-16T21:30:00Z'));
  held = { U1: { 101: 5, 102: 9, 103: 1 } };
  bookings = [];
  budget = 1;
  broken = new Set();
});

/** A gateway that tells `budget` contracts, then asks for a pause. */
function gatewayNow(): FakeGateway {
  let asked = 0;
  const gateway = fakeGateway(
    Object.keys(held).map((id) => account(id)),
    clock,
    {
      holdings: (id) => Object.entries(held[id] ?? {}).map(([conid, quantity]) => holding(Number(conid), quantity)),
      fail: (call) => {
        if (call !== 'transactions') return undefined;
        asked += 1;
        return asked > budget ? paced(new Date(clock.now().getTime() + 900_000)) : undefined;
      },
    },
  );
  return {
    ...gateway,
    transactions: async (query) => {
      const answer = await gateway.transactions(query);
      if (broken.has(query.conid)) throw serverError();
      const today = dayInZone(clock.now(), 'America/New_York');
      const from = addDays(today, -query.days);
      const rows = bookings.filter(({ conid, date }) => conid === query.conid && date >= from && date <= today);
      return {
        ...answer,
        value: { ...answer.value, from, to: today, rows: new Map(query.ids.map((id) => [id, rows])) },
      };
    },
  };
}

const ports = (place: Archive, gateway: FakeGateway) => ({
  archive: place,
  clock,
  progress: () => undefined,
  open: () => gateway,
  settled: (run: Run, at: Date) => isSettled(run, at, calendar),
});

/** The two runs of a market day, at their hours. Contracts asked, in order. */
async function live(date: CalendarDate, kinds: readonly Run['kind'][] = ['close', 'final']): Promise<string[]> {
  const asked: string[] = [];
  for (const kind of kinds) {
    const run: Run = { kind, marketDate: date };
    const due = dueAt(run, calendar);
    if (clock.now() < due) await clock.advanceTo(due);
    const gateway = gatewayNow();
    await collect({ run, accounts: 'all', until: deadlineOf(run) }, ports(archive, gateway));
    asked.push(...gateway.calls.filter((call) => call.startsWith('transactions')).slice(0, budget));
  }
  return asked.map((call) => call.replace('transactions ', ''));
}

async function history(date: CalendarDate, id = 'U1'): Promise<TransactionHistory> {
  const stored = await latestSnapshot(archive, accountKey(id), { kind: 'final', marketDate: date });
  const dataset = stored?.snapshot.datasets.transactions;
  if (dataset?.status !== 'present') throw new Error(`no transactions on ${date}: ${JSON.stringify(dataset)}`);
  return dataset.value;
}

const buy = (conid: number, date: string, quantity = 1) =>
  transaction({ conid, date: day(date), quantity, amount: -quantity });

describe('transactions over days', () => {
  it('ask one contract a morning, the largest first, and each report has all that was told so far', async () => {
    bookings = [buy(101, '2026-03-02'), buy(102, '2026-03-03'), buy(103, '2026-03-04')];
    expect(await live(day('2026-11-16'))).toEqual(['102 of U1']);
    expect(await live(day('2026-11-17'))).toEqual(['101 of U1']);
    expect(await history(day('2026-11-17'))).toMatchObject({
      rows: [{ conid: 102 }, { conid: 101 }],
      covered: [{ conid: 101 }, { conid: 102 }],
      notCovered: [103],
    });
    expect(await live(day('2026-11-18'))).toEqual(['103 of U1']);
    // All told once: the one asked longest ago is next.
    expect(await live(day('2026-11-19'))).toEqual(['102 of U1']);
    expect((await history(day('2026-11-16'))).rows).toHaveLength(1);
  });

  it('take their turns also when holdings are seen in the morning alone, and the first look is no change', async () => {
    expect(await live(day('2026-11-16'), ['final'])).toEqual(['102 of U1']);
    expect(await live(day('2026-11-17'), ['final'])).toEqual(['101 of U1']);
    expect(await live(day('2026-11-18'), ['final'])).toEqual(['103 of U1']);
    held = { U1: { 101: 5, 102: 9, 103: 2 } };
    expect(await live(day('2026-11-19'), ['final'])).toEqual(['103 of U1']);
    // What changed by that morning may be of that very day, and is then told only by the next one.
    expect(await live(day('2026-11-20'), ['final'])).toEqual(['103 of U1']);
    expect(await live(day('2026-11-23'), ['final'])).toEqual(['102 of U1']);
  });

  it('ask first for what changed, also when it is gone, and then go back to their turns', async () => {
    budget = 3;
    await live(day('2026-11-16'));
    budget = 1;
    held = { U1: { 101: 8, 103: 1, 104: 2 } };
    bookings = [buy(101, '2026-11-17', 3), buy(102, '2026-11-17', -9), buy(104, '2026-11-17', 2)];
    expect(await live(day('2026-11-17'))).toEqual(['101 of U1']);
    expect(await live(day('2026-11-18'))).toEqual(['102 of U1']);
    expect(await live(day('2026-11-19'))).toEqual(['104 of U1']);
    expect(await live(day('2026-11-20'))).toEqual(['103 of U1']);
    expect((await history(day('2026-11-20'))).rows.map(({ conid, quantity }) => [conid, quantity])).toEqual([
      [101, 3],
      [102, -9],
      [104, 2],
    ]);
  });

  it('remember a contract that was sold before its turn came', async () => {
    await live(day('2026-11-16'));
    held = { U1: { 101: 5, 102: 9, 104: 50 } };
    bookings = [buy(103, '2026-11-17', -1)];
    expect(await live(day('2026-11-17'))).toEqual(['103 of U1']);
    expect((await history(day('2026-11-17'))).rows).toMatchObject([{ conid: 103, quantity: -1 }]);
  });

  it('remember a contract that was bought and sold in days that are made up for, the newest first', async () => {
    budget = 9;
    await live(day('2026-11-16'));
    held = { U1: { 101: 5, 102: 9, 103: 1, 104: 50 } };
    await live(day('2026-11-17'), ['close']);
    held = { U1: { 101: 5, 102: 9, 103: 1 } };
    bookings = [buy(104, '2026-11-17', 50), buy(104, '2026-11-18', -50)];
    expect(await live(day('2026-11-18'), ['final'])).not.toContain('104 of U1');
    const run: Run = { kind: 'final', marketDate: day('2026-11-17') };
    await collect(
      { run, accounts: 'all', until: deadlineOf({ ...run, marketDate: day('2026-11-18') }) },
      ports(archive, gatewayNow()),
    );
    expect((await history(run.marketDate)).rows.filter(({ conid }) => conid === 104)).toHaveLength(2);
  });

  it('ask for the newest change first', async () => {
    budget = 3;
    await live(day('2026-11-16'));
    budget = 0;
    held = { U1: { 101: 6, 102: 10, 103: 1 } };
    await live(day('2026-11-17'));
    budget = 1;
    held = { U1: { 101: 7, 102: 10, 103: 1 } };
    expect(await live(day('2026-11-18'))).toEqual(['101 of U1']);
    expect(await live(day('2026-11-19'))).toEqual(['102 of U1']);
  });

  it('are asked for the other contracts too where one can’t be told, and it has every second morning', async () => {
    broken = new Set([102]);
    const asked: string[] = [];
    for (const date of ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']) {
      asked.push(...(await live(day(date))));
    }
    expect(asked).toEqual(['102 of U1', '101 of U1', '102 of U1', '103 of U1', '102 of U1']);
    broken = new Set();
    expect(await live(day('2026-11-23'))).toEqual(['102 of U1']);
    expect(await live(day('2026-11-24'))).toEqual(['101 of U1']);
  });

  it('are those of a year, and what the day itself told is no correction', async () => {
    budget = 9;
    bookings = [buy(101, '2025-11-18'), buy(101, '2025-11-20')];
    await live(day('2026-11-18'));
    expect((await history(day('2026-11-18'))).rows.map(({ date }) => date)).toEqual(['2025-11-20']);
    // Told on the morning of its own day, and otherwise on the next.
    bookings = [buy(101, '2026-11-20', 1)];
    await clock.advanceTo(new Date('2026-11-20T10:45:00Z'));
    await live(day('2026-11-19'), ['final']);
    bookings = [buy(101, '2026-11-20', 2)];
    await live(day('2026-11-20'));
    expect(await history(day('2026-11-20'))).toMatchObject({ rows: [{ date: '2026-11-20', quantity: 2 }] });
    expect((await history(day('2026-11-20'))).superseded?.map(({ row }) => row.date)).not.toContain('2026-11-20');
  });

  it('leave a contract alone that is gone for good, and not one whose dividend may still come', async () => {
    budget = 9;
    bookings = [buy(103, '2026-11-17', -1)];
    await live(day('2026-11-16'));
    held = { U1: { 101: 5 } };
    expect(await live(day('2026-11-17'))).toEqual(['102 of U1', '103 of U1', '101 of U1']);
    expect(await live(day('2026-11-18'))).toEqual(['101 of U1', '103 of U1']);
    await clock.advanceTo(new Date('2027-02-22T12:00:00Z'));
    expect(await live(day('2027-02-22'))).toEqual(['101 of U1']);
  });

  it('ask no contract twice for the same day, however often the run is resumed', async () => {
    budget = 9;
    const run: Run = { kind: 'final', marketDate: day('2026-11-16') };
    expect(await live(run.marketDate)).toHaveLength(3);
    archive.objects.delete([...archive.objects.keys()].find((key) => key.endsWith('final.collected.json')) ?? '');
    expect(await live(run.marketDate, ['final'])).toEqual([]);
  });

  it('ask once for all accounts for which it is worth it, and keep each account’s own rows', async () => {
    held = { U1: { 101: 5 }, U2: { 101: 7, 102: 1 } };
    budget = 9;
    bookings = [buy(101, '2026-11-13')];
    expect(await live(day('2026-11-16'))).toEqual(['101 of U1,U2', '102 of U2']);
    expect((await history(day('2026-11-16'), 'U1')).covered.map(({ conid }) => conid)).toEqual([101]);
    expect((await history(day('2026-11-16'), 'U2')).covered.map(({ conid }) => conid)).toEqual([101, 102]);
  });

  it('keep a booking that is no longer told, as changed, and list what is told now', async () => {
    budget = 9;
    bookings = [buy(101, '2026-11-13', 4)];
    await live(day('2026-11-16'));
    bookings = [buy(101, '2026-11-13', 5)];
    await live(day('2026-11-17'));
    expect(await history(day('2026-11-17'))).toMatchObject({
      rows: [{ quantity: 5 }],
      superseded: [{ row: { quantity: 4 }, lastSeen: '2026-11-17T10:45:00.000Z', notSeen: '2026-11-18T10:45:00.000Z' }],
    });
    expect(await history(day('2026-11-16'))).not.toHaveProperty('superseded');
  });

  it('are the same when the process dies at any write and the run is started again, with one call more at most', async () => {
    bookings = [buy(101, '2026-03-02'), buy(101, '2026-03-02'), buy(102, '2025-12-30'), buy(103, '2026-11-16')];
    budget = 9;
    const run: Run = { kind: 'final', marketDate: day('2026-11-16') };
    await clock.advanceTo(dueAt(run, calendar));
    const go = async (place: Archive): Promise<number> => {
      const gateway = gatewayNow();
      const asked = () => gateway.calls.filter((call) => call.startsWith('transactions')).length;
      await collect({ run, accounts: 'all', until: deadlineOf(run) }, ports(place, gateway)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Killed);
      });
      return asked();
    };
    const logOf = (place: MemoryArchive) =>
      [...place.objects].filter(([key]) => key.startsWith('transactions/')).sort();
    const unbroken = memoryArchive();
    expect(await go(unbroken)).toBe(3);
    const snapshot = await latestSnapshot(unbroken, accountKey('U1'), run);
    for (let write = 1; write <= unbroken.writes; write += 1) {
      for (const when of ['before', 'after'] as const) {
        const place = memoryArchive();
        const calls = (await go(dyingArchive(place, { write, when }))) + (await go(place));
        expect(calls, `${when} write ${write}`).toBeLessThanOrEqual(4);
        expect(logOf(place), `${when} write ${write}`).toEqual(logOf(unbroken));
        const again = await latestSnapshot(place, accountKey('U1'), run);
        expect(again?.snapshot.datasets.transactions).toEqual(snapshot?.snapshot.datasets.transactions);
      }
    }
  });

  it('tell from the log alone when the session is lost before their turn', async () => {
    budget = 9;
    bookings = [buy(101, '2026-11-13')];
    await live(day('2026-11-16'));
    const run: Run = { kind: 'final', marketDate: day('2026-11-17') };
    await clock.advanceTo(dueAt(run, calendar));
    const gateway = gatewayNow();
    const lost: FakeGateway = { ...gateway, performance: () => Promise.reject(needsLogin()) };
    await collect({ run, accounts: 'all', until: deadlineOf(run) }, ports(archive, lost));
    expect(gateway.calls.filter((call) => call.startsWith('transactions'))).toEqual([]);
    expect((await history(day('2026-11-17'))).rows).toHaveLength(1);
  });
});
