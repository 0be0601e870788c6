import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { thisMachine } from '#wiring/world';

const TOKEN = '123456789012345678901234';
const never = new AbortController().signal;

describe('a program that Daybook starts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-world-'));
    vi.stubEnv('DAYBOOK_FLEX_TOKEN', TOKEN);
    vi.stubEnv('DAYBOOK_KEPT', 'kept');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it('gets the environment of the machine without the Flex token, which the command itself has', async () => {
    const world = thisMachine(never);
    const { stdout } = await world.programs.run({ program: 'env', args: [] });
    expect(world.flexToken).toBe(TOKEN);
    expect(stdout).toContain('DAYBOOK_KEPT=kept');
    expect(stdout).not.toContain(TOKEN);
  });

  it('does so as a browser too', async () => {
    const seen = join(folder, 'seen');
    await writeFile(join(folder, 'xdg-open'), `#!/bin/sh\nenv > "$1.part" && mv "$1.part" "$1"\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    expect(await thisMachine(never).showFile(seen)).toBe(true);
    const environment = await vi.waitFor(() => readFile(seen, 'utf8'), { timeout: 10_000 });
    expect(environment).toContain('DAYBOOK_KEPT=kept');
    expect(environment).not.toContain(TOKEN);
  });
});
