import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';

const CLOSES = 'Date,Close\n2026-11-18,100\n2026-11-19,101\n2026-11-20,102\n';
let terminal: Terminal;

beforeEach(async () => {
  terminal = await openTerminal();
});
afterEach(() => terminal.leave());

const write = (name: string, text: string) => writeFile(join(terminal.folder, name), text);
const settings = (benchmark: object) =>
  write('daybook.json', JSON.stringify({ report: { benchmark: { kind: 'price', currency: 'USD', ...benchmark } } }));

describe('daybook benchmark', () => {
  it('keeps a file under the name of the settings, lists it, and takes it off the list', async () => {
    await settings({ name: 'World index' });
    await write('closes.csv', CLOSES);
    const put = await terminal.type('benchmark', 'put', 'closes.csv');
    expect(put).toMatchObject({ code: 0, stderr: '' });
    expect(put.stdout).toMatch(
      /^World index is kept: 3 closes, 2026-11-18 to 2026-11-20, in the folder .*daybook-archive\.\n$/,
    );
    expect((await terminal.type('benchmark', 'put', 'closes.csv')).stdout).toContain('was there already');
    expect((await terminal.type('benchmark', 'list')).stdout).toBe(
      'World index (in use)  2026-11-18 to 2026-11-20  3 closes\n',
    );
    expect(JSON.parse((await terminal.type('benchmark', 'list', '--json')).stdout)).toMatchObject([{ closes: 3 }]);
    expect((await terminal.type('benchmark', 'remove')).code).toBe(0);
    expect((await terminal.type('benchmark', 'list')).stdout).toContain(
      'The settings name "World index", and it is not there',
    );
    expect((await terminal.type('benchmark', 'remove')).code).toBe(8);
    expect(await readdir(join(terminal.folder, 'daybook-archive', 'benchmark'))).toHaveLength(2);
  });

  it('takes the file of the settings, and a name of its own from the flag or the file', async () => {
    await settings({ name: 'World index', file: 'closes.csv' });
    await write('closes.csv', CLOSES);
    expect((await terminal.type('benchmark', 'put')).stdout).toContain('World index is kept');
    const other = await terminal.type('benchmark', 'put', '--name', 'Other');
    expect(other.stdout).toContain('Other is kept');
    expect(other.stdout).toContain('set report.benchmark.name');
    await write('daybook.json', '{}');
    expect((await terminal.type('benchmark', 'put', 'closes.csv')).stdout).toContain('closes is kept');
  });

  it('keeps no file that can not be read, and names each bad line', async () => {
    await write('closes.csv', 'Date;Close\n2026-11-19;5123,4\n2026-11-20;0\n');
    const { code, stderr, stdout } = await terminal.type('benchmark', 'put', 'closes.csv');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(
      '  - line 2 has the close "5123,4" with a decimal comma: write it with a point\n  - line 3 ',
    );
    expect((await terminal.type('benchmark', 'list')).stdout).toContain('holds no benchmark');
    const gone = await terminal.type('benchmark', 'put', 'nothing.csv');
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining("can't be opened")]);
  });

  it('names all that is wrong with the words given, and begins nothing', async () => {
    const { code, stderr } = await terminal.type('benchmark', 'list', 'x', '--kind', 'total', '--name', 'y');
    expect(code).toBe(2);
    for (const part of [
      '"x" is one word too many',
      '--name belongs to put',
      '--kind belongs to put',
      '--kind total is not',
    ]) {
      expect(stderr).toContain(part);
    }
    const long = await terminal.type('benchmark', 'put', 'closes.csv', '--name', 'x'.repeat(25));
    expect(long.stderr).toContain('should be at most 24 characters');
    expect((await terminal.type('benchmark', 'put')).stderr).toContain('name the file');
    expect((await terminal.type('benchmark')).stderr).toContain('say put, list or remove');
  });

  it('sends the file to the bucket of the deployed stack, as it is', async () => {
    const { terminal: deployed, account } = await deployedTerminal();
    try {
      await writeFile(join(deployed.folder, 'closes.csv'), CLOSES);
      const put = await deployed.type('benchmark', 'put', 'closes.csv', '--name', 'Index');
      expect(put).toMatchObject({ code: 0, stderr: '' });
      const [file = ''] = (await account.bucket.list('benchmark/')).filter((key) => key.endsWith('.csv'));
      expect(Buffer.from((await account.bucket.get(file)) ?? []).toString()).toBe(CLOSES);
      expect((await deployed.type('benchmark', 'list')).stdout).toContain('Index  2026-11-18');
    } finally {
      await deployed.leave();
    }
  });
});

describe('the demo', () => {
  it('compares its account with an index of the same market, and a rebuild of it does the same', async () => {
    const made = await terminal.type('demo', '--date', '2026-11-20', '--sources', 'gateway', '--quiet', '--json');
    expect(made.code).toBe(0);
    expect((await terminal.type('benchmark', 'list', '--out', 'daybook-demo')).stdout).toMatch(
      /^Market index TR {2}\d{4}-11-\d\d to 2026-11-20 /,
    );
    const again = await terminal.type('publish', '--out', 'daybook-demo', '--quiet', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ accounts: [{ revision: 1, status: 'unchanged' }] });
    expect((await terminal.type('archive', 'verify', '--out', 'daybook-demo', '--quiet')).code).toBe(0);
  });

  it('makes a new revision of the day once a close that it shows is another', async () => {
    await terminal.type('demo', '--date', '2026-11-20', '--sources', 'gateway', '--quiet');
    const publish = async () => {
      const { stdout } = await terminal.type('publish', '--out', 'daybook-demo', '--quiet', '--json');
      return JSON.parse(stdout).accounts[0].revision as number;
    };
    const put = (text: string) =>
      write('other.csv', text).then(() =>
        terminal.type('benchmark', 'put', 'other.csv', '--name', 'Market index TR', '--out', 'daybook-demo'),
      );
    expect((await put('Date,Close\n2026-11-19,100\n2026-11-20,101\n')).code).toBe(0);
    expect(await publish()).toBe(2);
    // A close after the day, and one before all that is compared: other bytes, the same figures.
    await put('Date,Close\n2012-01-03,7\n2026-11-19,100\n2026-11-20,101\n2026-11-23,5\n');
    expect(await publish()).toBe(2);
    const verified = await terminal.type('archive', 'verify', '--out', 'daybook-demo', '--quiet');
    expect(verified.code).toBe(0);
  });
});
