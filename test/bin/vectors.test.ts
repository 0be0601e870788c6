import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runVectors } from '#bin/vectors/run';

const OWN = join('test', 'fixtures', 'vectors');
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vectors-'));
  folders.push(folder);
  return folder;
}

async function run(...folders: readonly string[]) {
  const lines: string[] = [];
  const code = await runVectors(folders, OWN, (line) => lines.push(line));
  return { code, lines };
}

describe('the check of vectors', () => {
  it("comes to every value of the project's own cases", async () => {
    const { code, lines } = await run();
    expect(lines).toEqual(['28 passed, 0 failed']);
    expect(code).toBe(0);
  });

  it.each([
    ['drawdown.json', ['cases', 0, 'expected', 'stats', 'sortino'], -0.4325],
    ['flat.json', ['cases', 1, 'expected', 'stats', 'sharpe'], 0],
    ['gaps.json', ['cases', 0, 'expected', 'relative', 'beta'], null],
    ['flows_mwr.json', ['cases', 0, 'expected', 'xirr_annual'], 0.609],
    ['negative_nav.json', ['cases', 3, 'expected', 'segments', 1, 'base_date'], '2025-02-07'],
    ['positions_fx.json', ['cases', 2, 'expected', 'check'], 'pass'],
    ['annualise.json', ['cases', 0, 'cases', 1, 'expected'], 0],
    ['formatting.json', ['cases', 0, 'cases', 0, 'expected'], '1,005,168.75'],
  ])('says in %s which value differs from what it should be', async (name, path, value) => {
    const folder = await emptyFolder();
    const file = JSON.parse(await readFile(join(OWN, name), 'utf8'));
    let place = file;
    for (const step of path.slice(0, -1)) place = place[step];
    place[path.at(-1) as string] = value;
    await writeFile(join(folder, name), JSON.stringify(file));
    const { code, lines } = await run(folder);
    expect(code).toBe(1);
    expect(lines.slice(0, -1)).toEqual([expect.stringContaining(`expected ${JSON.stringify(value)}, found `)]);
    expect(lines.at(-1)).toMatch(/ passed, 1 failed$/);
  });

  it('takes one folder, and checks nothing when it is given two', async () => {
    const { code, lines } = await run(OWN, 'more');
    expect(lines).toEqual(['"more" is one folder too many. Check them one after the other: npm run vectors -- FOLDER']);
    expect(code).toBe(2);
  });

  it('fails on a file of another schema, on one that is no JSON, and on a case it does not know', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'a.json'), JSON.stringify({ schema: 'other/1', cases: [] }));
    await writeFile(join(folder, 'b.json'), '{');
    const file = JSON.parse(await readFile(join(OWN, 'annualise.json'), 'utf8'));
    await writeFile(join(folder, 'c.json'), JSON.stringify({ ...file, cases: [{ name: 'new', input: {} }] }));
    const { code, lines } = await run(folder);
    expect([code, lines.at(-1)]).toEqual([1, '0 passed, 3 failed']);
    expect(lines.slice(0, -1)).toEqual([
      'a: is no file of the schema ibkr-report-vectors/1: it says other/1',
      expect.stringMatching(/^b: can't be read as JSON \(.+\)$/),
      'c, case 1: is of a sort that is not known',
    ]);
  });

  it('fails on a folder with nothing to check, and says which folder can not be read', async () => {
    const empty = await emptyFolder();
    const none = [`${empty} holds no vector file (*.json)`, '0 passed, 0 failed'];
    expect(await run(empty)).toEqual({ code: 1, lines: none });
    const { code, lines } = await run(join('no', 'such', 'folder'));
    expect(code).toBe(2);
    expect(lines.join()).toContain('npm run vectors');
  });

  it('reads only the JSON files of a folder', async () => {
    const folder = await emptyFolder();
    await cp(join(OWN, 'annualise.json'), join(folder, 'annualise.json'));
    await writeFile(join(folder, 'NOTES.md'), 'words');
    expect(await run(folder)).toEqual({ code: 0, lines: ['1 passed, 0 failed'] });
  });
});
