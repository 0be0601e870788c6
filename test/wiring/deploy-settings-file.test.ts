import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadDeploySettings } from '#wiring/deploy-settings-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-deploy-'));
});
afterEach(() => rm(folder, { recursive: true }));

const load = (settings?: unknown) => loadDeploySettings({ tryGetContext: () => settings }, folder);
const problemsOf = (loaded: ReturnType<typeof load>) => ('problems' in loaded ? loaded.problems : []);

describe('the settings file of a deploy', () => {
  it('is daybook.json in the working folder, and the example passes as it is copied', async () => {
    await copyFile('examples/daybook.json', join(folder, 'daybook.json'));
    const loaded = load();
    expect(problemsOf(loaded)).toEqual([]);
    expect('settings' in loaded && loaded.settings.accounts.map(({ id }) => id)).toEqual(['DU0000000']);
    expect('settings' in loaded && loaded.warnings.every((line) => line.includes("still the example's"))).toBe(true);
  });

  it('is named by -c settings=FILE, from the working folder', async () => {
    await copyFile('examples/daybook.json', join(folder, 'live.json'));
    expect(problemsOf(load('live.json'))).toEqual([]);
    expect(problemsOf(load('other.json')).join()).toContain('other.json can');
    expect(problemsOf(load(5))).toEqual(['-c settings=FILE should name a file']);
  });

  it('is asked for in one sentence when there is none', () => {
    expect(problemsOf(load())).toHaveLength(1);
    expect(problemsOf(load()).join()).toContain('copy examples/daybook.json');
  });

  it('has what is wrong in it told, schema and deploy alike', async () => {
    const write = (text: string) => writeFile(join(folder, 'daybook.json'), text);
    await write('{');
    expect(problemsOf(load()).join()).toContain('is not JSON');
    await write('[]');
    expect(problemsOf(load())).toEqual(['setting the file should be an object']);
    await write('{"timeZone": "Mars/Olympus", "stack": {"region": "home"}}');
    expect(problemsOf(load())).toHaveLength(3);
    await write('{}');
    expect(problemsOf(load()).join()).toContain('setting stack is missing');
  });
});
