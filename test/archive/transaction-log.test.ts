import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { folderArchive } from '#archive/folder-archive';
import { bookingsKey, contractsKey, WRITE_ONCE_PREFIXES } from '#archive/keys';
import type { BookingsAnswer } from '#archive/merge-bookings';
import { s3Archive } from '#archive/s3-archive';
import { archiveClient } from '#archive/s3-client';
import { TransactionLog } from '#archive/transaction-log';
import { calendarDate } from '#domain/calendar-date';
import type { Transaction } from '#domain/transaction';
import { type Cloud, startCloud } from '#test/support/cloud/cloud';
import { dyingArchive, Killed } from '#test/support/dying-archive';
import { memoryArchive } from '#test/support/memory-archive';
import { transaction } from '#test/support/snapshot';

const A = 'a0000000000a';
const B = 'b0000000000b';
const SINCE = calendarDate('2025-11-20');

const on = (date: string, parts: Partial<Transaction> = {}) => transaction({ date: calendarDate(date), ...parts });
const answer = (
  askedAt: string,
  rows: readonly Transaction[],
  from = '2025-11-20',
  to = '2026-11-20',
): BookingsAnswer => ({
  source: 'gateway',
  from: calendarDate(from),
  to: calendarDate(to),
  askedAt: `${askedAt}T11:00:00.000Z`,
  raw: `raw/${askedAt}.json`,
  rows,
});
const told = async (archive: Archive, account: string, conid = 1) =>
  (await TransactionLog.open(archive, account, SINCE)).bookings(conid);

function logContract(name: string, make: () => Promise<Archive>): void {
  describe(`the log of transactions in ${name}`, () => {
    let archive: Archive;
    beforeEach(async () => {
      archive = await make();
    });

    it('adds up over runs, across the end of a year, each booking with its first answer', async () => {
      const first = await TransactionLog.open(archive, A, SINCE);
      await first.add(1, answer('2026-11-20', [on('2025-12-30'), on('2026-03-02')]));
      const second = await TransactionLog.open(archive, A, SINCE);
      await second.add(
        1,
        answer('2026-11-24', [on('2025-12-30'), on('2026-03-02'), on('2026-11-23')], '2025-11-24', '2026-11-24'),
      );
      const { spans, bookings } = await told(archive, A);
      expect(bookings.map(({ row, firstSeen }) => [row.date, firstSeen.slice(0, 10)])).toEqual([
        ['2025-12-30', '2026-11-20'],
        ['2026-03-02', '2026-11-20'],
        ['2026-11-23', '2026-11-24'],
      ]);
      expect(spans.map(({ from, to, raw }) => [from, to, raw])).toEqual([
        ['2025-11-20', '2025-11-23', 'raw/2026-11-20.json'],
        ['2025-11-24', '2025-12-31', 'raw/2026-11-24.json'],
        ['2026-01-01', '2026-11-24', 'raw/2026-11-24.json'],
      ]);
      expect(second.bookings(1)).toEqual({ spans, bookings });
    });

    it('keeps both of a correction', async () => {
      const log = await TransactionLog.open(archive, A, SINCE);
      await log.add(1, answer('2026-11-20', [on('2026-03-02', { amount: -100 })]));
      await log.add(1, answer('2026-11-24', [on('2026-03-02', { amount: -101 })]));
      const { bookings } = await told(archive, A);
      expect(bookings.map(({ row, lastSeen }) => [row.amount, lastSeen.slice(0, 10)])).toEqual([
        [-100, '2026-11-20'],
        [-101, '2026-11-24'],
      ]);
    });

    it('keeps contracts and accounts apart', async () => {
      const [a, b] = [await TransactionLog.open(archive, A, SINCE), await TransactionLog.open(archive, B, SINCE)];
      await a.add(1, answer('2026-11-20', [on('2026-03-02')]));
      await a.add(2, answer('2026-11-20', [on('2026-03-03', { conid: 2 })]));
      await b.add(1, answer('2026-11-20', []));
      expect((await told(archive, A, 2)).bookings.map(({ row }) => row.date)).toEqual(['2026-03-03']);
      expect((await told(archive, A, 1)).bookings.map(({ row }) => row.date)).toEqual(['2026-03-02']);
      expect(await told(archive, B, 1)).toMatchObject({ bookings: [], spans: [{}, {}] });
      expect((await told(archive, B, 2)).spans).toEqual([]);
    });

    it('remembers what was held, since when the quantity is this, and when it was asked', async () => {
      const log = await TransactionLog.open(archive, A, SINCE);
      const look = (day: string, quantities: Record<string, number>, whole = true) =>
        log.sight({
          positions: Object.entries(quantities).map(([conid, quantity]) => ({
            conid: Number(conid),
            symbol: `S${conid}`,
            quantity,
          })),
          at: `${day}T21:30:00.000Z`,
          day: calendarDate(day),
          whole,
        });
      await look('2026-11-17', { 1: 5, 2: 7 });
      await look('2026-11-18', { 1: 5 }, false);
      await log.add(1, answer('2026-11-19', []));
      await look('2026-11-19', { 1: 6 });
      // Seen later, of an earlier day: what is known stays, what was not known is gone again.
      await look('2026-11-18', { 1: 4, 2: 7, 3: 1 });
      expect(Object.fromEntries((await TransactionLog.open(archive, A, SINCE)).contracts)).toEqual({
        1: { symbol: 'S1', quantity: 6, changedOn: '2026-11-19', askedAt: '2026-11-19T11:00:00.000Z' },
        2: { symbol: 'S2', quantity: 0, changedOn: '2026-11-19' },
        3: { symbol: 'S3', quantity: 0, changedOn: '2026-11-19' },
      });
    });

    it('loses nothing when two processes add at the same time', async () => {
      const logs = await Promise.all([1, 2, 3, 4].map(() => TransactionLog.open(archive, A, SINCE)));
      await Promise.all(
        logs.map((log, index) => log.add(1, answer(`2026-11-1${index}`, [on(`2026-03-1${index}`, { amount: index })]))),
      );
      expect((await told(archive, A)).bookings).toHaveLength(4);
    });

    it('refuses a damaged part by its place, and one of a newer form', async () => {
      for (const [key, body] of [
        [bookingsKey(A, 1, '2026'), '{"schema":"daybook-bookings/1","rows":['],
        [bookingsKey(A, 1, '2026'), '{"schema":"daybook-bookings/9"}'],
        [contractsKey(A), '{"schema":"other"}'],
      ] as const) {
        await archive.put(key, body);
        const opened = TransactionLog.open(archive, A, SINCE);
        await expect(opened).rejects.toBeInstanceOf(ArchiveCorrupted);
        await expect(opened).rejects.toMatchObject({ key });
        await archive.put(
          key,
          key === contractsKey(A)
            ? '{"schema":"daybook-contracts/1","seenAt":"","contracts":{}}'
            : '{"schema":"daybook-bookings/1","spans":[],"bookings":[]}',
        );
      }
    });
  });
}

