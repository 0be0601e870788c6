import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FLEX_KEY } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import { CloudDenied } from '#owner/cloud-error';
import { Interrupted } from '#owner/interrupted';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import { lifeXml } from '#test/support/flex-life';
import { ACCEPTED, refusedWith, type ScriptedFlex, scriptedFlex } from '#test/support/flex-service';

const TOKEN = '731900482615377294810365';
const ACCOUNT = 'U8675309';
const SETTINGS = JSON.stringify({ flex: { query: '1234567' } });

let terminal: Terminal;
afterEach(() => terminal.leave());

const days = (from: string, to: string) => ({ from: calendarDate(from), to: calendarDate(to) });

/** A service that tells the life of the account; `refuse` may say otherwise of some days. */
function service(refuse: (from: string, to: string) => string | undefined = () => undefined): ScriptedFlex {
  let wanted = days('2026-11-20', '2026-11-20');
  return scriptedFlex((asked) => {
    if (!asked.startsWith('SendRequest')) return lifeXml([ACCOUNT], wanted);
    const [, from = '', to = ''] = /fd=(\d+) td=(\d+)/.exec(asked) ?? [];
    wanted = days(from, to);
    const code = refuse(wanted.from, wanted.to);
    return code === undefined ? ACCEPTED : refusedWith(code);
  });
}

async function folder(options: Parameters<typeof openTerminal>[0] = {}, settings = SETTINGS): Promise<Terminal> {
  terminal = await openTerminal({ flexToken: TOKEN, ...options });
  await writeFile(join(terminal.folder, 'daybook.json'), settings);
  return terminal;
}

const backfill = (...words: readonly string[]): Promise<Outcome> => terminal.type('flex', 'backfill', ...words);
const requests = (flex: ScriptedFlex): string[] => flex.asked.filter((one) => one.startsWith('Send'));

