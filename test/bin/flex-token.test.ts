import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FLEX_KEY } from '#archive/keys';
import { CloudDenied } from '#owner/cloud-error';
import { GatewayUnreachable } from '#sources/http/errors';
import type { Outcome, Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import type { FakeAccount } from '#test/support/fake-account';
import { ACCEPTED, type FlexAnswer, refusedWith, type ScriptedFlex, scriptedFlex } from '#test/support/flex-service';

const TOKEN = '731900482615377294810365';
const PARAMETER = '/daybook/Daybook/flex-token';
const UNTIL = '2027-11-20';

let terminal: Terminal;
let account: FakeAccount;
let flex: ScriptedFlex;
let says: FlexAnswer;

/** A terminal whose person types these; the clock stands at 21 November 2026. */
async function open(options: Parameters<typeof deployedTerminal>[0] = {}): Promise<void> {
  await terminal?.leave();
  flex = scriptedFlex(() => says);
  ({ terminal, account } = await deployedTerminal({
    answer: UNTIL,
    hidden: [TOKEN],
    connectFlex: flex.connect,
    ...options,
    settings: { flex: { query: '1234567' }, ...options.settings },
  }));
}

beforeEach(async () => {
  says = ACCEPTED;
  await open();
});
afterEach(() => terminal.leave());

const state = async (): Promise<Record<string, unknown> | undefined> => {
  const body = await account.bucket.get(FLEX_KEY);
  return body && JSON.parse(Buffer.from(body).toString('utf8'));
};

/** Nothing a person or a log can see holds the token. */
async function expectSilent({ stdout, stderr }: Outcome): Promise<void> {
  const kept = await Promise.all(
    (await account.bucket.list('')).map(async (key) => `${key} ${await account.bucket.get(key)}`),
  );
  expect(`${stdout}${stderr}${kept.join()}`).not.toContain(TOKEN.slice(0, 10));
}

const token = (...words: readonly string[]): Promise<Outcome> => terminal.type('flex', 'token', ...words);

it('keeps a token that IBKR takes, encrypted, and its last day in the archive', async () => {
  const outcome = await token();
  expect(outcome.stdout).toBe(
    `The Flex token is kept, encrypted, as ${PARAMETER}. IBKR took it for the query 1234567.\nIt is good until 20 Nov 2027; you are told 30 days before.\n`,
  );
  expect(outcome.code).toBe(0);
  expect(Object.fromEntries(account.secrets)).toEqual({
    [PARAMETER]: JSON.stringify({ token: TOKEN, expires: UNTIL }),
  });
  expect(await state()).toEqual({ schema: 'daybook-flex/1', tokenExpires: UNTIL });
  expect(flex.asked).toEqual(['SendRequest q=1234567']);
  expect(flex.tokens).toEqual([TOKEN]);
  expect(flex.open()).toBe(0);
  await expectSilent(outcome);
});

it('says nothing of the token in JSON either', async () => {
  const outcome = await token('--json');
  expect(JSON.parse(outcome.stdout)).toEqual({ kept: true, parameter: PARAMETER, expires: UNTIL, trial: 'taken' });
  await expectSilent(outcome);
});

it('takes it from the standard input, with its last day beside', async () => {
  await open({ hidden: [], piped: `${TOKEN}\n` });
  expect((await token('--stdin', '--expires', '2027-01-31')).code).toBe(0);
  expect(account.secrets.get(PARAMETER)).toBe(JSON.stringify({ token: TOKEN, expires: '2027-01-31' }));
});

it('takes away a standing refusal of the token, and leaves what else is known', async () => {
  const refused = { code: '1012', message: 'm', nextStep: 'n', since: 's', at: 'a' };
  const last = { marketDate: '2026-11-19', at: '2026-11-20T10:45:00.000Z' };
  await account.bucket.put(FLEX_KEY, JSON.stringify({ schema: 'daybook-flex/1', refused, last }));
  await token();
  expect(await state()).toEqual({ schema: 'daybook-flex/1', last, tokenExpires: UNTIL });
});

it('warns of a token that ends within 30 days', async () => {
  const { stderr, code } = await token('--expires', '2026-11-30');
  expect(stderr).toContain('This token ends in 9 days, and you will be told so at once.');
  expect(code).toBe(0);
});

it.each([
  ['1012', /has expired \(1012\)/],
  ['1013', /bound to another network address \(1013\)/],
  ['1015', /does not know the Flex token \(1015\)/],
  ['1011', /not active for this account \(1011\)/],
  ['1020', /could not make sense of the Flex request \(1020\)/],
])('keeps nothing when IBKR refuses the token with %s, and says why', async (code, words) => {
  says = refusedWith(code);
  const outcome = await token();
  expect(outcome.stdout).toMatch(/^IBKR does not take this token\. Nothing was kept/);
  expect(outcome.stdout).toMatch(words);
  expect(outcome.stdout).toMatch(/→ \S/);
  expect(outcome.code).toBe(4);
  expect(account.secrets.size).toBe(0);
  expect(await state()).toBeUndefined();
  await expectSilent(outcome);
});

it.each(['1010', '1014', '1016'])(
  'keeps the token when IBKR refuses only the query (%s), and says what to mend',
  async (code) => {
    says = refusedWith(code);
    const outcome = await token();
    expect(outcome.stdout).toMatch(/IBKR refuses the query 1234567, not the token:\n.*\n→ /);
    expect(outcome.code).toBe(11);
    expect(account.secrets.size).toBe(1);
  },
);

it.each(['1018', '1019', '1001', '1003', '1025', '4711'])(
  'keeps the token when IBKR says nothing against it (%s)',
  async (code) => {
    says = refusedWith(code);
    const outcome = await token();
    expect(outcome.stdout).toContain('IBKR did not say yet whether it takes it:');
    expect(outcome.code).toBe(0);
    expect(flex.asked).toHaveLength(1);
  },
);

it('keeps nothing when the service can not be reached, and says how to keep it all the same', async () => {
  says = new GatewayUnreachable('It refuses.', 'Look.', false);
  const outcome = await token('--debug');
  expect(outcome.stderr).toMatch(/The Flex Web Service .*\nNothing was kept\. .*--no-try/);
  expect(outcome.code).toBe(3);
  expect(account.secrets.size).toBe(0);
  await expectSilent(outcome);
});

it('asks nobody with --no-try, also without a query in the settings', async () => {
  await open({ settings: { flex: undefined } });
  const outcome = await token('--no-try');
  expect(outcome.stdout).toContain('It was not tried');
  expect(outcome.code).toBe(0);
  expect(flex.asked).toEqual([]);
  expect(account.secrets.size).toBe(1);
});

it('tells a right that is missing, without the token', async () => {
  account.refusals.set('putSecret', new CloudDenied('ssm:PutParameter'));
  const outcome = await token('--debug');
  expect(outcome.stderr).toContain('no right to ssm:PutParameter');
  expect(outcome.code).toBe(10);
  expect(await state()).toBeUndefined();
  await expectSilent(outcome);
});

it('asks again after a slip, and never repeats what was typed', async () => {
  await open({ hidden: ['123', 'not a token at all', TOKEN] });
  const outcome = await token();
  expect(outcome.stderr).toContain('The token is too short');
  expect(outcome.stderr).toContain('The token has a blank');
  expect(outcome.stderr).not.toContain('not a token');
  expect(outcome.code).toBe(0);
});

it('forgets the token and what is known of it', async () => {
  await token();
  const outcome = await token('--forget');
  expect(outcome.stdout).toMatch(/is removed\.\n.*end it in Client Portal/);
  expect(account.secrets.size).toBe(0);
  expect(await state()).toEqual({ schema: 'daybook-flex/1' });
  expect((await token('--forget')).stdout).toBe(`There was no token under ${PARAMETER}.\n`);
});

describe('begins nothing', () => {
  it('without anybody at the terminal', async () => {
    await open({ hidden: [] });
    const outcome = await token();
    expect(outcome.stderr).toMatch(
      /Nothing was kept\.\nType them at a terminal, or hand the token over: .*--stdin --expires/,
    );
    expect(outcome.code).toBe(2);
  });

  it('when the standard input holds no token', async () => {
    await open({ piped: `token=${TOKEN}\n` });
    const outcome = await token('--stdin', '--expires', UNTIL);
    expect(outcome.stderr).toContain('the token on the standard input has other characters than digits and letters');
    expect(outcome.code).toBe(2);
    await expectSilent(outcome);
  });

  it.each([
    ['--expires 2026-11-20', '--expires 2026-11-20 is over'],
    ['--expires 2027-11-23', '--expires 2027-11-23 is more than a year away'],
    ['--expires tomorrow', '--expires tomorrow is not a day of the form YYYY-MM-DD'],
    ['--stdin', '--stdin needs the last day of the token'],
    ['--forget --no-try', '--forget and --no-try exclude each other'],
    ['12345678901234567890', 'is one word too many'],
  ])('with %s', async (words, says) => {
    const outcome = await token(...words.split(' '));
    expect(outcome.stderr).toContain(says);
    expect(outcome.code).toBe(2);
    expect(account.secrets.size).toBe(0);
  });

  it('without a query to try it with', async () => {
    await open({ settings: { flex: undefined } });
    const outcome = await token();
    expect(outcome.stderr).toContain('the settings name no Flex query');
    expect(outcome.code).toBe(2);
  });
});
