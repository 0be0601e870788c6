import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveUnusable } from '#archive/errors';
import { folderArchive } from '#archive/folder-archive';
import { archiveContract } from './archive-contract.ts';

let root: string;
let archive: Archive;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-archive-'));
  archive = folderArchive(join(root, 'archive'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const text = async (key: string) => Buffer.from((await archive.get(key)) ?? []).toString('utf8');

archiveContract('a folder', async () => archive);

describe('an archive in a folder', () => {
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
});
