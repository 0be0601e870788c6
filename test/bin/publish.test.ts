import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTerminal, type Terminal } from '#test/support/command';

let terminal: Terminal;
let files: { page: string; workbook: string };

beforeEach(async () => {
  terminal = await openTerminal();
  const outcome = await terminal.type('demo', '--date', '2026-11-20', '--json');
  files = JSON.parse(outcome.stdout).accounts[0];
});
afterEach(() => terminal.leave());

const publish = () => terminal.type('publish', '--out', 'daybook-demo');

it('rebuilds every output from the archive and finds it identical', async () => {
  const outcome = await publish();
  expect(outcome.stdout).toMatch(/rebuilt, identical to what lies there/);
  expect(outcome.code).toBe(0);
});

it('puts back what is missing, the same to the byte', async () => {
  const before = [await readFile(files.page), await readFile(files.workbook)] as const;
  await rm(files.page);
  await rm(files.workbook);
  expect((await publish()).code).toBe(0);
  expect((await readFile(files.page)).equals(before[0])).toBe(true);
  expect((await readFile(files.workbook)).equals(before[1])).toBe(true);
});

it('names a file that somebody changed and leaves it', async () => {
  await writeFile(files.page, (await readFile(files.page, 'utf8')).replace('Daybook', 'Daybuch'));
  const outcome = await publish();
  expect(outcome.code).toBe(8);
  expect(outcome.stderr).toContain(files.page);
  expect(await readFile(files.page, 'utf8')).toContain('Daybuch');
});

it('makes a new revision when the owner gives the account another name, and keeps the old one', async () => {
  await writeFile(
    `${terminal.folder}/daybook.json`,
    JSON.stringify({ accounts: [{ id: 'U7315402', label: 'Pension' }] }),
  );
  const outcome = await publish();
  expect(outcome.stdout).toMatch(/Pension .*written as revision 2/);
  expect(await readFile(files.page, 'utf8')).not.toContain('Pension');
});

it('writes page and workbook without amounts when asked, and leaves the archive’s own as they are', async () => {
  const before = await readFile(files.page);
  const outcome = await terminal.type('publish', '--out', 'daybook-demo', '--discreet', '--json');
  expect(outcome.code).toBe(0);
  const [{ discreet, page }] = JSON.parse(outcome.stdout).accounts;
  expect(discreet.page).toMatch(/discreet\/\d{4}\/\d\d\/\d\d\/[0-9a-f]{12}-r1\/page\.html$/);
  const value = />([\d,]+\.\d\d)</.exec(String(await readFile(page)))?.[1] ?? expect.fail('no amount on the page');
  expect(String(await readFile(discreet.page))).not.toContain(value);
  expect((await readFile(discreet.workbook)).subarray(0, 2).toString()).toBe('PK');
  expect(await readFile(files.page)).toEqual(before);
});