describe('from the service', () => {
  it('fills a folder, tells what came, and asks for nothing twice', async () => {
    const flex = service();
    await folder({ connectFlex: flex.connect });
    const first = await backfill('--from', '2025-11-03');
    expect(first.stdout).toMatch(/✓ 1 Jan 2026 to 20 Nov 2026: 1 account, \d+ bookings/);
    expect(first.stdout).toMatch(/✓ 3 Nov 2025 to 31 Dec 2025: 1 account/);
    expect(first.stdout).toMatch(/All of it is there\.\n$/);
    expect(first.code).toBe(0);
    expect(new Set(flex.tokens)).toEqual(new Set([TOKEN]));
    expect(`${first.stdout}${first.stderr}`).not.toContain(TOKEN);
    expect(`${first.stdout}${first.stderr}`).not.toContain(ACCOUNT);
    expect(flex.open()).toBe(0);
    const before = flex.asked.length;
    const second = await backfill('--from', '2025-11-03');
    expect(flex.asked).toHaveLength(before);
    expect(second.stdout).toContain('· 1 Jan 2026 to 20 Nov 2026: told already, not asked again');
    expect(second.code).toBe(0);
    await backfill('--from', '2026-11-02', '--again');
    expect(requests(flex).at(-1)).toBe('SendRequest q=1234567 fd=20261102 td=20261120');
  });

  it('tells progress on standard error, and the same as JSON', async () => {
    const flex = service();
    await folder({ connectFlex: flex.connect });
    const outcome = await backfill('--from', '2026-11-02', '--to', '2026-11-06', '--json');
    expect(outcome.stderr).toContain('Asking for 2026-11-02 to 2026-11-06');
    const told = JSON.parse(outcome.stdout);
    expect(told.spans).toMatchObject([{ span: { from: '2026-11-02', to: '2026-11-06' }, accounts: 1 }]);
    expect(told.stopped).toBe(false);
  });

  it('goes on past days that IBKR has nothing of, and names them', async () => {
    const flex = service((from) => (from < '2026-01-01' ? '1003' : undefined));
    await folder({ connectFlex: flex.connect });
    const outcome = await backfill('--from', '2025-12-01');
    expect(outcome.stdout).toMatch(
      /✗ 1 Dec 2025 to 31 Dec 2025: IBKR has no Flex statement for these days \(1003\)\.\n {2}→ /,
    );
    expect(outcome.stdout).toMatch(/A part is missing/);
    expect(outcome.code).toBe(6);
  });

  it.each([
    ['1012', 4],
    ['1014', 5],
  ])('stops at once when the service refuses for good with %s', async (code, exit) => {
    const flex = service(() => code);
    await folder({ connectFlex: flex.connect });
    const outcome = await backfill('--from', '2020-01-01');
    expect(requests(flex)).toHaveLength(1);
    expect(outcome.stdout).toContain(`(${code})`);
    expect(outcome.stdout).toContain('Not asked to the end');
    expect(outcome.code).toBe(exit);
  });

  it('keeps what came when it is stopped by Ctrl-C, and goes on from there', async () => {
    const stop = new AbortController();
    const flex = service((from) => {
      if (from < '2026-01-01') stop.abort(new Interrupted());
      return undefined;
    });
    await folder({ connectFlex: flex.connect, interrupted: stop.signal });
    const outcome = await backfill('--from', '2025-11-03');
    expect(outcome.code).toBe(130);
    expect(outcome.stderr).toContain('What was collected is kept');
  });

  it('takes the token that the person types, when the environment has none', async () => {
    const flex = service();
    await folder({ connectFlex: flex.connect, flexToken: '', hidden: [TOKEN] });
    expect((await backfill('--from', '2026-11-19')).code).toBe(0);
    expect(flex.tokens[0]).toBe(TOKEN);
  });

  it('begins nothing without a token', async () => {
    await folder({ flexToken: '' });
    const outcome = await backfill('--from', '2026-11-19');
    expect(outcome.stderr).toContain('set DAYBOOK_FLEX_TOKEN');
    expect(outcome.code).toBe(4);
  });

  it('fills the bucket of the stack with the token that is kept there', async () => {
    const flex = service();
    const deployed = await deployedTerminal({ connectFlex: flex.connect, settings: { flex: { query: '1234567' } } });
    terminal = deployed.terminal;
    const { account } = deployed;
    account.secrets.set('/daybook/Daybook/flex-token', JSON.stringify({ token: TOKEN, expires: '2027-06-01' }));
    const outcome = await backfill('--from', '2026-11-16');
    expect(outcome.code).toBe(0);
    expect((await account.bucket.list('transactions/')).length).toBeGreaterThan(0);
    expect(JSON.parse(Buffer.from((await account.bucket.get(FLEX_KEY)) ?? '').toString()).last.marketDate).toBe(
      '2026-11-20',
    );
    account.refusals.set('getSecret', new CloudDenied('ssm:GetParameter'));
    expect((await backfill('--from', '2026-11-02')).stderr).toContain('no right to ssm:GetParameter');
  });
});

