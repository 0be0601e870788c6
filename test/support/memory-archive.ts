import { createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { ABSENT, type Archive } from '#archive/archive';
import { ArchiveUnusable } from '#archive/errors';

/** An archive in memory. `failWrite` sees every write before it is made and may break it, as a process that ends does. */
export interface MemoryArchive extends Archive {
  readonly objects: Map<string, Buffer>;
  /** How many writes have been made or broken. */
  writes: number;
  /** Gives `before`: nothing is written; `after`: written, and the writer never hears of it. */
  failWrite: (key: string, write: number) => 'before' | 'after' | undefined;
  /** For tests of state: the object's JSON. */
  json(key: string): unknown;
}

export function memoryArchive(): MemoryArchive {
  const objects = new Map<string, Buffer>();
  const versionOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
  const broken = (): Error => new ArchiveUnusable('The process ended here.', 'Start it again.');
  const write = async <T>(key: string, act: () => T): Promise<T> => {
    archive.writes += 1;
    const number = archive.writes;
    // Whoever else waits for its turn gets it here, as on a network.
    await Promise.resolve();
    const fate = archive.failWrite(key, number);
    if (fate === 'before') throw broken();
    const result = act();
    if (fate === 'after') throw broken();
    return result;
  };
  const putIfAbsent = (key: string, body: Buffer): 'written' | 'exists' => {
    if (objects.has(key)) return 'exists';
    objects.set(key, body);
    return 'written';
  };
  const archive: MemoryArchive = {
    objects,
    writes: 0,
    failWrite: () => undefined,
    json: (key) => {
      const body = objects.get(key);
      return body && JSON.parse(body.toString('utf8'));
    },
    place: 'memory',
    locate: (key) => key,
    put: (key, body) => write(key, () => void objects.set(key, Buffer.from(body))),
    putIfAbsent: (key, body) => write(key, () => putIfAbsent(key, Buffer.from(body))),
    putStream: async (key, fill, { replace }) => {
      const chunks: Buffer[] = [];
      const sink = new Writable({
        write(chunk: Buffer, _encoding, done) {
          chunks.push(Buffer.from(chunk));
          done();
        },
      });
      await fill(sink);
      return write(key, () => {
        if (!replace) return putIfAbsent(key, Buffer.concat(chunks));
        objects.set(key, Buffer.concat(chunks));
        return 'written';
      });
    },
    get: async (key) => objects.get(key),
    getStream: async (key) => {
      const body = objects.get(key);
      return body && Readable.from([body]);
    },
    read: async (key) => {
      const body = objects.get(key);
      return body && { body, version: versionOf(body) };
    },
    putIfVersion: (key, body, version) =>
      write(key, () => {
        const there = objects.get(key);
        if ((there ? versionOf(there) : ABSENT) !== version) return 'changed';
        objects.set(key, Buffer.from(body));
        return 'written';
      }),
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
  return archive;
}
