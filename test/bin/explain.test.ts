import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';

let terminal: Terminal;
const explain = (...words: readonly string[]): Promise<Outcome> =>
  terminal.type('explain', ...words, '--out', 'daybook-demo');

beforeAll(async () => {
  terminal = await openTerminal();
  await terminal.type('demo', '--date', '2026-11-20', '--sources', 'gateway', '--quiet');
  return () => terminal.leave();
}, 120_000);

it('prints a figure with its formula, each input with answer and field, and that they give the figure', async () => {
  const { stdout, code } = await explain('U…5402', '2026-11-20', 'result, day');
  expect(stdout).toMatch(/summary\/Result-day = .*USD/);
  expect(stdout).toContain('Formula: V₁ − V₀ − F');
  expect(stdout).toMatch(/raw\/.*all-periods.*\.json\n {4}\S+\.nav\[0\] = 366274/);
  expect(stdout).toContain('as in the report');
  expect(code).toBe(0);
});

it('lists the names of all figures by block, row and column when none is asked for', async () => {
  const { stdout, code } = await explain('U…5402', '2026-11-20');
  expect(stdout).toMatch(/summary\/ROW {2}\(sheet “Summary”\)\n {2}ROW {5}Net-asset-value, /);
  expect(stdout).toMatch(/holdings\/ROW\/COLUMN[\s\S]*value/);
  expect(stdout.length).toBeLessThan(15_000);
  expect((await explain('U…5402', '2026-11-20', '--all')).stdout).toContain('  value/2026-11-20/drawdown\n');
  expect(code).toBe(0);
});

it.each([
  ['holdings/IVV/value', 'holdings/IVV/value = '],
  ['positions ivv VALUE', 'holdings/IVV/value = '],
  ['checks/Each-source-is-of-the-day/found', 'Counted in '],
  ['sharpe-ratio', 'risk/Sharpe-ratio = '],
])('finds %s', async (name, shown) => {
  const { stdout, code } = await explain('U…5402', '2026-11-20', name);
  expect(stdout).toContain(shown);
  expect(stdout).toContain('as in the report');
  expect(code).toBe(0);
});

it('names what comes near a misspelt name, and what an unclear one may mean', async () => {
  const misspelt = await explain('U…5402', '2026-11-20', 'shapre ratio');
  expect(misspelt.stderr).toMatch(/No figure is called “shapre ratio”[^\n]*\n {2}risk\/Sharpe-ratio\n/);
  expect(misspelt.code).toBe(2);
  const short = await explain('U…5402', '2026-11-20', 'shrape');
  expect(short.stderr).toMatch(/No figure is called “shrape”[^\n]*\n {2}risk\/Sharpe-ratio\n/);
  const unclear = await explain('U…5402', '2026-11-20', 'weight');
  expect(unclear.stderr).toMatch(/may be any of these[\s\S]*holdings\/IVV\/weight/);
  expect(unclear.code).toBe(2);
});

it('explains what a figure is made of in turn, down to the fields', async () => {
  const { stdout } = await explain('U…5402', '2026-11-20', 'holdings/IVV/value', '--deep');
  expect(stdout).toMatch(/a figure of the report: holdings\/IVV\/value-local/);
  expect(stdout).toMatch(/\nholdings\/IVV\/value-local = [\s\S]*raw\/.*\.json\n {4}\S*mktValue = /);
});

it('says which revisions there are when the one asked for is not among them, and that a day has none', async () => {
  const revision = await explain('U…5402', '2026-11-20', 'cash', '--revision', '7');
  expect(revision.stderr).toContain('no such revision. There is: 1');
  expect(revision.code).toBe(8);
  const day = await explain('U…5402', '2026-11-18', 'cash');
  expect(day.stderr).toContain('no report of that day');
  expect(day.code).toBe(8);
});

it('says of a missing figure why, and names no field for it', async () => {
  const { stdout, code } = await explain('U…5402', '2026-11-20', 'Your money’s return');
  expect(stdout).toContain('needs Flex statements');
  expect(stdout).not.toContain('raw/');
  expect(code).toBe(0);
});

it('names the accounts of the day when the one asked for is not among them', async () => {
  const { stderr, code } = await explain('Somebody else', '2026-11-20', 'cash');
  expect(stderr).toMatch(/There is:\n {2}\S.*U…5402/);
  expect(code).toBe(8);
});

it('refuses words that do not fit together', async () => {
  const { stderr, code } = await explain('U…5402', 'yesterday');
  expect(stderr).toContain('"yesterday" is not a day');
  expect(code).toBe(2);
});

it('reads the bucket of the deployed stack, and names the answers as they lie there', async () => {
  const deployed = await deployedTerminal();
  try {
    const bucket = join(deployed.terminal.folder, 'bucket');
    await cp(join(terminal.folder, 'daybook-demo'), bucket, { recursive: true });
    const { stdout, code } = await deployed.terminal.type('explain', 'U…5402', '2026-11-20', 'holdings/IVV/quantity');
    expect(stdout).toMatch(
      /holdings\/IVV\/quantity = [\s\S]*raw\/\S*\.json\n {4}\S*position = [\s\S]*as in the report/,
    );
    expect(code).toBe(0);
  } finally {
    await deployed.terminal.leave();
  }
});
