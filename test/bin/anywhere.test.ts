import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-anywhere-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('works as a program of its own, from any folder, with nothing but the summary on standard output', async () => {
  const tsx = resolve('node_modules/tsx/dist/cli.mjs');
  const words = [tsx, resolve('bin/daybook.ts'), 'demo', '--date', '2026-11-20', '--json'];
  const { stdout, stderr } = await run(process.execPath, words, { cwd: folder });
  const summary = JSON.parse(stdout);
  expect(summary.status).toBe('done');
  expect(summary.accounts[0].page).toContain(folder);
  expect(stderr).not.toMatch(/warning/i);
}, 120_000);
