import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { folderArchive } from '#archive/folder-archive';
import {
  accountsWithSnapshot,
  latestSnapshot,
  latestSnapshotDate,
  previousSnapshots,
  saveSnapshot,
  snapshotHashes,
} from '#archive/snapshot-store';
import { calendarDate } from '#domain/calendar-date';
import type { RunKind, Snapshot } from '#domain/snapshot';

let root: string;
let archive: Archive;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-snapshots-'));
  archive = folderArchive(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const missing = { status: 'missing', gap: { reason: 'not-asked', message: 'not asked' } } as const;

function snapshot(day: string, kind: RunKind, takenAt: string): Snapshot {
  return {
    schema: 'daybook-snapshot/1',
    run: { kind, marketDate: calendarDate(day) },
    account: {
      id: 'U1',
      baseCurrency: 'USD',
      type: 'INDIVIDUAL',
      advisorMaster: false,
      advisorClient: false,
      remainder: {},
    },
    takenAt,
    datasets: {
      summary: missing,
      ledger: missing,
      positions: missing,
      allocation: missing,
      performance: missing,
      transactions: missing,
    },
    oddities: [],
  };
}

describe('Snapshots in the archive', () => {
  it('are read back as they were saved', async () => {
    const saved = snapshot('2026-11-20', 'final', '2026-11-21T10:45:00.000Z');
    await saveSnapshot(archive, 'acct', saved);
    expect((await latestSnapshot(archive, 'acct', saved.run))?.snapshot).toEqual(saved);
  });

  it('are stored once when nothing changed, and as a further edition when something did', async () => {
    const first = snapshot('2026-11-20', 'final', '2026-11-21T10:45:00.000Z');
    const second = snapshot('2026-11-20', 'final', '2026-11-21T11:45:00.000Z');
    await saveSnapshot(archive, 'acct', first);
    await saveSnapshot(archive, 'acct', first);
    expect(await archive.list('snapshots/')).toHaveLength(1);
    await saveSnapshot(archive, 'acct', second);
    expect(await archive.list('snapshots/')).toHaveLength(2);
    expect((await latestSnapshot(archive, 'acct', first.run))?.snapshot.takenAt).toBe(second.takenAt);
  });

  it('count editions as numbers, so that the tenth comes after the ninth', async () => {
    for (let minute = 1; minute <= 11; minute += 1) {
      await saveSnapshot(
        archive,
        'acct',
        snapshot('2026-11-20', 'final', `2026-11-21T10:${String(minute).padStart(2, '0')}:00Z`),
      );
    }
    const run = { kind: 'final', marketDate: calendarDate('2026-11-20') } as const;
    expect((await latestSnapshot(archive, 'acct', run))?.snapshot.takenAt).toBe('2026-11-21T10:11:00Z');
  });

  it('that were changed on the disk are refused by name', async () => {
    const { key } = await saveSnapshot(archive, 'acct', snapshot('2026-11-20', 'final', '2026-11-21T10:45:00Z'));
    const path = archive.locate(key);
    await writeFile(
      path,
      Buffer.from((await archive.get(key)) as Uint8Array)
        .toString('utf8')
        .replace('USD', 'EUR'),
    );
    const run = { kind: 'final', marketDate: calendarDate('2026-11-20') } as const;
    await expect(latestSnapshot(archive, 'acct', run)).rejects.toBeInstanceOf(ArchiveCorrupted);
    await expect(latestSnapshot(archive, 'acct', run)).rejects.toThrow(path);
  });

  it('of the day before are found, the final run of it first', async () => {
    await saveSnapshot(archive, 'acct', snapshot('2026-11-18', 'final', '2026-11-19T10:45:00Z'));
    await saveSnapshot(archive, 'acct', snapshot('2026-11-19', 'final', '2026-11-20T10:45:00Z'));
    await saveSnapshot(archive, 'acct', snapshot('2026-11-19', 'close', '2026-11-19T21:30:00Z'));
    const previous = await previousSnapshots(archive, 'acct', calendarDate('2026-11-20'));
    expect(previous?.gateway?.snapshot.run).toEqual({ kind: 'final', marketDate: '2026-11-19' });
    expect(await previousSnapshots(archive, 'acct', calendarDate('2026-11-18'))).toBeUndefined();
  });

  it('tell which accounts and which day the archive has', async () => {
    await saveSnapshot(archive, 'aaa', snapshot('2026-11-19', 'final', '2026-11-20T10:45:00Z'));
    await saveSnapshot(archive, 'bbb', snapshot('2026-11-20', 'final', '2026-11-21T10:45:00Z'));
    await saveSnapshot(archive, 'ccc', snapshot('2026-11-20', 'close', '2026-11-20T21:30:00Z'));
    expect(await latestSnapshotDate(archive, 'final')).toBe('2026-11-20');
    expect(await accountsWithSnapshot(archive, { kind: 'final', marketDate: calendarDate('2026-11-20') })).toEqual([
      'bbb',
    ]);
  });

  const flex = (day: string, takenAt: string): Snapshot => ({ ...snapshot(day, 'final', takenAt), source: 'flex' });
  const RUN = { kind: 'final', marketDate: calendarDate('2026-11-20') } as const;

  it('of the two sources lie side by side and are never taken for each other', async () => {
    await saveSnapshot(archive, 'acct', snapshot('2026-11-20', 'final', '2026-11-21T10:45:00Z'));
    const { key } = await saveSnapshot(archive, 'acct', flex('2026-11-20', '2026-11-21T10:46:00Z'));
    expect(key).toMatch(/^snapshots\/acct\/2026\/11\/20\/flex-1\.[0-9a-f]{64}\.json$/);
    expect((await latestSnapshot(archive, 'acct', RUN))?.snapshot.source).toBeUndefined();
    expect((await latestSnapshot(archive, 'acct', RUN, 'flex'))?.snapshot.source).toBe('flex');
    expect(await latestSnapshot(archive, 'acct', { ...RUN, kind: 'close' }, 'flex')).toBeUndefined();
    const second = await saveSnapshot(archive, 'acct', flex('2026-11-20', '2026-11-22T10:46:00Z'));
    expect(second.key).toContain('/flex-2.');
    expect(await snapshotHashes(archive, 'acct', RUN, 'flex')).toEqual([expect.any(String), second.sha256]);
  });

  it('of a statement make a final run, and no close run', async () => {
    await saveSnapshot(archive, 'aaa', snapshot('2026-11-20', 'close', '2026-11-20T21:30:00Z'));
    await saveSnapshot(archive, 'bbb', flex('2026-11-20', '2026-11-21T10:46:00Z'));
    expect(await accountsWithSnapshot(archive, RUN)).toEqual(['bbb']);
    expect(await accountsWithSnapshot(archive, RUN, 'gateway')).toEqual([]);
    expect(await accountsWithSnapshot(archive, { ...RUN, kind: 'close' })).toEqual(['aaa']);
    expect(await latestSnapshotDate(archive, 'final')).toBe('2026-11-20');
  });

  it('of the day before come from both sources, without those that were taken later', async () => {
    await saveSnapshot(archive, 'acct', snapshot('2026-11-19', 'final', '2026-11-20T10:45:00Z'));
    await saveSnapshot(archive, 'acct', flex('2026-11-19', '2026-11-20T10:46:00Z'));
    await saveSnapshot(archive, 'acct', flex('2026-11-19', '2026-11-25T10:46:00Z'));
    const before = await previousSnapshots(archive, 'acct', RUN.marketDate, '2026-11-21T10:45:00Z');
    expect(before?.gateway?.snapshot.takenAt).toBe('2026-11-20T10:45:00Z');
    expect(before?.flex?.snapshot.takenAt).toBe('2026-11-20T10:46:00Z');
    await saveSnapshot(archive, 'late', flex('2026-11-19', '2026-11-25T10:46:00Z'));
    expect(await previousSnapshots(archive, 'late', RUN.marketDate, '2026-11-21T10:45:00Z')).toBeUndefined();
  });
});
