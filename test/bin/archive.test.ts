import { cp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CloudDenied } from '#owner/cloud-error';
import { DEMO_ACCOUNT } from '#simulator/demo-scenario';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import type { FakeAccount } from '#test/support/fake-account';

let made: Terminal;
let terminal: Terminal;
let account: FakeAccount;

beforeAll(async () => {
  made = await openTerminal();
  await made.type('demo', '--date', '2026-11-20', '--sources', 'gateway', '--quiet');
  return () => made.leave();
});
beforeEach(async () => {
  ({ terminal, account } = await deployedTerminal());
});
afterEach(() => terminal.leave());

const bucket = (): string => join(terminal.folder, 'bucket');
const fill = (): Promise<void> => cp(join(made.folder, 'daybook-demo'), bucket(), { recursive: true });
const archive = (...words: readonly string[]): Promise<Outcome> => terminal.type('archive', ...words);

/** Paths of the bucket's files that end so. */
async function files(ending: string): Promise<string[]> {
  const entries = await readdir(bucket(), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.filter((path) => path.endsWith(ending)).sort();
}
async function contents(): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const path of await files('')) all.set(path, (await readFile(path)).toString('base64'));
  return all;
}

describe('daybook archive list', () => {
  it('names each day with its accounts, and the runs that are not done', async () => {
    await fill();
    const run = { kind: 'final', marketDate: '2026-11-19' };
    const state = { schema: 'daybook-run/1', run, state: 'failed', since: '', at: '', tries: 1 };
    await account.bucket.put('state/runs/2026/11/19/final.json', JSON.stringify(state));
    const { stdout, code } = await archive('list');
    expect(stdout).toMatch(
      /^20 Nov 2026 {2}\S.* U…\d{4}; close snapshot of 1 account\n19 Nov 2026 {2}.*final run failed\n$/m,
    );
    expect(code).toBe(0);
  });

  it('says so of an empty archive', async () => {
    expect((await archive('list')).stdout).toMatch(/holds no day yet/);
  });

  it('gives plain JSON with --json', async () => {
    await fill();
    const days = JSON.parse((await archive('list', '--json')).stdout);
    expect(days[0]).toMatchObject({ date: '2026-11-20', reports: [{ revision: 1 }] });
  });
});

describe('daybook archive open', () => {
  it('brings the newest page out of the bucket and shows it', async () => {
    await fill();
    const outcome = await archive('open');
    const [page = ''] = await files('page.html');
    expect(terminal.shown).toHaveLength(1);
    expect(await readFile(terminal.shown[0] ?? '')).toEqual(await readFile(page));
    expect(outcome.stdout.trim()).toBe(terminal.shown[0]);
    expect(outcome.code).toBe(0);
  });

  it('only says where it lies with --print', async () => {
    await fill();
    expect((await archive('open', '2026-11-20', '--print')).stdout).toMatch(
      /daybook-2026-11-20-[0-9a-f]{12}-r1\.html\n$/,
    );
    expect(terminal.shown).toEqual([]);
  });

  it('shows the first page of an archive on this machine, and of a bucket how to copy it for browsing', async () => {
    await archive('open', '--out', join(made.folder, 'daybook-demo'));
    expect(terminal.shown).toEqual([join(made.folder, 'daybook-demo', 'index.html')]);
    await fill();
    expect((await archive('open')).stderr).toMatch(/aws s3 sync .* --include "index\*" --include "reports\/\*"/);
    expect((await archive('open', '2026-11-20')).stderr).not.toContain('aws s3 sync');
  });

  it('shows the newest day of an archive on this machine that has no first page yet', async () => {
    await fill();
    await unlink(join(bucket(), 'index.html'));
    await archive('open', '--out', bucket());
    expect(terminal.shown[0]).toMatch(/reports\/2026\/11\/20\/[0-9a-f]{12}-r1\/page\.html$/);
  });

  it('shows the file itself of a day of an archive on this machine', async () => {
    await archive('open', '2026-11-20', '--out', join(made.folder, 'daybook-demo'));
    expect(terminal.shown[0]).toMatch(/daybook-demo\/reports\/2026\/11\/20\/[0-9a-f]{12}-r1\/page\.html$/);
  });

  it('takes the last revision, and no page of one that was never finished', async () => {
    await fill();
    const [page = ''] = await files('page.html');
    const [report = ''] = await files('report.json');
    await cp(join(page, '..'), join(page, '../..', `${page.split('/').at(-2)?.replace('-r1', '-r10')}`), {
      recursive: true,
    });
    await cp(join(page, '..'), join(page, '../..', `${page.split('/').at(-2)?.replace('-r1', '-r9')}`), {
      recursive: true,
    });
    await unlink(report.replace('-r1', '-r10'));
    expect((await archive('open', '--print')).stdout).toMatch(/-r9\.html\n$/);
  });

  it.each([
    [[], /holds no report\./],
    [['2026-11-18'], /holds no report of 2026-11-18/],
  ])('says when there is none: %j', async (words, text) => {
    if (words.length > 0) await fill();
    const outcome = await archive('open', ...words);
    expect(outcome.stderr).toMatch(text);
    expect(outcome.code).toBe(8);
  });
});

