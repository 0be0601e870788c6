import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveFull } from '#archive/errors';
import { folderArchive } from '#archive/folder-archive';
import { openTerminal, type Terminal } from '#test/support/command';
import { FRIDAY } from '#test/support/gateway-of';

/** Counts writes over all archives it opens, and has no space from the n-th on. */
function fullFrom(limit: { writes: number }): (folder: string) => Archive {
  return (folder) => {
    const archive = folderArchive(folder);
    const spend = (key: string): void => {
      limit.writes -= 1;
      if (limit.writes < 0)
        throw new ArchiveFull(`No space left while writing ${key}.`, 'Free some space and run again.');
    };
    return {
      ...archive,
      put: async (key, body) => {
        spend(key);
        await archive.put(key, body);
      },
      putIfAbsent: async (key, body) => {
        spend(key);
        return archive.putIfAbsent(key, body);
      },
      putIfVersion: async (key, body, version) => {
        spend(key);
        return archive.putIfVersion(key, body, version);
      },
      putStream: async (key, write, options) => {
        spend(key);
        return archive.putStream(key, write, options);
      },
    };
  };
}

let terminal: Terminal;
const limit = { writes: Number.POSITIVE_INFINITY };

beforeEach(async () => {
  limit.writes = Number.POSITIVE_INFINITY;
  terminal = await openTerminal({ archiveIn: fullFrom(limit) });
});
afterEach(() => terminal.leave());

it('ends each time with a clear message when no space is left at any write, keeps what was written, and one more run completes it', async () => {
  // Without the year of statements, which is the same few writes again and again.
  const demo = (out: string) =>
    terminal.type('demo', '--date', FRIDAY, '--sources', 'gateway', '--out', out, '--quiet');
  limit.writes = 1_000_000;
  expect((await demo('whole')).code).toBe(0);
  const writes = 1_000_000 - limit.writes;
  const whole = await folderArchive(`${terminal.folder}/whole`).list('');
  expect(writes).toBeGreaterThanOrEqual(whole.length);

  // Early and middle, and late more closely: the answers come first, the one report and its mail last.
  const late = writes - 24;
  const points = Array.from({ length: 3 }, (_, at) => Math.floor((at * late) / 3));
  for (let n = late; n < writes; n += 4) points.push(n);
  for (const n of points) {
    const out = `out-${n}`;
    const archive = folderArchive(`${terminal.folder}/${out}`);
    limit.writes = n;
    const broken = await demo(out);
    expect(broken.code, `write ${n}`).toBe(8);
    expect(broken.stderr, `write ${n}`).toMatch(/No space left[\s\S]*Free some space/);
    expect(broken.stderr).not.toMatch(/^\s+at /m);
    const kept = await archive.list('');

    limit.writes = 1_000_000;
    const again = await demo(out);
    expect(again.code, `after write ${n}: ${again.stderr}`).toBe(0);
    const after = await archive.list('');
    expect(after).toEqual(expect.arrayContaining([...kept]));
    expect(after.filter((key) => key.startsWith('outbox/'))).toHaveLength(1);
    expect(after.filter((key) => key.endsWith('/workbook.xlsx'))).toHaveLength(1);
  }
}, 240_000);
