import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveError, ArchiveUnusable } from '#archive/errors';
import { folderArchive } from '#archive/folder-archive';

let root: string;
let archive: Archive;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-archive-'));
  archive = folderArchive(join(root, 'archive'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const text = async (key: string) => Buffer.from((await archive.get(key)) ?? []).toString('utf8');

describe('an archive in a folder', () => {
  it('gives back the bytes it was given', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await archive.put('a/b.bin', bytes);
    expect(new Uint8Array((await archive.get('a/b.bin')) as Uint8Array)).toEqual(bytes);
  });

  it('says undefined for what was never put', async () => {
    expect(await archive.get('nothing/here.json')).toBeUndefined();
  });

  it('replaces with put and keeps the first with putIfAbsent', async () => {
    await archive.put('state/x.json', 'one');
    await archive.put('state/x.json', 'two');
    expect(await archive.putIfAbsent('state/x.json', 'three')).toBe('exists');
    expect(await text('state/x.json')).toBe('two');
    expect(await archive.putIfAbsent('state/y.json', 'first')).toBe('written');
  });

  it('lets exactly one of many writers put if absent', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => archive.putIfAbsent('race/key.json', `writer ${index}`)),
    );
    const winner = results.indexOf('written');
    expect(results.filter((result) => result === 'written')).toHaveLength(1);
    expect(await text('race/key.json')).toBe(`writer ${winner}`);
  });

  it('lists keys below a prefix in text order and nothing else', async () => {
    for (const key of ['r/2/b', 'r/2/a', 'r/10/c', 'q/1']) await archive.put(key, key);
    expect(await archive.list('r/')).toEqual(['r/10/c', 'r/2/a', 'r/2/b']);
    expect(await archive.list('none/')).toEqual([]);
  });

  it('shows a streamed object only when it is whole', async () => {
    await archive.putStream(
      'big/object.bin',
      async (sink) => {
        sink.write('first half, ');
        expect(await archive.get('big/object.bin')).toBeUndefined();
        sink.end('second half');
      },
      { replace: false },
    );
    expect(await text('big/object.bin')).toBe('first half, second half');
  });

  it('leaves nothing behind when a streamed write fails midway', async () => {
    const failing = archive.putStream(
      'big/object.bin',
      async (sink) => {
        sink.write('half');
        throw new Error('source broke');
      },
      { replace: true },
    );
    await expect(failing).rejects.toThrow('source broke');
    expect(await readdir(join(root, 'archive', 'big'))).toEqual([]);
  });

  it('names a file that stands where the folder should be', async () => {
    await writeFile(join(root, 'occupied'), 'a file');
    const blocked = folderArchive(join(root, 'occupied'));
    await expect(blocked.put('a/b.json', '{}')).rejects.toBeInstanceOf(ArchiveUnusable);
    await expect(blocked.put('a/b.json', '{}')).rejects.toThrow(/a file stands at this path/);
    expect(await readFile(join(root, 'occupied'), 'utf8')).toBe('a file');
  });

  it('refuses keys that would leave the folder', async () => {
    for (const key of ['../x', '/etc/x', 'a//b', 'a/../b', '', 'a/.hidden', 'a\\b', `${'x'.repeat(901)}`]) {
      await expect(archive.put(key, 'x'), key).rejects.toBeInstanceOf(ArchiveError);
    }
  });
});
