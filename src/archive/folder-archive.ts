import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Writable } from 'node:stream';
import type { Archive } from './archive.ts';
import { ArchiveError } from './errors.ts';
import { archiveErrorOf, hasCode } from './folder-errors.ts';

const KEY = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const TEMPORARY = '.part-';

/**
 * An archive in a local folder, with the keys of the bucket. A body is written to a temporary name beside its place
 * and moved there whole: `rename` to replace, `link` to put if absent (it fails when the name is taken).
 */
export function folderArchive(folder: string): Archive {
  const root = resolve(folder);

  const pathOf = (key: string): string => {
    if (!KEY.test(key) || key.length > 900) {
      throw new ArchiveError(`"${key}" can't be a key of the archive`, 'This is a fault of Daybook: please report it.');
    }
    return join(root, ...key.split('/'));
  };

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
    list: async (prefix) => {
      const start = join(root, ...prefix.split('/').filter(Boolean));
      try {
        if (!(await stat(start)).isDirectory()) return [];
        const entries = await readdir(start, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile() && !entry.name.startsWith(TEMPORARY))
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
