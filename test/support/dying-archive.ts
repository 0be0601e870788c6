import type { Archive } from '#archive/archive';

/** Stands for a process that is ended from outside: nothing after it runs. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export interface DyingArchive extends Archive {
  /** Writes begun so far. */
  readonly writes: () => number;
}

/**
 * An archive whose process dies at its n-th write, counted from 1: just before the write takes effect, or just after.
 * Without `at` it only counts.
 */
export function dyingArchive(archive: Archive, at?: { write: number; when: 'before' | 'after' }): DyingArchive {
  let writes = 0;
  const guard = async <T>(write: () => Promise<T>): Promise<T> => {
    writes += 1;
    const dies = at !== undefined && writes >= at.write;
    if (dies && (at.when === 'before' || writes > at.write)) throw new Killed(`at write ${writes}`);
    const result = await write();
    if (dies) throw new Killed(`after write ${writes}`);
    return result;
  };
  return {
    place: archive.place,
    locate: (key) => archive.locate(key),
    put: (key, body) => guard(() => archive.put(key, body)),
    putIfAbsent: (key, body) => guard(() => archive.putIfAbsent(key, body)),
    putStream: (key, write, options) => guard(() => archive.putStream(key, write, options)),
    putIfVersion: (key, body, version) => guard(() => archive.putIfVersion(key, body, version)),
    get: (key) => archive.get(key),
    getStream: (key) => archive.getStream(key),
    read: (key) => archive.read(key),
    list: (prefix) => archive.list(prefix),
    writes: () => writes,
  };
}