describe('from files', () => {
  it('needs neither token nor query, and takes the same file once', async () => {
    await folder({ flexToken: '' }, '{}');
    await writeFile(join(terminal.folder, '2025.xml'), lifeXml([ACCOUNT], days('2025-01-01', '2025-12-31')));
    const first = await backfill('--file', '2025.xml');
    expect(first.stdout).toMatch(/^✓ 2025\.xml: 1 account, \d+ bookings/);
    expect(first.code).toBe(0);
    const second = await backfill('--file', '2025.xml');
    expect(second.stdout).toBe(first.stdout);
  });

  it('says of one that ends on a closed day that it makes no report, and why publish has none then', async () => {
    await folder({ flexToken: '' }, '{}');
    const file = join(terminal.folder, 'week.xml');
    await writeFile(file, lifeXml([ACCOUNT], days('2026-11-09', '2026-11-15')));
    const outcome = await backfill('--file', 'week.xml');
    expect(outcome.stdout).toMatch(/– It ends on .*15 Nov 2026, a day without trading, and so holds no close\./);
    expect(outcome.code).toBe(0);
    const published = await terminal.type('publish');
    expect(published.stderr).toMatch(/holds no Snapshot\.\nIt has statements; a report is made only of one that ends/);
    expect((await terminal.type('archive', 'rebuild')).stderr).toMatch(/It has statements; /);
    await writeFile(file, lifeXml([ACCOUNT], days('2026-11-09', '2026-11-15'), { byDay: true }));
    expect((await backfill('--file', 'week.xml')).stdout).not.toContain('no close');
    expect((await terminal.type('publish')).code).toBe(0);
  });

  it('names a file that is no statement, and takes the others', async () => {
    await folder({ flexToken: '' }, '{}');
    await writeFile(join(terminal.folder, 'a.xml'), refusedWith('1019'));
    await writeFile(join(terminal.folder, 'b.xml'), lifeXml([ACCOUNT], days('2026-11-16', '2026-11-20')));
    const outcome = await backfill('--file', 'a.xml', '--file', 'b.xml');
    expect(outcome.stdout).toMatch(/✓ b\.xml: 1 account/);
    expect(outcome.stdout).toMatch(/✗ a\.xml: The Flex answer is the service's own word/);
    expect(outcome.code).toBe(6);
  });

  it('says which file is not there, before anything is begun', async () => {
    await folder({ flexToken: '' }, '{}');
    await mkdir(join(terminal.folder, 'folder.xml'));
    const outcome = await backfill('--file', 'none.xml', '--file', 'folder.xml');
    expect(outcome.stderr).toMatch(/--file none\.xml can't be read: ENOENT/);
    expect(outcome.stderr).toMatch(/--file folder\.xml can't be read: EISDIR.*\nNothing was begun\. Give the paths of/);
    expect(outcome.code).toBe(2);
  });

  it('does not take accounts that the settings do not name, and says so without their number', async () => {
    await folder({ flexToken: '' }, JSON.stringify({ accounts: [{ id: 'U1000001' }] }));
    await writeFile(join(terminal.folder, 'b.xml'), lifeXml([ACCOUNT], days('2026-11-16', '2026-11-20')));
    const outcome = await backfill('--file', 'b.xml');
    expect(outcome.stdout).toMatch(/– Not taken, as the settings do not name them: \S*09/);
    expect(outcome.stdout).toMatch(/✗ In no statement: /);
    expect(outcome.stdout).not.toContain(ACCOUNT);
    expect(outcome.code).toBe(6);
  });
});

it.each([
  ['', 'say from which day on: --from YYYY-MM-DD'],
  ['--from 2026-11-20 --to 2026-11-19', '--from 2026-11-20 is after --to 2026-11-19'],
  [
    '--from 2026-11-02 --to 2026-11-23',
    '--to 2026-11-23 has no final statement yet: the newest day that has is 2026-11-20',
  ],
  ['--from 1999-01-01', '--from 1999-01-01 is more than 20 years ago'],
  ['--from gestern', '--from gestern is not a day'],
  ['--file a.xml --again', '--again goes only with --from'],
  ['--file a.xml --dates swiss', '--dates swiss is not one of day-first, month-first'],
  ['--from 2026-11-02 --stdin', '--stdin does not belong to backfill'],
])('refuses "%s" before anything is begun', async (words, says) => {
  await folder();
  const outcome = await backfill(...words.split(' ').filter(Boolean));
  expect(outcome.stderr).toContain(says);
  expect(outcome.code).toBe(2);
});

it('refuses to ask the service without a query', async () => {
  await folder({}, '{}');
  expect((await backfill('--from', '2026-11-02')).stderr).toContain('the settings name no Flex query');
});
