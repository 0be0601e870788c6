import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ABSENT, type Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { FOLDER_DISK, type FolderDisk } from '#archive/folder-disk';
import { countUp } from './archive-contract.ts';
import { countInProcess } from './counting.ts';

const KEY = 'state/lease.json';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-versions-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const text = async (archive: Archive) => Buffer.from((await archive.get(KEY)) ?? []).toString('utf8');

/** The disk with `before` called before every step: it may hold the step, or end the process by never letting it be. */
function steppedDisk(before: (step: string) => Promise<void>): FolderDisk {
  const stepped = <Arguments extends unknown[], Result>(
    step: string,
    call: (...words: Arguments) => Promise<Result>,
  ): ((...words: Arguments) => Promise<Result>) => {
    return async (...words) => {
      await before(step);
      return call(...words);
    };
  };
  return {
    open: stepped('open', FOLDER_DISK.open),
    readdir: stepped('readdir', FOLDER_DISK.readdir),
    readlink: stepped('readlink', FOLDER_DISK.readlink),
    rename: stepped('rename', FOLDER_DISK.rename),
    stat: stepped('stat', FOLDER_DISK.stat),
    symlink: stepped('symlink', FOLDER_DISK.symlink),
    unlink: stepped('unlink', FOLDER_DISK.unlink),
  };
}

class Ended extends Error {
  override readonly name = 'Ended';
}

/** A disk whose process ends before the step of this number: no later call does anything. */
function endingDisk(at: number): { readonly disk: FolderDisk; readonly steps: string[] } {
  const steps: string[] = [];
  const disk = steppedDisk(async (step) => {
    steps.push(step);
    if (steps.length > at) throw new Ended(`ended before ${step}`);
  });
  return { disk, steps };
}

/** A disk that holds steps: each tells when it is reached, and goes on when it may. */
function heldDisk(...holds: readonly { readonly step: string; readonly occurrence: number }[]) {
  const gates = holds.map((hold) => ({
    hold,
    reached: Promise.withResolvers<void>(),
    go: Promise.withResolvers<void>(),
  }));
  const counts = new Map<string, number>();
  const disk = steppedDisk(async (step) => {
    const count = (counts.get(step) ?? 0) + 1;
    counts.set(step, count);
    const gate = gates.find(({ hold }) => hold.step === step && hold.occurrence === count);
    gate?.reached.resolve();
    await gate?.go.promise;
  });
  return {
    disk,
    reached: gates.map((gate) => gate.reached.promise),
    go: (index: number) => gates[index]?.go.resolve(),
  };
}

