import { beforeEach, describe, expect, it } from 'vitest';
import { saveSnapshot } from '#archive/snapshot-store';
import { addDays, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run, Snapshot } from '#domain/snapshot';
import { archiveDays } from '#owner/archive-days';
import { rebuildAll } from '#owner/rebuild';
import { verifyArchive } from '#owner/verify-archive';
import { noteFlexRun } from '#pipeline/flex-run-record';
import { joinedHash, joinedHashes, readJoined, readPreviousJoined } from '#pipeline/joined-snapshot';
import { publish } from '#pipeline/publish';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { missing, snapshot } from '#test/support/snapshot';
import { netAssetValue } from '#test/support/statement';
import { DAY, historyOf, RUN, snapshotOf, wholePiece } from './flex-day.ts';

const ACCOUNT = '0123456789ab';
const CLOSE: Run = { kind: 'close', marketDate: DAY };
let archive: MemoryArchive;
const save = (one: Snapshot) => saveSnapshot(archive, ACCOUNT, one);
const ports = () => ({ archive, calendar: newYorkCalendar(), progress: () => undefined, version: '0.1.0' });
const publishDay = () => publish({ run: RUN, account: ACCOUNT, timeZone: 'America/New_York', verify: false }, ports());
const verify = () => verifyArchive(undefined, ports());

beforeEach(() => {
  archive = memoryArchive();
});

describe('the Snapshots of a run, joined', () => {
  it('are the one there is, with its own checksum and key', async () => {
    const flex = await save(snapshotOf());
    expect(await readJoined(archive, ACCOUNT, RUN)).toEqual({
      snapshot: snapshotOf(),
      sha256: flex.sha256,
      keys: [flex.key],
    });
    expect(await readJoined(archive, ACCOUNT, CLOSE)).toBeUndefined();
    const close = await save(snapshot({ run: CLOSE }));
    expect((await readJoined(archive, ACCOUNT, CLOSE))?.sha256).toBe(close.sha256);
  });

  it('are both, whichever came first, with a checksum that changes when either does', async () => {
    const [flex, gateway] = [await save(snapshotOf()), await save(snapshot())];
    const first = await readJoined(archive, ACCOUNT, RUN);
    expect(first).toMatchObject({ sha256: joinedHash(gateway.sha256, flex.sha256), keys: [gateway.key, flex.key] });
    expect(first?.snapshot.compared).toHaveLength(5);
    archive = memoryArchive();
    await save(snapshot());
    await save(snapshotOf());
    expect(await readJoined(archive, ACCOUNT, RUN)).toEqual(first);
    await save(snapshotOf(wholePiece({ generatedAt: '2026-11-21T09:00:00' })));
    expect((await readJoined(archive, ACCOUNT, RUN))?.sha256).not.toBe(first?.sha256);
  });

  it('hold what the gateway told at the close when nobody logged in the morning after', async () => {
    await save(snapshot({ run: CLOSE, datasets: { performance: missing('not-asked') } }));
    expect(await readJoined(archive, ACCOUNT, RUN)).toBeUndefined();
    await save(snapshotOf());
    const joined = await readJoined(archive, ACCOUNT, RUN);
    expect(joined?.snapshot).toMatchObject({ run: RUN, account: { alias: 'Main account' } });
    expect(joined?.snapshot.datasets.summary).toMatchObject({ status: 'present' });
    expect((await joinedHashes(archive, ACCOUNT, RUN))[0]).toBe(joined?.sha256);
    await save(snapshot());
    expect((await readJoined(archive, ACCOUNT, RUN))?.keys[0]).toContain('/final-1.');
  });

  it('say why there is no statement when one was asked for, and nothing of it where none was', async () => {
    const gateway = await save(snapshot());
    const why = { reason: 'not-ready', message: 'The statement of 20 Nov was not there by noon.' } as const;
    expect((await readJoined(archive, ACCOUNT, RUN))?.snapshot).not.toHaveProperty('datasets.statement');
    const go = {
      status: 'failed',
      at: '2026-11-21T17:00:00Z',
      by: 'x',
      asked: 'all',
      accounts: [],
      unreported: [],
    } as const;
    await noteFlexRun(archive, RUN, { ...go, why });
    const read = await readJoined(archive, ACCOUNT, RUN);
    expect(read?.snapshot.datasets.statement).toEqual({ status: 'missing', gap: why });
    expect(read?.sha256).toBe(gateway.sha256);
    await publishDay();
    expect((await verify()).reports).toMatchObject({ checked: 1, problems: [], notes: [] });
    await save(snapshotOf());
    expect((await readJoined(archive, ACCOUNT, RUN))?.snapshot.datasets.statement).toMatchObject({ status: 'present' });
  });

  it('of the day before are those that were known at the time', async () => {
    const early = snapshot({ takenAt: '2026-11-21T10:45:12Z' });
    await save(early);
    await save(snapshotOf());
    const next = addDays(DAY, 3);
    expect((await readPreviousJoined(archive, ACCOUNT, next))?.keys).toHaveLength(2);
    const before = await readPreviousJoined(archive, ACCOUNT, next, '2026-11-21T10:46:00Z');
    expect(before?.snapshot).toEqual(early);
    expect(await readPreviousJoined(archive, ACCOUNT, DAY)).toBeUndefined();
  });

  it('name every checksum that a report may be of, the newest first', async () => {
    const [flex, gateway] = [await save(snapshotOf()), await save(snapshot())];
    const newer = await save(snapshot({ takenAt: '2026-11-21T12:00:00Z' }));
    expect(await joinedHashes(archive, ACCOUNT, RUN)).toEqual([
      joinedHash(newer.sha256, flex.sha256),
      joinedHash(gateway.sha256, flex.sha256),
      newer.sha256,
      gateway.sha256,
      flex.sha256,
    ]);
  });
});

