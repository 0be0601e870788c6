import { createHash, randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Versioned } from './archive.ts';
import type { FolderDisk } from './folder-disk.ts';
import { hasCode } from './folder-errors.ts';

/** Begins the name of a body that is not in its place yet. */
export const TEMPORARY = '.part-';
/** Begins the name of a claim: who replaces one version of an object. */
const CLAIM = '.next-';

interface FolderVersion extends Versioned {
  /** Nanoseconds since 1970. */
  readonly changedAt: bigint;
}

/** The body at `path` with its version, or undefined. Body and version are of one file, also while others replace it. */
export async function readVersion(disk: FolderDisk, path: string): Promise<FolderVersion | undefined> {
  const file = await disk.open(path, 'r').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    const { ino, mtimeNs } = await file.stat({ bigint: true });
    const body = await file.readFile();
    // Content alone would not do: it can come back. The time of change never does (see `writeNewer`).
    const version = createHash('sha256').update(`${ino} ${mtimeNs}\n`).update(body).digest('hex');
    return { body, version, changedAt: mtimeNs };
  } finally {
    await file.close();
  }
}

/**
 * Replaces the object at `path` by `body` if it still is `version`. Any number of processes may do this at once, and
 * each may end at any point.
 *
 * 1. The body is written to a temporary file T of its own.
 * 2. The claim, a symbolic link to T named by the version, is made. Only one process gets it; it stays until the
 *    version has passed.
 * 3. If the object still is that version, T is renamed over it: the moment of the write.
 * 4. The claim is removed.
 *
 * Who finds the claim taken does step 3 for its holder, who may have ended; a rename happens once, so it does not
 * matter who does it. Claim first, then the look at the object, then the rename of exactly the claim's T: so T can't come
 * over a later version. A claim whose T is gone belongs to a version that has passed, and no version comes twice.
 */
export async function replaceVersion(
  disk: FolderDisk,
  path: string,
  body: Uint8Array | string,
  version: string,
): Promise<'written' | 'changed'> {
  const folder = dirname(path);
  const current = await readVersion(disk, path);
  if (current?.version !== version) return 'changed';
  const claim = join(
    folder,
    `${CLAIM}${createHash('sha256').update(`${path}\n${version}`).digest('hex').slice(0, 32)}`,
  );
  const name = `${TEMPORARY}${randomUUID()}`;
  const temporary = join(folder, name);
  try {
    await writeNewer(disk, current.changedAt, temporary, body);
  } catch (error) {
    await succeeds(disk.unlink(temporary), 'ENOENT', 'ENOTDIR');
    throw error;
  }
  if (!(await succeeds(disk.symlink(name, claim), 'EEXIST'))) {
    await finish(disk, path, version, claim);
    await disk.unlink(temporary);
    return 'changed';
  }
  // From here on T is left where it is when anything fails: the next to come finishes the write.
  const result = await move(disk, path, version, temporary);
  await tidy(disk, folder);
  return result;
}

/** Step 3 for the holder itself. When T is gone, somebody else has moved it into place. */
async function move(
  disk: FolderDisk,
  path: string,
  version: string,
  temporary: string,
): Promise<'written' | 'changed'> {
  if ((await readVersion(disk, path))?.version === version) {
    await succeeds(disk.rename(temporary, path), 'ENOENT');
    return 'written';
  }
  return (await succeeds(disk.unlink(temporary), 'ENOENT')) ? 'changed' : 'written';
}

/** Step 3 for the holder of a claim, who may have ended. */
async function finish(disk: FolderDisk, path: string, version: string, claim: string): Promise<void> {
  const name = await disk.readlink(claim).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (name === undefined || (await readVersion(disk, path))?.version !== version) return;
  await succeeds(disk.rename(join(dirname(path), name), path), 'ENOENT');
}

/** Removes the claims of this folder whose T is gone: their versions have passed. */
async function tidy(disk: FolderDisk, folder: string): Promise<void> {
  for (const name of await disk.readdir(folder)) {
    if (!name.startsWith(CLAIM)) continue;
    const claim = join(folder, name);
    const held = await succeeds(disk.stat(claim), 'ENOENT');
    if (!held) await succeeds(disk.unlink(claim), 'ENOENT');
  }
}

/** Writes T, changed later than what it is to replace: so that inode, time and content together never come twice. */
async function writeNewer(
  disk: FolderDisk,
  changedAt: bigint,
  temporary: string,
  body: Uint8Array | string,
): Promise<void> {
  const file = await disk.open(temporary, 'wx');
  try {
    await file.writeFile(body);
    if ((await file.stat({ bigint: true })).mtimeNs <= changedAt) {
      // The clock's tick is some milliseconds, and a clock may be set back.
      const later = Number(changedAt) / 1e9 + 0.001;
      await file.utimes(later, later);
    }
    // The move must not be on the disk before the bytes: after a power cut an object is whole or absent.
    await file.sync();
  } finally {
    await file.close();
  }
}

/** False when it fails by one of the codes. */
async function succeeds(action: Promise<unknown>, ...codes: readonly string[]): Promise<boolean> {
  try {
    await action;
    return true;
  } catch (error) {
    if (hasCode(error, ...codes)) return false;
    throw error;
  }
}
