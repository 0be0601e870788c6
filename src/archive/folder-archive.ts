import { randomUUID } from 'node:crypto';
import { createWriteStream, type Dirent } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Writable } from 'node:stream';
import { ABSENT, type Archive } from './archive.ts';
import { FOLDER_DISK, type FolderDisk } from './folder-disk.ts';
import { archiveErrorOf, hasCode } from './folder-errors.ts';
import { readVersion, replaceVersion, TEMPORARY } from './folder-version.ts';
import { checkedKey } from './keys.ts';
import { pieces } from './pieces.ts';

/**
 * An archive in a local folder, with the keys of the bucket. A body is written to a temporary name beside its place
 * and moved there whole: `rename` to replace, `link` to put if absent (it fails when the name is taken). Compare and
 * swap stands in `folder-version.ts`; what is written by it is written by nothing else.
 */
export function folderArchive(folder: string, disk: FolderDisk = FOLDER_DISK): Archive {
  const root = resolve(folder);

  const pathOf = (key: string): string => join(root, ...checkedKey(key).split('/'));

  /** Runs what reads or compares at the key's path, with errors in the owner's words. */
  async function at<T>(key: string, action: (path: string) => Promise<T>): Promise<T> {
    const path = pathOf(key);
    try {
      return await action(path);
    } catch (error) {
      throw archiveErrorOf(error, root, path);
    }
  }

  /** Runs `write` on a temporary file, then moves it; leaves nothing behind when anything fails. */
  async function place(
    key: string,
    write: (path: string) => Promise<void>,
    replace: boolean,
  ): Promise<'written' | 'exists'> {
    const path = pathOf(key);
    const temporary = `${dirname(path)}${sep}${TEMPORARY}${randomUUID()}`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await write(temporary);
      if (replace) {
        await rename(temporary, path);
        return 'written';
      }
      try {
        await link(temporary, path);
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return 'exists';
        throw error;
      } finally {
        await unlink(temporary);
      }
      return 'written';
    } catch (error) {
      await unlink(temporary).catch((gone: unknown) => {
        if (!hasCode(gone, 'ENOENT', 'ENOTDIR')) throw gone;
      });
      throw archiveErrorOf(error, root, path);
    }
  }

  const writeBody = (body: Uint8Array | string) => async (path: string) => {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(body);
      // The move must not be on the disk before the bytes: after a power cut an object is whole or absent.
      await file.sync();
    } finally {
      await file.close();
    }
  };

  return {
    place: `folder ${root}`,
    locate: pathOf,
    put: async (key, body) => {
      await place(key, writeBody(body), true);
    },
    putIfAbsent: (key, body) => place(key, writeBody(body), false),
    putStream: (key, write, options) => place(key, (path) => writeThrough(path, write), options.replace),
    get: async (key) => {
      const path = pathOf(key);
      try {
        return await readFile(path);
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return undefined;
        throw archiveErrorOf(error, root, path);
      }
    },
    getStream: async (key) => {
      const path = pathOf(key);
      try {
        const file = await open(path, 'r');
        return pieces(file.createReadStream(), (error) => archiveErrorOf(error, root, path));
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return undefined;
        throw archiveErrorOf(error, root, path);
      }
    },
    read: (key) =>
      at(key, async (path) => {
        const found = await readVersion(disk, path);
        return found && { body: found.body, version: found.version };
      }),
    putIfVersion: async (key, body, version) => {
      if (version !== ABSENT) return at(key, (path) => replaceVersion(disk, path, body, version));
      return (await place(key, writeBody(body), false)) === 'written' ? 'written' : 'changed';
    },
    list: async (prefix) => {
      const names = prefix.split('/').filter(Boolean);
      // What follows the last slash is how the names in that folder begin.
      const beginning = prefix.endsWith('/') ? '' : (names.pop() ?? '');
      const start = join(root, ...names);
      try {
        if (!(await stat(start)).isDirectory()) return [];
        const entries = await entriesIn(start, beginning);
        return entries
          .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
          .map((entry) =>
            join(entry.parentPath, entry.name)
              .slice(root.length + 1)
              .split(sep)
              .join('/'),
          )
          .sort();
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return [];
        throw archiveErrorOf(error, root, start);
      }
    },
  };
}

/** All files and folders below a folder, of those in it whose names begin as said: the others are not walked. */
async function entriesIn(folder: string, beginning: string): Promise<readonly Dirent[]> {
  if (beginning === '') return readdir(folder, { recursive: true, withFileTypes: true });
  const found: Dirent[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.name.startsWith(beginning)) continue;
    found.push(entry);
    if (!entry.isDirectory()) continue;
    found.push(...(await readdir(join(folder, entry.name), { recursive: true, withFileTypes: true })));
  }
  return found;
}

/** Lets `write` fill a file; rejects as soon as the file fails, also while `write` waits for a drain that never comes. */
async function writeThrough(path: string, write: (sink: Writable) => Promise<void>): Promise<void> {
  const sink = createWriteStream(path, { flags: 'wx', flush: true });
  const closed = new Promise<void>((done, fail) => {
    sink.once('close', done);
    sink.once('error', fail);
  });
  try {
    await Promise.all([closed, write(sink).then(() => sink.end())]);
  } catch (error) {
    // The file may still be opening: it must be there and closed before it can be removed.
    if (!sink.closed) await new Promise<void>((done) => sink.destroy().once('close', done));
    throw error;
  }
}
