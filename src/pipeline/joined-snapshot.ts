import { createHash } from 'node:crypto';
import type { Archive } from '#archive/archive';
import {
  closeSnapshots,
  type DaySnapshots,
  previousSnapshots,
  runSnapshots,
  type StoredSnapshot,
  snapshotHashes,
} from '#archive/snapshot-store';
import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { Run, Snapshot } from '#domain/snapshot';
import { readFlexRun } from './flex-run-record.ts';
import { joinSnapshots } from './join-snapshots.ts';

/** What all sources said of one account for one run. */
export interface JoinedSnapshot {
  readonly snapshot: Snapshot;
  /** Hex. Of one source: the SHA-256 of its stored bytes; of two: {@link joinedHash} of both. */
  readonly sha256: string;
  /** Archive keys of the Snapshots it is made of, the gateway's first. */
  readonly keys: readonly string[];
}

/**
 * The newest Snapshots of a run, joined; undefined when neither source has one. Where the gateway gave nothing for the
 * final run, because nobody logged in, what it told at the close goes with the statement. Where a statement was asked
 * for and did not come, its place says why.
 *
 * @throws ArchiveCorrupted when one of them is damaged
 */
export async function readJoined(archive: Archive, account: string, run: Run): Promise<JoinedSnapshot | undefined> {
  const found = await runSnapshots(archive, account, run);
  const read = found && joined(found);
  if (!read || found.flex || run.kind !== 'final') return read;
  const why = (await readFlexRun(archive, run))?.why;
  return why === undefined ? read : { ...read, snapshot: withoutStatement(read.snapshot, why) };
}

function withoutStatement(snapshot: Snapshot, gap: Gap): Snapshot {
  return { ...snapshot, datasets: { ...snapshot.datasets, statement: { status: 'missing', gap } } };
}

/**
 * The Snapshots of the last day before `date` that has one, joined. Those taken at `takenAt` or later (ISO 8601 UTC) are
 * passed over: a day that is made up for late must not change what the days after it were compared with.
 */
export async function readPreviousJoined(
  archive: Archive,
  account: string,
  date: CalendarDate,
  takenAt?: string,
): Promise<JoinedSnapshot | undefined> {
  const found = await previousSnapshots(archive, account, date, takenAt);
  return found && joined(found);
}

/**
 * The same of one day alone; undefined where none of it was there before `takenAt`.
 *
 * @throws ArchiveCorrupted when one of them is damaged
 */
export async function readCloseJoined(
  archive: Archive,
  account: string,
  date: CalendarDate,
  takenAt: string,
): Promise<JoinedSnapshot | undefined> {
  const found = await closeSnapshots(archive, account, date, takenAt);
  return found && joined(found);
}

/** Checksums that a report of the run may have been made of. The first is that of the newest Snapshots. */
export async function joinedHashes(archive: Archive, account: string, run: Run): Promise<readonly string[]> {
  const newest = async (of: Run, source: 'gateway' | 'flex') =>
    [...(await snapshotHashes(archive, account, of, source))].reverse();
  const [own, flex] = [await newest(run, 'gateway'), await newest(run, 'flex')];
  const close = run.kind === 'final' ? await newest({ ...run, kind: 'close' }, 'gateway') : [];
  const both = [...own, ...close].flatMap((gateway) => flex.map((statement) => joinedHash(gateway, statement)));
  return [...both, ...own, ...flex];
}

/** One checksum for both: changes when either does. */
export function joinedHash(gateway: string, flex: string): string {
  return createHash('sha256').update(`gateway ${gateway}\nflex ${flex}\n`).digest('hex');
}

function joined({ gateway, flex }: DaySnapshots): JoinedSnapshot | undefined {
  const stored = [gateway, flex].filter((one): one is StoredSnapshot => one !== undefined);
  const [first] = stored;
  if (!first) return undefined;
  return {
    snapshot: joinSnapshots(gateway?.snapshot, flex?.snapshot),
    sha256: gateway && flex ? joinedHash(gateway.sha256, flex.sha256) : first.sha256,
    keys: stored.map(({ key }) => key),
  };
}
