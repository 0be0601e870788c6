import { createHash } from 'node:crypto';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run, RunKind, Snapshot } from '#domain/snapshot';
import type { Archive } from './archive.ts';
import { ArchiveCorrupted } from './errors.ts';
import { jsonHash, putJsonIfAbsent } from './json-text.ts';
import { snapshotDay, snapshotFolder, snapshotKey } from './keys.ts';

const NAME = /\/(\d{4})\/(\d{2})\/(\d{2})\/(close|final)-(\d+)\.([0-9a-f]{64})\.json$/;

/** A Snapshot as it lies in the archive. */
export interface StoredSnapshot {
  readonly key: string;
  /** SHA-256 of the stored bytes, hex. */
  readonly sha256: string;
  readonly snapshot: Snapshot;
}

interface Edition {
  readonly key: string;
  readonly date: CalendarDate;
  readonly kind: RunKind;
  readonly edition: number;
  readonly sha256: string;
}

function editionOf(key: string): Edition | undefined {
  const match = NAME.exec(key);
  if (!match) return undefined;
  const [, year, month, day, kind, edition, sha256] = match;
  return {
    key,
    date: `${year}-${month}-${day}` as CalendarDate,
    kind: kind as RunKind,
    edition: Number(edition),
    sha256: sha256 as string,
  };
}

/**
 * Adds an edition of the run's Snapshot; earlier ones stay. The same Snapshot twice is stored once.
 * @throws ArchiveError when the archive can't take it
 */
export async function saveSnapshot(archive: Archive, account: string, snapshot: Snapshot): Promise<StoredSnapshot> {
  const sha256 = jsonHash(snapshot);
  const editions = await editionsOf(archive, account, snapshot.run);
  const latest = editions.at(-1);
  if (latest?.sha256 === sha256) return { key: latest.key, sha256, snapshot };
  const key = snapshotKey(account, snapshot.run, (latest?.edition ?? 0) + 1, sha256);
  await putJsonIfAbsent(archive, key, snapshot);
  return { key, sha256, snapshot };
}

/** The newest edition of a run's Snapshot, or undefined. @throws ArchiveCorrupted when its bytes are not what was written */
export async function latestSnapshot(archive: Archive, account: string, run: Run): Promise<StoredSnapshot | undefined> {
  const latest = (await editionsOf(archive, account, run)).at(-1);
  return latest && readEdition(archive, latest);
}

/**
 * The newest Snapshot of the last day before `date` that has one: the final run's if there is one, else the close run's.
 * One that was taken at `takenAt` or later (ISO 8601 UTC) is passed over: a day that is made up for late must not
 * change what the days after it were compared with.
 */
export async function previousSnapshot(
  archive: Archive,
  account: string,
  date: CalendarDate,
  takenAt?: string,
): Promise<StoredSnapshot | undefined> {
  const earlier = (await archive.list(snapshotFolder(account)))
    .map(editionOf)
    .filter((edition) => edition !== undefined && edition.date < date) as Edition[];
  earlier.sort((a, b) => b.date.localeCompare(a.date) || b.kind.localeCompare(a.kind) || b.edition - a.edition);
  for (const edition of earlier) {
    const stored = await readEdition(archive, edition);
    if (takenAt === undefined || stored.snapshot.takenAt < takenAt) return stored;
  }
  return undefined;
}

/** Which accounts have a Snapshot of the run, by their keys. */
export async function accountsWithSnapshot(archive: Archive, run: Run): Promise<readonly string[]> {
  const keys = (await archive.list('snapshots/')).filter((key) => {
    const edition = editionOf(key);
    return edition?.date === run.marketDate && edition.kind === run.kind;
  });
  return [...new Set(keys.map((key) => key.split('/')[1] as string))];
}

/** The newest market date that has a Snapshot of this kind, of any account. */
export async function latestSnapshotDate(archive: Archive, kind: RunKind): Promise<CalendarDate | undefined> {
  return (await snapshotDates(archive, kind)).at(-1);
}

/** Every market date that has a Snapshot of this kind, of any account, oldest first. */
export async function snapshotDates(archive: Archive, kind: RunKind): Promise<readonly CalendarDate[]> {
  const editions = (await archive.list('snapshots/')).map(editionOf).filter((edition) => edition?.kind === kind);
  return [...new Set(editions.map((edition) => (edition as Edition).date))].sort();
}

async function editionsOf(archive: Archive, account: string, run: Run): Promise<Edition[]> {
  const keys = await archive.list(snapshotDay(account, run.marketDate));
  const editions = keys.map(editionOf).filter((edition) => edition?.kind === run.kind) as Edition[];
  return editions.sort((a, b) => a.edition - b.edition);
}

async function readEdition(archive: Archive, edition: Edition): Promise<StoredSnapshot> {
  const body = await archive.get(edition.key);
  const where = archive.locate(edition.key);
  if (!body) {
    throw new ArchiveCorrupted(
      edition.key,
      `The Snapshot ${where} is listed but can't be read.`,
      'Run the command again.',
    );
  }
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (sha256 !== edition.sha256) {
    throw new ArchiveCorrupted(
      edition.key,
      `The Snapshot ${where} is damaged: its content no longer has the checksum in its name.`,
      'Restore the file from a backup. If there is none, move it away: the run can then be repeated, and the raw answers beside it are untouched.',
    );
  }
  const snapshot = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')) as Snapshot;
  if (snapshot.schema !== 'daybook-snapshot/1') {
    throw new ArchiveCorrupted(
      edition.key,
      `The Snapshot ${where} has the form "${snapshot.schema}", which this version of Daybook doesn't know.`,
      'Use the version of Daybook that wrote it, or a newer one.',
    );
  }
  return { key: edition.key, sha256, snapshot };
}
