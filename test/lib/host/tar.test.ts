import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTar, TarPathRefused } from '#lib/host/tar';

const file = (path: string, text = '', executable = false): Parameters<typeof packTar>[0][number] => ({
  path,
  text,
  executable,
});

describe('the packed files', () => {
  it('come out of tar as they went in, with their right to run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-tar-'));
    const long = 'ö'.repeat(700);
    writeFileSync(
      join(folder, 'a.tar.gz'),
      packTar([file('units/b.service', long), file('a.sh', '#!/bin/bash\n', true)]),
    );
    const { status, stderr } = spawnSync('tar', ['-xzf', 'a.tar.gz'], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual([
      'a.sh',
      'a.tar.gz',
      'units',
      'units/b.service',
    ]);
    expect(readFileSync(join(folder, 'units/b.service'), 'utf8')).toBe(long);
    expect([
      statSync(join(folder, 'a.sh')).mode & 0o111,
      statSync(join(folder, 'units/b.service')).mode & 0o111,
    ]).toEqual([0o111, 0]);
    rmSync(folder, { recursive: true });
  });

  it('are the same bytes in whatever order the files are read', () => {
    const files = fc.uniqueArray(
      fc.record({ path: fc.stringMatching(/^[a-z]{1,9}$/), text: fc.string(), executable: fc.boolean() }),
      {
        selector: ({ path }) => path,
      },
    );
    fc.assert(fc.property(files, (some) => packTar(some).equals(packTar(some.toReversed()))));
  });

  it.each(['/etc/passwd', '../x', 'a/../b', 'a b', 'ä', 'x'.repeat(101), ''])('refuse the path %j', (path) => {
    expect(() => packTar([file(path)])).toThrow(TarPathRefused);
  });
});