describe('an archive with both sources', () => {
  it('verifies: each report is what its Snapshots give', async () => {
    await save(snapshot());
    const one = await publishDay();
    await save(snapshotOf());
    expect((await verify()).reports.notes).toMatchObject([{ text: expect.stringContaining('older than the newest') }]);
    const both = await publishDay();
    expect([one?.report.revision, both?.report.revision]).toEqual([1, 2]);
    const verified = await verify();
    expect(verified.snapshots).toMatchObject({ checked: 2, problems: [] });
    expect(verified.reports).toMatchObject({ checked: 2, problems: [], notes: [] });
  });

  it('finds a statement’s Snapshot that somebody changed, and one that is gone', async () => {
    await save(snapshot());
    const { key } = await save(snapshotOf());
    await publishDay();
    const body = archive.objects.get(key) as Buffer;
    archive.objects.set(key, Buffer.from(body.toString().replace('"total":1500', '"total":1600')));
    expect((await verify()).snapshots.problems).toMatchObject([{ key }]);
    expect((await verify()).reports.problems).toMatchObject([{ text: expect.stringContaining('damaged') }]);
    archive.objects.delete(key);
    expect((await verify()).reports.problems).toMatchObject([{ text: expect.stringContaining('no Snapshot') }]);
  });

  it('gives the same report whenever it is built again', async () => {
    await save(snapshot());
    await save(snapshotOf());
    const first = await publishDay();
    const [again] = await rebuildAll({ labels: new Map() }, ports());
    expect(again?.accounts).toMatchObject([{ date: DAY, revision: 1, status: 'unchanged' }]);
    expect(first?.status).toBe('new');
  });

  it('gets reports of days that were filled from statements when it is rebuilt', async () => {
    const thursday = calendarDate('2026-11-19');
    const run: Run = { kind: 'final', marketDate: thursday };
    const piece = wholePiece({ bookings: { netAssetValues: [netAssetValue(thursday, 1495)] } });
    await save({ ...snapshotOf(piece, historyOf(piece.bookings)), run });
    await save(snapshotOf());
    expect(await archiveDays(archive)).toMatchObject([
      { date: DAY, reports: [], snapshots: { flex: [ACCOUNT], final: [] } },
      { date: thursday },
    ]);
    const rebuilt = await rebuildAll({ labels: new Map() }, ports());
    expect(rebuilt.map(({ date, accounts }) => [date, accounts.length])).toEqual([
      [thursday, 1],
      [DAY, 1],
    ]);
    expect((await verify()).reports).toMatchObject({ checked: 2, problems: [] });
  });

  it('reads Snapshots of a time before statements as it did', async () => {
    await save(snapshot());
    const published = await publishDay();
    expect(published?.report.snapshotHash).toBe((await readJoined(archive, ACCOUNT, RUN))?.sha256.slice(0, 8));
    expect((await readJoined(archive, ACCOUNT, RUN))?.snapshot).toEqual(snapshot());
    expect((await verify()).reports).toMatchObject({ checked: 1, problems: [], notes: [] });
  });
});

describe('a report of the statement alone', () => {
  it('is whole for the closed day: value, day, holdings and cash', async () => {
    await save(snapshotOf());
    const published = await publishDay();
    expect(published?.report).toMatchObject({ finality: 'final', marketDate: DAY });
    expect(published?.report.headline).toMatchObject({ netAssetValue: 1500, dayResult: 5 });
    expect(published?.report.checks.failed).toEqual([]);
  });
});
