import { createHash, randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ABSENT, type Archive } from '#archive/archive';
import { ArchiveError } from '#archive/errors';

const text = (body: Uint8Array | undefined) => body && Buffer.from(body).toString('utf8');

/** What every archive does, in whatever place it lies. `make` gives an empty one, or one below a prefix never used. */
export function archiveContract(name: string, make: () => Promise<Archive>): void {
  describe(`the contract of an archive: ${name}`, () => {
    it('gives back the bytes it was given', async () => {
      const archive = await make();
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
          await archive.put('state/bytes.bin', bytes);
          expect(Buffer.compare((await archive.get('state/bytes.bin')) as Uint8Array, bytes)).toBe(0);
        }),
        { numRuns: 15 },
      );
    });

    it('gives back piece by piece what it gives back whole', async () => {
      const archive = await make();
      const body = randomBytes(300_000);
      await archive.putIfAbsent('raw/large.bin', body);
      const pieces: Uint8Array[] = [];
      for await (const piece of (await archive.getStream('raw/large.bin')) ?? []) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(body)).toBe(true);
      expect(await archive.getStream('raw/none.bin')).toBeUndefined();
    });

    it('gives back text beyond ASCII as UTF-8', async () => {
      const archive = await make();
      await archive.put('state/text.json', '{"name":"Zoë 株式会社 🏦"}');
      expect(text(await archive.get('state/text.json'))).toBe('{"name":"Zoë 株式会社 🏦"}');
    });

    it('says undefined for what was never put', async () => {
      const archive = await make();
      expect(await archive.get('state/nothing.json')).toBeUndefined();
      expect(await archive.read('state/nothing.json')).toBeUndefined();
    });

    it('replaces with put, and keeps the first with putIfAbsent', async () => {
      const archive = await make();
      await archive.put('state/x.json', 'one');
      await archive.put('state/x.json', 'two');
      expect(await archive.putIfAbsent('state/x.json', 'three')).toBe('exists');
      expect(text(await archive.get('state/x.json'))).toBe('two');
      expect(await archive.putIfAbsent('raw/y.json', 'first')).toBe('written');
      expect(await archive.putIfAbsent('raw/y.json', 'first')).toBe('exists');
    });

    it('lets exactly one of many writers put if absent', async () => {
      const archive = await make();
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, index) => archive.putIfAbsent('raw/race.json', `writer ${index}`)),
      );
      expect(results.filter((result) => result === 'written')).toHaveLength(1);
      expect(text(await archive.get('raw/race.json'))).toBe(`writer ${results.indexOf('written')}`);
    });

    it('lists the keys below a prefix in text order and nothing else', async () => {
      const archive = await make();
      for (const key of ['r/2/b.json', 'r/2/a.json', 'r/10/c.json', 'q/1.json', 'rr/1.json'])
        await archive.put(key, key);
      expect(await archive.list('r/')).toEqual(['r/10/c.json', 'r/2/a.json', 'r/2/b.json']);
      expect(await archive.list('none/')).toEqual([]);
    });

    it('lists the keys of those names in a folder that begin as said', async () => {
      const archive = await make();
      for (const key of ['d/aa-r1/x.json', 'd/aa-r10/y/z.json', 'd/aa-r2.json', 'd/ab-r1/x.json', 'd/aa', 'c/aa-r1'])
        await archive.put(key, key);
      expect(await archive.list('d/aa-r')).toEqual(['d/aa-r1/x.json', 'd/aa-r10/y/z.json', 'd/aa-r2.json']);
      expect(await archive.list('d/ac')).toEqual([]);
      expect(await archive.list('e/aa')).toEqual([]);
    });

    it('writes a stream whole, of several chunks, or not at all', async () => {
      const archive = await make();
      const chunks = Array.from({ length: 40 }, () => randomBytes(20_000));
      const hash = (parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
      const stream = (replace: boolean, parts: readonly (Uint8Array | string)[]) =>
        archive.putStream(
          'reports/big.xlsx',
          async (sink) => {
            for (const part of parts) {
              sink.write(part);
              await turn();
            }
            sink.end();
          },
          { replace },
        );
      expect(await stream(false, chunks)).toBe('written');
      expect(hash([(await archive.get('reports/big.xlsx')) as Uint8Array])).toBe(hash(chunks));
      expect(await stream(false, ['other'])).toBe('exists');
      expect(hash([(await archive.get('reports/big.xlsx')) as Uint8Array])).toBe(hash(chunks));
      expect(await archive.putStream('reports/empty.xlsx', async (sink) => void sink.end(), { replace: false })).toBe(
        'written',
      );
      expect(await archive.get('reports/empty.xlsx')).toHaveLength(0);
    });

    it('shows nothing of a stream whose source breaks', async () => {
      const archive = await make();
      const failing = archive.putStream(
        'reports/broken.xlsx',
        async (sink) => {
          sink.write('half');
          throw new Error('source broke');
        },
        { replace: false },
      );
      await expect(failing).rejects.toThrow('source broke');
      expect(await archive.get('reports/broken.xlsx')).toBeUndefined();
      expect(await archive.list('reports/')).toEqual([]);
    });

    it('replaces by version only what was read', async () => {
      const archive = await make();
      expect(await archive.putIfVersion('state/lease.json', 'one', ABSENT)).toBe('written');
      expect(await archive.putIfVersion('state/lease.json', 'other', ABSENT)).toBe('changed');
      const first = await archive.read('state/lease.json');
      expect(text(first?.body)).toBe('one');
      expect(await archive.putIfVersion('state/lease.json', 'two', first?.version ?? '')).toBe('written');
      expect(await archive.putIfVersion('state/lease.json', 'late', first?.version ?? '')).toBe('changed');
      expect(text(await archive.get('state/lease.json'))).toBe('two');
      expect(await archive.list('state/')).toEqual(['state/lease.json']);
    });

    it('writes nothing by the version of an object that is not there', async () => {
      const archive = await make();
      await archive.put('state/a.json', 'a');
      const version = (await archive.read('state/a.json'))?.version ?? '';
      expect(await archive.putIfVersion('state/b.json', 'b', version)).toBe('changed');
      expect(await archive.get('state/b.json')).toBeUndefined();
    });

    it('loses no count of several writers who compare and swap', async () => {
      const archive = await make();
      await fc.assert(
        fc.asyncProperty(
          fc.uuid(),
          fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
          async (id, writers) => {
            const key = `state/${id}.json`;
            await Promise.all(writers.map((times) => countUp(archive, key, times)));
            const total = writers.reduce((sum, times) => sum + times, 0);
            expect(text(await archive.get(key))).toBe(String(total));
            expect((await archive.list('state/')).filter((found) => found === key)).toHaveLength(1);
          },
        ),
        { numRuns: 8 },
      );
    });

    it('refuses keys that would leave it', async () => {
      const archive = await make();
      for (const key of ['../x', '/etc/x', 'a//b', 'a/../b', '', 'a/.hidden', 'a\\b', `${'x'.repeat(901)}`]) {
        await expect(archive.put(key, 'x'), key).rejects.toBeInstanceOf(ArchiveError);
        await expect(archive.get(key), key).rejects.toBeInstanceOf(ArchiveError);
        await expect(archive.putIfVersion(key, 'x', ABSENT), key).rejects.toBeInstanceOf(ArchiveError);
      }
    });
  });
}

/** Adds one to the number under `key`, `times` times, by compare and swap. */
export async function countUp(archive: Archive, key: string, times: number): Promise<void> {
  for (let done = 0; done < times; ) {
    const found = await archive.read(key);
    const next = String(Number(text(found?.body) ?? '0') + 1);
    if ((await archive.putIfVersion(key, next, found?.version ?? ABSENT)) === 'written') done += 1;
  }
}
