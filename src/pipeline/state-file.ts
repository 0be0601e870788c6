import { ABSENT, type Archive } from '#archive/archive';
import { ArchiveCorrupted, ArchiveError } from '#archive/errors';

/** One small mutable object of the archive: changed only by compare and swap, so that no process undoes another's. */
export interface StateFile<T extends { readonly schema: string }> {
  readonly key: string;
  /** Form of the object, with its number. */
  readonly schema: T['schema'];
  /** For messages: `The record of the run`. */
  readonly what: string;
  /** What to do about one that is damaged, in place of moving it away. */
  readonly moveAway?: string;
}

/** Many more than can meet here: each try that fails means that another process has succeeded. */
const MOST_TRIES = 50;

/** What lies there. @throws ArchiveCorrupted when it is damaged, or written by a newer version */
export async function readState<T extends { readonly schema: string }>(
  archive: Archive,
  file: StateFile<T>,
): Promise<T | undefined> {
  return (await readVersion(archive, file)).value;
}

/**
 * Changes the object by `change`, which gets what lies there and gives what is to lie there; the same value again, or
 * undefined, leaves it untouched. It may be called several times, when other processes write at the same moment.
 * @returns what lies there afterwards
 * @throws ArchiveCorrupted as {@link readState}
 */
export async function changeState<T extends { readonly schema: string }>(
  archive: Archive,
  file: StateFile<T>,
  change: (before: T | undefined) => T | undefined,
): Promise<T | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { value, version } = await readVersion(archive, file);
    const after = change(value);
    if (after === undefined || after === value) return value;
    if ((await archive.putIfVersion(file.key, JSON.stringify(after, null, 1), version)) === 'written') return after;
  }
  throw new ArchiveError(
    `${file.what}, ${archive.locate(file.key)}, was changed by others ${MOST_TRIES} times while this process tried.`,
    'Look whether the same run is started over and over, then start it again.',
  );
}

async function readVersion<T extends { readonly schema: string }>(
  archive: Archive,
  file: StateFile<T>,
): Promise<{ value: T | undefined; version: string }> {
  const there = await archive.read(file.key);
  if (!there) return { value: undefined, version: ABSENT };
  const where = `${file.what}, ${archive.locate(file.key)},`;
  const moveAway = file.moveAway ?? MOVE_AWAY;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(there.body).toString('utf8'));
  } catch (error) {
    throw new ArchiveCorrupted(file.key, `${where} is damaged.`, moveAway, { cause: error });
  }
  if (isOf(value, file)) return { value, version: there.version };
  const form = typeof value === 'object' && value !== null && 'schema' in value ? String(value.schema) : 'unknown';
  throw new ArchiveCorrupted(
    file.key,
    `${where} has the form "${form}", which this version of Daybook doesn't know.`,
    `Use the version that wrote it, or a newer one. If it is no newer form but damage: ${moveAway.toLowerCase()}`,
  );
}

function isOf<T extends { readonly schema: string }>(value: unknown, file: StateFile<T>): value is T {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === file.schema;
}

const MOVE_AWAY = 'Move the object away; it is made anew at the next start. Snapshots and reports are kept elsewhere.';
