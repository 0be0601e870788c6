import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawFolder } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import { REQUIRED_SECTIONS } from '#sources/flex/query-sections';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import type { FakeAccount } from '#test/support/fake-account';
import { ACCEPTED, refusedWith, scriptedFlex } from '#test/support/flex-service';

const TOKEN = '731900482615377294810365';
const ACCOUNT = 'U8675309';

/** A statement of one day, with every section and field of the table but those that are left out. */
function statement(
  without: { readonly section?: string; readonly field?: string; readonly day?: string; readonly count?: number } = {},
): string {
  const day = without.day ?? '20261120';
  const attribute = (name: string, row: string): string => {
    const values: Readonly<Record<string, string>> = {
      accountId: ACCOUNT,
      currency: 'USD',
      levelOfDetail: row === 'OpenPosition' ? 'SUMMARY' : row === 'CashTransaction' ? 'DETAIL' : 'EXECUTION',
    };
    return `${name}="${values[name] ?? '1'}"`;
  };
  const sections = REQUIRED_SECTIONS.filter(({ section }) => section !== without.section).map(
    ({ xml, row, fields }) => {
      const names = fields.map((field) => field.xml).filter((name) => name !== without.field);
      const text = [...new Set(names)].map((name) => attribute(name, row)).join(' ');
      if (xml === row) return `<${row} ${text}/>`;
      const base = row === 'CashReportCurrency' ? `<${row} ${text.replace('"USD"', '"BASE_SUMMARY"')}/>` : '';
      return `<${xml}><${row} ${text.replace('EXECUTION', levelOf(row))}/>${base}</${xml}>`;
    },
  );
  return `<FlexQueryResponse queryName="Daybook" type="AF"><FlexStatements count="1"><FlexStatement accountId="${ACCOUNT}" fromDate="${day}" toDate="${day}" period="" whenGenerated="20261121;054501">${sections.join('')}<ConversionRates><ConversionRate reportDate="${day}" fromCurrency="EUR" toCurrency="USD" rate="1.1"/></ConversionRates></FlexStatement></FlexStatements></FlexQueryResponse>`;
}

const levelOf = (row: string): string =>
  row === 'CorporateAction'
    ? 'DETAIL'
    : row === 'Transfer'
      ? 'TRANSFER'
      : row === 'FxTransaction'
        ? 'TRANSACTION'
        : 'EXECUTION';