describe('daybook archive verify', () => {
  beforeEach(fill);
  const damage = async (path: string): Promise<void> => writeFile(path, `${await readFile(path, 'latin1')} `, 'latin1');

  it('finds a good archive good, and writes nothing into it', async () => {
    const before = await contents();
    const outcome = await archive('verify');
    expect(outcome.stdout).toMatch(
      /✓ Snapshots .*as written\n✓ Reports .*as written\n✓ Receipts .*as written\n✓ Pages .*as written\n$/,
    );
    expect(outcome.code).toBe(0);
    expect(await contents()).toEqual(before);
  });

  it.each([
    [
      'a Snapshot',
      () => files('.json').then((all) => all.filter((path) => path.includes('/snapshots/') && path.includes('final-'))),
      /✗ .*snapshots\/.* is damaged/,
    ],
    ['a page', () => files('page.html'), /✗ .*page\.html is damaged/],
    ['a workbook', () => files('workbook.xlsx'), /✗ .*workbook\.xlsx is damaged/],
    ['a report', () => files('report.json'), /✗ .*report\.json is not what its Snapshots give/],
  ])('finds %s that somebody changed, and leaves it', async (_what, find, text) => {
    const [path = ''] = await find();
    await damage(path);
    const before = await contents();
    const outcome = await archive('verify');
    expect(outcome.stdout).toMatch(text);
    expect(outcome.stdout).toMatch(/→ \S/);
    expect(outcome.code).toBe(8);
    expect(await contents()).toEqual(before);
  });

  it('finds a page that is gone', async () => {
    const [page = ''] = await files('page.html');
    await unlink(page);
    expect((await archive('verify')).stdout).toMatch(/lacks page\.html\n.*daybook archive rebuild --date 2026-11-20/);
  });

  it('finds a report whose Snapshot is gone', async () => {
    await rm(join(bucket(), 'snapshots'), { recursive: true });
    const outcome = await archive('verify');
    expect(outcome.stdout).toMatch(/has no Snapshot in the archive any more/);
    expect(outcome.code).toBe(8);
  });

  it('takes a revision that was never finished as no damage', async () => {
    const [report = ''] = await files('report.json');
    await unlink(report);
    await archive('index');
    const outcome = await archive('verify');
    expect(outcome.stdout).toMatch(/– .*was never finished/);
    expect(outcome.code).toBe(0);
  });

  it('does not build a report of another version again', async () => {
    const [report = ''] = await files('report.json');
    await writeFile(report, (await readFile(report, 'utf8')).replace(/"version":"[^"]*"/, '"version":"0.0.9"'));
    const outcome = await archive('verify');
    expect(outcome.stdout).toMatch(/– .*was made by version 0\.0\.9/);
    expect(outcome.code).toBe(0);
  });

  it('tells a mail that may have arrived from one whose first receipt is gone', async () => {
    const [after = ''] = await files('.after.json');
    await unlink(after);
    const unknown = await archive('verify');
    expect(unknown.stdout).toMatch(/– .*may have arrived/);
    expect(unknown.code).toBe(0);
    await writeFile(after.replace('.after', '.refused'), '{}');
    expect((await archive('verify')).stdout).not.toMatch(/may have arrived/);
    await unlink(after.replace('.after', '.before'));
    const broken = await archive('verify');
    expect(broken.stdout).toMatch(/✗ .*before\.json is missing/);
    expect(broken.code).toBe(8);
  });

  it('looks at one day alone when asked', async () => {
    const outcome = await archive('verify', '2026-11-18');
    expect(outcome.stderr).toMatch(/holds nothing of 2026-11-18/);
    expect(outcome.code).toBe(8);
  });
});

describe('daybook archive index', () => {
  it('makes the pages of an archive that has none, and they lead to what is there', async () => {
    await fill();
    const before = await contents();
    await rm(join(bucket(), 'index.html'));
    await rm(join(bucket(), 'index'), { recursive: true });
    await rm(join(bucket(), 'state', 'index'), { recursive: true });
    await rm(join(bucket(), 'state', 'index-days'), { recursive: true });
    expect((await archive('verify')).stdout).toMatch(/– .*index\.html does not lead to one report/);
    const outcome = await archive('index');
    expect(outcome.stdout).toMatch(/index\.html: the pages of 1 day are made again\.\n$/);
    expect(outcome.code).toBe(0);
    expect((await contents()).get(join(bucket(), 'index.html'))).toBe(before.get(join(bucket(), 'index.html')));
    expect((await archive('verify')).code).toBe(0);
  });

  it('is what verify asks for when a link leads nowhere', async () => {
    await fill();
    const [workbook = ''] = await files('workbook.xlsx');
    await unlink(workbook);
    const outcome = await archive('verify');
    expect(outcome.stdout).toMatch(/✗ .*index\.html leads to reports\/.*workbook\.xlsx, which is not there/);
    expect(outcome.code).toBe(8);
  });

  it('shows the new revision of a day that was rebuilt', async () => {
    await fill();
    const stack = { region: 'eu-central-2', notices: 'owner@example.com' };
    const accounts = [{ id: DEMO_ACCOUNT, label: 'Another name' }];
    await writeFile(join(terminal.folder, 'daybook.json'), JSON.stringify({ stack, accounts }));
    expect((await archive('rebuild')).stdout).toContain('written as revision 2');
    const page = await readFile(join(bucket(), 'index.html'), 'utf8');
    expect(page).toContain('Another name');
    expect(page).toContain('-r2/page.html');
    expect(page).not.toContain('-r1/page.html');
  });
});

describe('daybook archive rebuild', () => {
  it('puts back what is missing in the bucket, the same to the byte', async () => {
    await fill();
    const before = await contents();
    const [page = ''] = await files('page.html');
    await unlink(page);
    const outcome = await archive('rebuild', '--all', '--settings', 'plain.json').catch(() => undefined);
    expect(outcome?.code).toBe(2);
    await writeFile(
      join(terminal.folder, 'daybook.json'),
      JSON.stringify({ stack: { region: 'eu-central-2', notices: 'owner@example.com' } }),
    );
    const rebuilt = await archive('rebuild', '--all');
    expect(rebuilt.stdout).toMatch(/2026-11-20: rebuilt, identical to what lies there/);
    expect(rebuilt.code).toBe(0);
    expect(await contents()).toEqual(before);
  });

  it('says when there is nothing to rebuild from', async () => {
    const outcome = await archive('rebuild');
    expect(outcome.stderr).toMatch(/holds no Snapshot/);
    expect(outcome.stdout).toBe('');
    expect(outcome.code).toBe(8);
  });
});

it('says what AWS refuses', async () => {
  account.stack = new CloudDenied('cloudformation:DescribeStacks');
  const outcome = await archive('list');
  expect(outcome.stderr).toMatch(/no right to cloudformation:DescribeStacks/);
  expect(outcome.code).toBe(10);
});

it('refuses words that do not fit together', async () => {
  const outcome = await archive(
    'list',
    '2026-11-20',
    '--all',
    '--print',
    '--out',
    'x',
    '--profile',
    'home',
    '--region',
    'eu-west-1',
  );
  for (const words of [
    'list takes all days',
    '--all belongs to rebuild',
    '--print belongs to open',
    '--profile is for a bucket',
    '--region is for a bucket',
  ]) {
    expect(outcome.stderr).toContain(words);
  }
  expect((await archive()).stderr).toContain('say list, open, verify, rebuild or index');
  expect((await archive('open', '2026-02-30')).stderr).toContain('"2026-02-30" is not a day');
  expect((await archive('open', '2026-11-20', '--date', '2026-11-20')).stderr).toContain('the day is given twice');
});