let folder: string;
let cloud: Cloud;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-log-'));
  cloud = await startCloud({ writeOncePrefixes: WRITE_ONCE_PREFIXES });
});
afterEach(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

logContract('a folder', async () => folderArchive(folder));
logContract('a bucket', async () =>
  s3Archive({
    client: archiveClient(cloud.client),
    bucket: cloud.s3.bucket,
    spoolFolder: folder,
    sleep: () => Promise.resolve(),
  }),
);

describe('a log whose process dies', () => {
  it('at any write, and that adds again, is what it would have been', async () => {
    const news = [
      answer('2026-11-20', [on('2025-12-30'), on('2026-03-02'), on('2026-03-02')]),
      answer('2026-11-24', [on('2025-12-30', { amount: -1 }), on('2026-03-02')]),
    ];
    const add = async (archive: Archive) => {
      for (const one of news) await (await TransactionLog.open(archive, A, SINCE)).add(1, one);
    };
    const unbroken = memoryArchive();
    await add(unbroken);
    const writes = unbroken.writes;
    expect(writes).toBe(6);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: writes }), fc.constantFrom('before', 'after'), async (write, when) => {
        const broken = memoryArchive();
        await expect(add(dyingArchive(broken, { write, when: when as 'before' | 'after' }))).rejects.toBeInstanceOf(
          Killed,
        );
        // What lies there in between is true as far as it goes: no day is called told whose bookings are not there.
        const between = await told(broken, A);
        for (const { from, to, askedAt } of between.spans) {
          const said = news
            .find((one) => one.askedAt === askedAt)
            ?.rows.filter(({ date }) => date >= from && date <= to);
          const kept = between.bookings.filter(
            ({ row, lastSeen }) => lastSeen === askedAt && row.date >= from && row.date <= to,
          );
          expect(kept).toHaveLength(said?.length ?? -1);
        }
        await add(broken);
        expect([...broken.objects].sort()).toEqual([...unbroken.objects].sort());
      }),
    );
  });
});