describe('of a file', () => {
  let terminal: Terminal;
  beforeEach(async () => {
    terminal = await openTerminal();
  });
  afterEach(() => terminal.leave());

  const check = async (text: string, ...words: readonly string[]): Promise<Outcome> => {
    await writeFile(join(terminal.folder, 'statement.xml'), text);
    return terminal.type('flex', 'check', '--file', 'statement.xml', ...words);
  };

  it('says that nothing is missing, and names what is there without the account', async () => {
    const outcome = await check(statement());
    expect(outcome.stdout).toMatch(/^Statement: statement\.xml\nHolds: 1 account, 20 Nov 2026\n/);
    expect(outcome.stdout).toContain('✓ Open Positions');
    expect(outcome.stdout).toContain('Nothing is missing.');
    expect(outcome.stdout).not.toContain(ACCOUNT);
    expect(outcome.code).toBe(0);
  });

  it('names a section that is missing, what that costs, and what to tick, by its exit code too', async () => {
    const outcome = await check(statement({ section: 'Trades' }));
    expect(outcome.stdout).toMatch(
      /✗ The section "Trades" is not in the statement\.\n {2}\S.*\n {2}→ Add the section "Trades"/,
    );
    expect(outcome.stdout).toMatch(/1 thing is missing that the report needs/);
    expect(outcome.code).toBe(11);
  });

  it('gathers the fields that one visit to a section mends', async () => {
    const text = statement().replaceAll(/ (?:markPrice|costBasisMoney)="1"/g, '');
    const { stdout } = await check(text);
    expect(stdout).toMatch(/✗ 2 fields of "Open Positions" are not in the statement:\n {4}Mark Price \(markPrice\): /);
    expect(stdout).toMatch(/→ Tick in the section "Open Positions": "Mark Price", "Cost Basis Money"\./);
  });

  it('gives the same as JSON', async () => {
    const { stdout } = await check(statement({ section: 'Trades' }), '--json');
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({ accounts: 1, days: { from: '2026-11-20', to: '2026-11-20' } });
    expect(told.findings[0]).toMatchObject({ weight: 'needed', kind: 'section', section: 'Trades' });
  });

  it.each([
    ['an answer of the service in its place', refusedWith('1019'), /service's own word and no statement/, 9],
    ['a statement that is cut off', statement().slice(0, 400), /ends in the middle/, 9],
    ['something else', 'hello', /The Flex answer /, 9],
  ])('tells %s from a statement', async (_what, text, words, code) => {
    const outcome = await check(text);
    expect(outcome.stderr).toMatch(words);
    expect(outcome.stdout).toBe('');
    expect(outcome.code).toBe(code);
  });

  it('says when there is no such file', async () => {
    const outcome = await terminal.type('flex', 'check', '--file', 'none.xml');
    expect(outcome.stderr).toMatch(/--file none\.xml can't be read: ENOENT.*\nNothing was begun\. Give the path of/);
    expect(outcome.code).toBe(2);
  });

  it('lets no text of a statement move the cursor or hide', async () => {
    const { stdout } = await check(
      statement().replace('<OpenPositions>', '<Zz\u200e\u202e><A b="1"/></Zz\u200e\u202e><OpenPositions>'),
    );
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });
});

describe('of the archive in a folder', () => {
  let terminal: Terminal;
  afterEach(() => terminal.leave());

  const keep = async (day: string, name: string, text: string): Promise<void> => {
    const key = `${rawFolder('login', { kind: 'final', marketDate: calendarDate(day) })}${name}`;
    const path = join(terminal.folder, 'daybook-archive', key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };

  it('takes the newest that is kept, also of a month before', async () => {
    terminal = await openTerminal();
    await keep('2026-09-30', '20261001T094500Z-flex-1.xml', statement({ day: '20260930' }));
    await keep('2026-10-05', '20261006T094500Z-flex-1.xml', statement({ day: '20261002' }));
    await keep('2026-10-05', '20261006T113000Z-flex-2.xml', statement({ day: '20261005' }));
    await keep('2026-10-05', '20261006T113000Z-positions-1.json', '[]');
    const { stdout, code } = await terminal.type('flex', 'check');
    expect(stdout).toMatch(/^Statement: .*20261006T113000Z-flex-2\.xml\nHolds: 1 account, 5 Oct 2026\n/);
    expect(code).toBe(0);
  });

  it('asks the service when none is kept, with the token of the environment, and keeps nothing', async () => {
    const flex = scriptedFlex((asked) => (asked.startsWith('Send') ? ACCEPTED : statement()));
    terminal = await openTerminal({ connectFlex: flex.connect, flexToken: TOKEN });
    await writeFile(join(terminal.folder, 'daybook.json'), '{"flex":{"query":"1234567"}}');
    const { stdout, stderr, code } = await terminal.type('flex', 'check');
    expect(flex.asked).toEqual(['SendRequest q=1234567 fd=20261022 td=20261120', 'GetStatement q=4815162342']);
    expect(flex.tokens).toEqual([TOKEN, TOKEN]);
    expect(stdout).toContain('Statement: asked for now, not kept\n');
    expect(`${stdout}${stderr}`).not.toContain(TOKEN);
    expect(code).toBe(0);
    expect(flex.open()).toBe(0);
    expect(await terminal.type('archive', 'list')).toMatchObject({ code: 8 });
  });

  it('names the days that an answer left out', async () => {
    const flex = scriptedFlex((asked) => (asked.startsWith('Send') ? ACCEPTED : statement({ day: '20261119' })));
    terminal = await openTerminal({ connectFlex: flex.connect, hidden: [TOKEN] });
    await writeFile(join(terminal.folder, 'daybook.json'), '{"flex":{"query":"1234567"}}');
    const { stdout, code } = await terminal.type('flex', 'check', '--ask');
    expect(stdout).toContain('✗ The statement holds 2026-11-19, and 2026-11-20 was asked for.');
    expect(code).toBe(11);
  });

  it('asks for the day alone when the service has no month', async () => {
    const flex = scriptedFlex((asked) => {
      if (!asked.startsWith('Send')) return statement();
      return asked.includes('fd=20261120') ? ACCEPTED : refusedWith('1003');
    });
    terminal = await openTerminal({ connectFlex: flex.connect, flexToken: TOKEN });
    await writeFile(join(terminal.folder, 'daybook.json'), '{"flex":{"query":"1234567"}}');
    expect((await terminal.type('flex', 'check')).code).toBe(0);
    expect(flex.asked[1]).toBe('SendRequest q=1234567 fd=20261120 td=20261120');
  });

  it.each([
    ['1012', 4],
    ['1014', 5],
    ['1003', 7],
    ['1018', 7],
    ['4711', 9],
  ])('ends with a refusal %s by its sort', async (code, exit) => {
    const flex = scriptedFlex(() => refusedWith(code));
    terminal = await openTerminal({ connectFlex: flex.connect, flexToken: TOKEN });
    await writeFile(join(terminal.folder, 'daybook.json'), '{"flex":{"query":"1234567"}}');
    const outcome = await terminal.type('flex', 'check');
    expect(outcome.stderr).toContain(`(${code})`);
    expect(outcome.code).toBe(exit);
  });

  it('says how a token or a query is given', async () => {
    terminal = await openTerminal();
    expect((await terminal.type('flex', 'check')).stderr).toMatch(
      /no statement is kept, and the settings name no Flex query/,
    );
    await writeFile(join(terminal.folder, 'daybook.json'), '{"flex":{"query":"1234567"}}');
    const outcome = await terminal.type('flex', 'check');
    expect(outcome.stderr).toMatch(/No token .*\n.*set DAYBOOK_FLEX_TOKEN/);
    expect(outcome.code).toBe(4);
  });
});

describe('of the deployed Daybook', () => {
  let terminal: Terminal;
  let account: FakeAccount;
  afterEach(() => terminal.leave());

  it('reads the newest statement of the bucket', async () => {
    ({ terminal, account } = await deployedTerminal());
    const run = { kind: 'final', marketDate: calendarDate('2026-11-20') } as const;
    await account.bucket.put(`${rawFolder('login', run)}20261121T104501Z-flex-1.xml`, statement({ section: 'Trades' }));
    const { stdout, code } = await terminal.type('flex', 'check');
    expect(stdout).toContain('The section "Trades" is not in the statement');
    expect(code).toBe(11);
  });

  it('asks with the token that is kept, when no statement is', async () => {
    const flex = scriptedFlex((asked) => (asked.startsWith('Send') ? ACCEPTED : statement()));
    const settings = { flex: { query: '1234567' } };
    ({ terminal, account } = await deployedTerminal({ connectFlex: flex.connect, settings }));
    const missing = await terminal.type('flex', 'check');
    expect(missing.stderr).toMatch(/There is none under \/daybook\/Daybook\/flex-token/);
    expect(missing.code).toBe(4);
    account.secrets.set('/daybook/Daybook/flex-token', JSON.stringify({ token: TOKEN, expires: '2027-06-01' }));
    expect((await terminal.type('flex', 'check')).code).toBe(0);
    expect(new Set(flex.tokens)).toEqual(new Set([TOKEN]));
    expect(await account.bucket.list('')).toEqual([]);
  });
});

it.each([
  [['flex'], 'say token, check or backfill'],
  [['flex', 'tokens'], '"tokens" is not one of token, check, backfill'],
  [['flex', 'check', '--forget'], '--forget does not belong to check'],
  [['flex', 'check', '--file', 'a', '--ask'], '--file and --ask exclude each other'],
  [['flex', 'check', '--out', 'a', '--profile', 'b'], '--profile is for a bucket'],
])('refuses %j before anything is asked', async (words, says) => {
  const terminal = await openTerminal();
  const outcome = await terminal.type(...words);
  await terminal.leave();
  expect(outcome.stderr).toContain(says);
  expect(outcome.code).toBe(2);
});
