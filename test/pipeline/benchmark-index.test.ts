import { describe, expect, it } from 'vitest';
import { archivedBenchmarks, keepBenchmark, keptBenchmarks, removeBenchmark } from '#pipeline/benchmark-index';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';

const at = '2026-11-21T10:00:00.000Z';
const body = (last: string) => Buffer.from(`Date,Close\n2026-11-19,100\n2026-11-20,${last}\n`);
const keep = (archive: MemoryArchive, name: string, last: string) =>
  keepBenchmark(archive, { name, kind: 'price', body: body(last), at });
const read = (archive: MemoryArchive, name: string) => archivedBenchmarks(archive).read(name, 'price');

describe('benchmarks in the archive', () => {
  it('are read by their name as they were put last, and the file before stays', async () => {
    const archive = memoryArchive();
    await keep(archive, 'Index & Co', '101');
    expect(await keep(archive, 'Index & Co', '102')).toMatchObject({ status: 'new', from: '2026-11-19', closes: 2 });
    expect(await keep(archive, 'Index & Co', '102')).toMatchObject({ status: 'unchanged' });
    expect(await read(archive, 'Index & Co')).toMatchObject({ closes: [{ close: 100 }, { close: 102 }] });
    const files = (await archive.list('benchmark/')).filter((key) => key.endsWith('.csv'));
    expect(files).toHaveLength(2);
  });

  it('stand side by side, and one that is removed is not read any more', async () => {
    const archive = memoryArchive();
    await Promise.all([keep(archive, 'B', '1'), keep(archive, 'A', '2')]);
    expect((await keptBenchmarks(archive)).map(({ name }) => name)).toEqual(['A', 'B']);
    expect(await removeBenchmark(archive, 'A')).toBe('removed');
    expect(await removeBenchmark(archive, 'A')).toBe('absent');
    expect(await read(archive, 'A')).toEqual({ missing: 'no closes were put' });
    expect(await read(archive, 'B')).toMatchObject({ closes: [{}, { close: 1 }] });
  });

  it('are not replaced by a file that can not be read', async () => {
    const archive = memoryArchive();
    await keep(archive, 'A', '101');
    expect(await keep(archive, 'A', 'null')).toEqual({
      problems: [{ line: 3, problem: 'has the close "null", which is no number' }],
    });
    expect(await read(archive, 'A')).toMatchObject({ closes: [{}, { close: 101 }] });
  });

  it('say what is wrong with a file that was changed or taken away', async () => {
    const archive = memoryArchive();
    const kept = await keep(archive, 'A', '101');
    const key = `benchmark/${'sha256' in kept ? kept.sha256 : ''}.csv`;
    await archive.put(key, body('999'));
    expect(await read(archive, 'A')).toEqual({ missing: 'its file was changed' });
    archive.objects.delete(key);
    expect(await read(archive, 'A')).toEqual({ missing: 'its file is gone from the archive' });
  });
});
