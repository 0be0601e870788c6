import { Writable } from 'node:stream';
import type { Archive } from './archive.ts';
import { ArchiveUnusable } from './errors.ts';

/** An archive that is only looked at, and what would have been written. */
export interface LookedAt {
  readonly archive: Archive;
  /** Keys that were asked to be written once and are not there. */
  readonly missing: readonly string[];
}

/**
 * The archive with its writes left out, for looking without touching: what is there answers `exists`, so that the stages
 * compare; what is not there is noted as missing, and stays so. Mutable state can't be written at all.
 */
export function readOnly(archive: Archive): LookedAt {
  const missing: string[] = [];
  const present = async (key: string): Promise<'written' | 'exists'> => {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    if ((await archive.list(folder)).includes(key)) return 'exists';
    missing.push(key);
    return 'written';
  };
  const refuse = (key: string): Promise<never> =>
    Promise.reject(
      new ArchiveUnusable(
        `${archive.locate(key)} was to be written, and this archive is only looked at.`,
        'This is a fault of Daybook: please report it.',
      ),
    );
  return {
    missing,
    archive: {
      place: archive.place,
      locate: (key) => archive.locate(key),
      get: (key) => archive.get(key),
      getStream: (key) => archive.getStream(key),
      read: (key) => archive.read(key),
      list: (prefix) => archive.list(prefix),
      put: refuse,
      putIfVersion: refuse,
      putIfAbsent: present,
      putStream: async (key, write) => {
        await write(new Writable({ write: (_chunk, _encoding, done) => done() }));
        return present(key);
      },
    },
  };
}
