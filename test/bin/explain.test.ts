import { beforeAll, expect, it } from 'vitest';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';

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
  expect(stdout).toMatch(/summary: Result, day = .*USD/);
  expect(stdout).toContain('Formula: V₁ − V₀ − F');
  expect(stdout).toMatch(/raw\/.*all-periods.*\.json\n {4}\S+\.nav\[0\] = 366274/);
  expect(stdout).toContain('as in the report');
  expect(code).toBe(0);
});

it('lists the names of all figures, and says which there are when none is meant', async () => {
  expect((await explain('U…5402', '2026-11-20', '--list')).stdout).toMatch(/summary: Cash\n[\s\S]*holdings: /);
  const none = await explain('U…5402', '2026-11-20', 'no such thing');
  expect(none.stderr).toContain('No single figure is called');
  expect(none.code).toBe(2);
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
