import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
    expect(problemsOf(load()).join()).toContain('should hold one JSON object');
    await write('{"timeZone": "Mars/Olympus", "stack": {"region": "home"}}');
    expect(problemsOf(load())).toEqual([
      'setting timeZone is not an IANA time zone such as Europe/Zurich',
      'setting stack.region is not an AWS region such as eu-central-2',
      'setting stack.notices is missing',
      expect.stringMatching(/^setting accounts are not listed/),
      expect.stringMatching(/^setting sender is /),
      'setting recipients are missing: name at least one',
    ]);
    await write('{}');
    expect(problemsOf(load()).join()).toContain('setting stack is missing');
  });

  it('has problems of form and of sense told in one round, and none that only follows from another', async () => {
    const example = JSON.parse(await readFile('examples/daybook.json', 'utf8')) as object;
    const settings = {
      ...example,
      accounts: [{ id: 'U1234567', label: '' }],
      recipients: [{ address: 'a@example.com', accounts: ['U7654321'] }, { address: 'A@example.com' }],
      schedule: { final: '04:00' },
      colour: 'red',
    };
    await writeFile(join(folder, 'daybook.json'), JSON.stringify(settings));
    expect(problemsOf(load())).toEqual([
      'setting accounts.0.label should be at least 1 character',
      'setting accounts.0.label is blank, or holds a line break or another control character',
      'setting colour is not a setting',
      'setting recipients.1.address stands twice',
      expect.stringMatching(/^setting schedule\.final is 04:00/),
    ]);
  });
});