describe('compare and swap in a folder', () => {
  it('is whole, and goes on, after an end between any two steps', async () => {
    const plain = folderArchive(root);
    const whole = endingDisk(Number.POSITIVE_INFINITY);
    await plain.put(KEY, 'old');
    const start = await plain.read(KEY);
    expect(await folderArchive(root, whole.disk).putIfVersion(KEY, 'new', start?.version ?? '')).toBe('written');
    expect(whole.steps).toContain('rename');

    for (let at = 0; at < whole.steps.length; at += 1) {
      await plain.put(KEY, 'old');
      const { version = '' } = (await plain.read(KEY)) ?? {};
      const ending = folderArchive(root, endingDisk(at).disk);
      await expect(ending.putIfVersion(KEY, 'new', version), `step ${at}`).rejects.toBeInstanceOf(Ended);
      expect(['old', 'new'], `step ${at}`).toContain(await text(plain));
      expect(await plain.list('state/')).toEqual([KEY]);

      // Whoever comes next gets on, at most after finishing what was begun, and no write comes after its own.
      await countUpText(plain);
      expect(await text(plain), `step ${at}`).toMatch(/^(old|new)!$/);
      await countUpText(plain);
      expect(await text(plain), `step ${at}`).toMatch(/^(old|new)!!$/);
      expect((await readdir(join(root, 'state'))).filter((name) => name.startsWith('.next-'))).toEqual([]);
    }
  });

  it('lets writers change one after the other in whatever order their steps come', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 2, max: 4 }),
        fc.boolean(),
        async (scheduler, writers, same) => {
          const folder = await mkdtemp(join(root, 'order-'));
          await folderArchive(folder).put(KEY, 'start');
          const history: { from: string; to: string }[] = [];
          const seen = new Set<string>();
          const stepped = scheduler.scheduleFunction(async (_step: string) => undefined);
          const work = Array.from({ length: writers }, async (_, writer) => {
            const archive = folderArchive(folder, steppedDisk(stepped));
            for (let turn = 0; turn < 3; turn += 1) {
              const found = await archive.read(KEY);
              if (!found) throw new Error('the object was not there for a moment');
              seen.add(Buffer.from(found.body).toString('utf8'));
              // Equal bodies come back again and again; each change still happens once.
              const to = same ? (['start', 'other'][turn % 2] ?? '') : `${writer}.${turn}`;
              const result = await archive.putIfVersion(KEY, to, found.version);
              if (result === 'written') history.push({ from: found.version, to });
            }
          });
          await scheduler.waitFor(Promise.all(work));
          expect(new Set(history.map(({ from }) => from)).size).toBe(history.length);
          expect(history.length).toBeGreaterThanOrEqual(3);
          // What could be seen was written by somebody who knows it.
          const written = new Set(['start', ...history.map(({ to }) => to)]);
          expect([...seen].filter((body) => !written.has(body))).toEqual([]);
          expect(history.map(({ to }) => to)).toContain(await text(folderArchive(folder)));
          expect(await readdir(join(folder, 'state'))).toEqual(['lease.json']);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tells the holder of a claim that its write was done, when another has done it', async () => {
    const plain = folderArchive(root);
    await plain.put(KEY, 'old');
    const { version = '' } = (await plain.read(KEY)) ?? {};
    const slow = heldDisk({ step: 'open', occurrence: 3 });
    const writing = folderArchive(root, slow.disk).putIfVersion(KEY, 'slow', version);
    await slow.reached[0];
    expect(await plain.putIfVersion(KEY, 'quick', version)).toBe('changed');
    expect(await text(plain)).toBe('slow');
    slow.go(0);
    expect(await writing).toBe('written');
  });

  it('does not finish for a claim that came too late', async () => {
    const plain = folderArchive(root);
    await plain.put(KEY, 'old');
    const { version = '' } = (await plain.read(KEY)) ?? {};
    const late = heldDisk({ step: 'symlink', occurrence: 1 }, { step: 'open', occurrence: 3 });
    const later = heldDisk({ step: 'symlink', occurrence: 1 });
    const writingLate = folderArchive(root, late.disk).putIfVersion(KEY, 'late', version);
    const writingLater = folderArchive(root, later.disk).putIfVersion(KEY, 'later', version);
    await Promise.all([late.reached[0], later.reached[0]]);
    expect(await plain.putIfVersion(KEY, 'first', version)).toBe('written');
    late.go(0);
    await late.reached[1];
    later.go(0);
    expect(await writingLater).toBe('changed');
    late.go(1);
    expect(await writingLate).toBe('changed');
    expect(await text(plain)).toBe('first');
    expect(await readdir(join(root, 'state'))).toEqual(['lease.json']);
  });

  it('never gives a version twice, also when the same words come back at once', async () => {
    const archive = folderArchive(root);
    await archive.put(KEY, 'a');
    const seen = new Set<string>();
    for (let turn = 0; turn < 50; turn += 1) {
      const { version = '' } = (await archive.read(KEY)) ?? {};
      seen.add(version);
      expect(await archive.putIfVersion(KEY, turn % 2 ? 'a' : 'b', version)).toBe('written');
    }
    expect(seen.size).toBe(50);
  });

  it('loses no count of two processes', async () => {
    const [first, second] = await Promise.all([countInProcess(root, KEY, 60), countInProcess(root, KEY, 60)]);
    expect([first, second]).toEqual([0, 0]);
    expect(await readFile(join(root, KEY), 'utf8')).toBe('120');
    expect(await readdir(join(root, 'state'))).toEqual(['lease.json']);
  });

  it('counts on after a process was killed in the middle', async () => {
    const child = countInProcess(root, KEY, 1_000_000, (kill, line) => {
      if (Number(line) >= 20) kill();
    });
    expect(await child).not.toBe(0);
    const before = Number(await readFile(join(root, KEY), 'utf8'));
    expect(before).toBeGreaterThanOrEqual(20);
    await countUp(folderArchive(root), KEY, 5);
    const after = Number(await readFile(join(root, KEY), 'utf8'));
    // One unfinished write of the killed process may have been finished first.
    expect([before + 5, before + 6]).toContain(after);
  });
});

/** Adds `!`. The first attempt may find an unfinished write and finish it. */
async function countUpText(archive: Archive): Promise<void> {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const found = await archive.read(KEY);
    const next = `${Buffer.from(found?.body ?? []).toString('utf8')}!`;
    if ((await archive.putIfVersion(KEY, next, found?.version ?? ABSENT)) === 'written') return;
  }
  throw new Error('the object could not be changed');
}
