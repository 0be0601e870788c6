import { createHash } from 'node:crypto';
import type { CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';
import type { Run, RunKind, Snapshot } from '#domain/snapshot';
import type { Archive } from './archive.ts';
import { ArchiveCorrupted } from './errors.ts';
import { jsonHash, putJsonIfAbsent } from './json-text.ts';
import { snapshotDay, snapshotFolder, snapshotKey } from './keys.ts';

const NAME = /^snapshots\/([^/]+)\/(\d{4})\/(\d{2})\/(\d{2})\/(close|final|flex)-(\d+)\.([0-9a-f]{64})\.json$/;

/** A Snapshot as it lies in the archive. */
export interface StoredSnapshot {
  readonly key: string;
  /** SHA-256 of the stored bytes, hex. */
  readonly sha256: string;
  readonly snapshot: Snapshot;
}

/** What lies under one name: the gateway's Snapshot of either run, or the one that was made of a statement. */
type EditionName = RunKind | 'flex';

interface Edition {
  readonly key: string;
  readonly account: string;
  readonly date: CalendarDate;
  readonly name: EditionName;
  readonly edition: number;
  readonly sha256: string;
}

function editionOf(key: string): Edition | undefined {
  const match = NAME.exec(key);
  if (!match) return undefined;
  const [, account, year, month, day, name, edition, sha256] = match;
  return {
    key,
    account: account as string,
    date: `${year}-${month}-${day}` as CalendarDate,
    name: name as EditionName,
    edition: Number(edition),
    sha256: sha256 as string,
  };
}

/** The day that a Snapshot's key is of, and its file's name without the checksum; undefined for other keys. */
export function snapshotFile(key: string): { readonly date: CalendarDate; readonly name: string } | undefined {
  const found = editionOf(key);
  return found && { date: found.date, name: `${found.name}-${found.edition}` };
}

/** The run that a name belongs to: a statement is of a closed day, and so of its final run. */
const kindOf = (name: EditionName): RunKind => (name === 'flex' ? 'final' : name);

/** Undefined when the source has no Snapshot for such a run: statements know no close run. */
function nameOf({ kind }: Run, source: SourceName): EditionName | undefined {
  if (source === 'gateway') return kind;
  return kind === 'final' ? 'flex' : undefined;
}

/**
 * Adds an edition of the run's Snapshot under the name of its source; earlier ones stay. The same Snapshot twice is
 * stored once.
 * @throws ArchiveError when the archive can't take it
 */
export async function saveSnapshot(archive: Archive, account: string, snapshot: Snapshot): Promise<StoredSnapshot> {
  const { run, source = 'gateway' } = snapshot;
  const sha256 = jsonHash(snapshot);
  const latest = (await editionsOf(archive, account, run, source)).at(-1);
  if (latest?.sha256 === sha256) return { key: latest.key, sha256, snapshot };
  const key = snapshotKey(account, run, (latest?.edition ?? 0) + 1, sha256, source);
  await putJsonIfAbsent(archive, key, snapshot);
  return { key, sha256, snapshot };
}

/**
 * The newest edition of what one source said for a run, or undefined.
 * @throws ArchiveCorrupted when its bytes are not what was written
 */
export async function latestSnapshot(
  archive: Archive,
  account: string,
  run: Run,
  source: SourceName = 'gateway',
): Promise<StoredSnapshot | undefined> {
  const latest = (await editionsOf(archive, account, run, source)).at(-1);
  return latest && readEdition(archive, latest);
}

/**
 * The newest that each source said for a run, by one listing; undefined when neither has anything. Where the gateway
 * has nothing of a final run and the statement has, what the gateway told at the close stands in for it.
 * @throws ArchiveCorrupted when the bytes of one are not what was written
 */
export async function runSnapshots(archive: Archive, account: string, run: Run): Promise<DaySnapshots | undefined> {
  const editions = (await archive.list(snapshotDay(account, run.marketDate))).map(editionOf).filter(isThere);
  editions.sort((a, b) => a.edition - b.edition);
  const newest = (name: EditionName | undefined) => editions.findLast((edition) => edition.name === name);
  const flex = newest(nameOf(run, 'flex'));
  const gateway = newest(run.kind) ?? (flex && newest('close'));
  if (!gateway && !flex) return undefined;
  return {
    ...(gateway ? { gateway: await readEdition(archive, gateway) } : {}),
    ...(flex ? { flex: await readEdition(archive, flex) } : {}),
  };
}

/** Checksums of all editions of what one source said for a run, oldest first: read from their names alone. */
export async function snapshotHashes(
  archive: Archive,
  account: string,
  run: Run,
  source: SourceName = 'gateway',
): Promise<readonly string[]> {
  return (await editionsOf(archive, account, run, source)).map(({ sha256 }) => sha256);
}

/** What the sources said of one day. At least one is there. */
export interface DaySnapshots {
  readonly gateway?: StoredSnapshot;
  readonly flex?: StoredSnapshot;
}

/**
 * The newest Snapshots of the last day before `date` that has one: the gateway's final run's if there is one, else its
 * close run's, and the statement's. Those taken at `takenAt` or later (ISO 8601 UTC) are passed over: a day that is
 * made up for late must not change what the days after it were compared with.
 */
export async function previousSnapshots(
  archive: Archive,
  account: string,
  date: CalendarDate,
  takenAt?: string,
): Promise<DaySnapshots | undefined> {
  const earlier = (await archive.list(snapshotFolder(account))).map(editionOf).filter(isThere);
  const dates = [...new Set(earlier.map((edition) => edition.date))].filter((day) => day < date).sort();
  for (const day of dates.reverse()) {
    const found = await takenBefore(
      archive,
      earlier.filter((edition) => edition.date === day),
      takenAt,
    );
    if (found) return found;
  }
  return undefined;
}

/** The same of one day, and of no other. */
export async function closeSnapshots(
  archive: Archive,
  account: string,
  date: CalendarDate,
  takenAt?: string,
): Promise<DaySnapshots | undefined> {
  return takenBefore(archive, (await archive.list(snapshotDay(account, date))).map(editionOf).filter(isThere), takenAt);
}

async function takenBefore(
  archive: Archive,
  ofDay: readonly Edition[],
  takenAt: string | undefined,
): Promise<DaySnapshots | undefined> {
  const newestOf = async (names: readonly EditionName[]): Promise<StoredSnapshot | undefined> => {
    const editions = ofDay.filter(({ name }) => names.includes(name));
    editions.sort((a, b) => b.name.localeCompare(a.name) || b.edition - a.edition);
    for (const edition of editions) {
      const stored = await readEdition(archive, edition);
      if (takenAt === undefined || stored.snapshot.takenAt < takenAt) return stored;
    }
    return undefined;
  };
  const [gateway, flex] = [await newestOf(['final', 'close']), await newestOf(['flex'])];
  return gateway || flex ? { ...(gateway ? { gateway } : {}), ...(flex ? { flex } : {}) } : undefined;
}

/** Which accounts have a Snapshot of the run, by their keys: from either source, or from the one that is named. */
export async function accountsWithSnapshot(
  archive: Archive,
  run: Run,
  source?: SourceName,
): Promise<readonly string[]> {
  const editions = (await archive.list('snapshots/')).map(editionOf).filter(isThere);
  const ofRun = editions.filter(
    ({ date, name }) =>
      date === run.marketDate && kindOf(name) === run.kind && (!source || name === nameOf(run, source)),
  );
  return [...new Set(ofRun.map(({ account }) => account))];
}

/** The newest market date that has a Snapshot of such a run, of any account and source. */
export async function latestSnapshotDate(archive: Archive, kind: RunKind): Promise<CalendarDate | undefined> {
  return (await snapshotDates(archive, kind)).at(-1);
}

/** The days of which one source's Snapshot of an account lies there, oldest first: read from their names alone. */
export async function snapshotDaysOf(
  archive: Archive,
  account: string,
  source: SourceName,
): Promise<readonly CalendarDate[]> {
  const editions = (await archive.list(snapshotFolder(account))).map(editionOf).filter(isThere);
  const ofSource = editions.filter(({ name }) => (name === 'flex') === (source === 'flex'));
  return [...new Set(ofSource.map(({ date }) => date))].sort();
}

/** Every market date that has a Snapshot of such a run, of any account and source, oldest first. */
export async function snapshotDates(archive: Archive, kind: RunKind): Promise<readonly CalendarDate[]> {
  const editions = (await archive.list('snapshots/')).map(editionOf).filter(isThere);
  return [...new Set(editions.filter(({ name }) => kindOf(name) === kind).map(({ date }) => date))].sort();
}

const isThere = (edition: Edition | undefined): edition is Edition => edition !== undefined;

async function editionsOf(archive: Archive, account: string, run: Run, source: SourceName): Promise<Edition[]> {
  const name = nameOf(run, source);
  if (name === undefined) return [];
  const keys = await archive.list(snapshotDay(account, run.marketDate));
  const editions = keys
    .map(editionOf)
    .filter(isThere)
    .filter((edition) => edition.name === name);
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
