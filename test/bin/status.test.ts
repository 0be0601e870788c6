import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  accountKey,
  FLEX_KEY,
  INCIDENT_KEY,
  recipientKey,
  recipientStateKey,
  runKey,
  SESSION_KEY,
} from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import type { RunKind } from '#domain/snapshot';
import { CloudDenied } from '#owner/cloud-error';
import type { Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import { type FakeAccount, OUTPUTS_WITHOUT_GATEWAY, stackFacts } from '#test/support/fake-account';
import { HOSTILE } from '#test/support/hostile';

let terminal: Terminal;
let account: FakeAccount;
beforeEach(async () => {
  ({ terminal, account } = await deployedTerminal());
});
afterEach(() => terminal.leave());

async function putRun(day: string, kind: RunKind, state: string, more: object = {}): Promise<void> {
  const run = { kind, marketDate: calendarDate(day) };
  const at = `${day}T21:30:00.000Z`;
  const record = { schema: 'daybook-run/1', run, state, since: at, at, tries: 1, ...more };
  await account.bucket.put(runKey(run), JSON.stringify(record));
}
const status = async (...words: readonly string[]): Promise<string> => (await terminal.type('status', ...words)).stdout;

it('tells an archive without anything how to begin', async () => {
  const text = await status();
  expect(text).toContain('nothing was seen of the gateway yet');
  expect(text).toContain('No run has begun yet. Start one with "npx daybook run".');
});

it('tells the last runs, newest first, with state, reason and next step', async () => {
  await putRun('2026-11-19', 'final', 'done');
  await putRun('2026-11-20', 'close', 'partial');
  await putRun('2026-11-20', 'final', 'waiting', {
    tries: 3,
    why: { reason: 'needs-login', message: 'Nobody is logged in.', nextStep: 'Log in at the gateway.' },
  });
  const lines = (await status()).split('\n');
  const from = lines.indexOf('') + 1;
  expect(lines.slice(from).map((line) => line.trim())).toEqual([
    '20 Nov 2026  final  waiting, try 3, 20 Nov 2026 22:30 CET',
    'Nobody is logged in.',
    '→ Log in at the gateway.',
    '20 Nov 2026  close  done, with a part missing, 20 Nov 2026 22:30 CET',
    '19 Nov 2026  final  done, 19 Nov 2026 22:30 CET',
    '',
  ]);
});

it('tells as many runs as asked for', async () => {
  for (const day of ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19']) await putRun(day, 'final', 'done');
  expect((await status('--last', '2')).match(/final {2}done/g)).toHaveLength(2);
});

it('names a record that can not be read, and tells the others', async () => {
  await putRun('2026-11-19', 'final', 'done');
  await account.bucket.put('state/runs/2026/11/20/final.json', '{"sch');
  const text = await status();
  expect(text).toContain('has a record that can not be read');
  expect(text).toContain('final  done');
});

it('leaves what collect noted beside the records out', async () => {
  await account.bucket.put('state/runs/2026/11/20/final.collected.json', '{}');
  expect(await status()).toContain('No run has begun yet');
});

it.each([
  // Saturday morning: the final run of Friday is due; the next close is Monday's, its final run follows on Tuesday.
  [
    '2026-11-21T09:00:00Z',
    ['final run of 20 Nov 2026, due 21 Nov 2026 11:45 CET', 'close run of 23 Nov 2026, due 23 Nov 2026 22:30 CET'],
  ],
  // Over Thanksgiving, with its early close the day after, which the close run doesn't wait for beyond its hour.
  [
    '2026-11-26T15:00:00Z',
    ['close run of 27 Nov 2026, due 27 Nov 2026 22:30 CET', 'final run of 27 Nov 2026, due 28 Nov 2026 11:45 CET'],
  ],
  // In the hours before the close of a market day.
  [
    '2026-11-18T15:00:00Z',
    ['close run of 18 Nov 2026, due 18 Nov 2026 22:30 CET', 'final run of 18 Nov 2026, due 19 Nov 2026 11:45 CET'],
  ],
  // After the close, before the close run.
  [
    '2026-11-18T21:10:00Z',
    ['close run of 18 Nov 2026, due 18 Nov 2026 22:30 CET', 'final run of 18 Nov 2026, due 19 Nov 2026 11:45 CET'],
  ],
  // After the close run.
  [
    '2026-11-18T22:00:00Z',
    ['final run of 18 Nov 2026, due 19 Nov 2026 11:45 CET', 'close run of 19 Nov 2026, due 19 Nov 2026 22:30 CET'],
  ],
])('tells the next runs at %s', async (at, next) => {
  await terminal.leave();
  ({ terminal, account } = await deployedTerminal({ at: new Date(at) }));
  const lines = (await status()).split('\n').filter((line) => line.startsWith('Next'));
  expect(lines.map((line) => line.slice(10))).toEqual(next);
});

it('tells the login, what the owner was told of, and the alarms', async () => {
  const session = { schema: 'daybook-session/1', state: 'needs-login', since: '2026-11-21T05:00:00.000Z', host: 'i-1' };
  await account.bucket.put(SESSION_KEY, JSON.stringify(session));
  await account.bucket.put(
    INCIDENT_KEY,
    JSON.stringify({
      schema: 'daybook-incident/1',
      told: { 'login-needed': { at: '2026-11-21T07:00:00.000Z', by: 'x' }, 'back-again': { at: '2026', by: 'y' } },
    }),
  );
  account.alarms = [
    {
      name: 'Daybook-Silent',
      state: 'ALARM',
      description: 'No run has ended for a day.',
      since: '2026-11-21T06:00:00Z',
    },
    { name: 'Daybook-Host', state: 'OK' },
  ];
  const text = await status();
  expect(text).toContain('Login     needed, since 21 Nov 2026 06:00 CET');
  expect(text).toContain('Told      a login is needed, on 21 Nov 2026 08:00 CET; not over yet');
  expect(text).not.toContain('back-again');
  expect(text).toContain('ALARM     Daybook-Silent, since 21 Nov 2026 07:00 CET: No run has ended for a day.');
});

it('tells of the parts of an alarm once an alarm has gone off, and not before', async () => {
  const part = { name: 'Daybook-no-execution', state: 'ALARM', description: 'No execution.', part: true } as const;
  account.alarms = [{ name: 'Daybook-no-run', state: 'OK' }, part];
  expect(await status()).toContain('Alarms    none of 1 has gone off');
  account.alarms = [{ name: 'Daybook-no-run', state: 'ALARM', description: 'No run has ended.' }, part];
  const text = await status();
  expect(text).toContain('ALARM     Daybook-no-run: No run has ended.');
  expect(text).toContain('Part      Daybook-no-execution: No execution.');
});

it("names runs, accounts and recipients of a trouble in the owner's words", async () => {
  const mark = { at: '2026-11-21T07:00:00.000Z', by: 'x' };
  await terminal.leave();
  ({ terminal, account } = await deployedTerminal({ settings: { accounts: [{ id: 'U1234567', label: 'Pension' }] } }));
  const told = {
    'failed final 2026-11-20': mark,
    [`account ${accountKey('U1234567')}`]: mark,
    [`recipient ${recipientKey('reader@example.com')}`]: mark,
    'certificate i-1': mark,
    'account 0123456789ab': mark,
  };
  await account.bucket.put(INCIDENT_KEY, JSON.stringify({ schema: 'daybook-incident/1', told }));
  const text = await status();
  expect(text).toContain('Told      the final run of 20 Nov 2026 failed, on');
  expect(text).toContain('Told      the account Pension has no report, on');
  expect(text).toContain('Told      mail to reader@example.com does not arrive, on');
  expect(text).toContain('Told      the certificate of the host ends soon, on');
  expect(text).toContain('Told      the account 0123456789ab has no report, on');
});

it('tells a healthy login and quiet alarms', async () => {
  const session = { schema: 'daybook-session/1', state: 'healthy', since: '2026-11-21T05:00:00.000Z', host: 'i-1' };
  await account.bucket.put(SESSION_KEY, JSON.stringify(session));
  expect(await status()).toMatch(/healthy since 21 Nov 2026 06:00 CET[\s\S]*none of 1 has gone off/);
});

it('tells whose mail comes back, by the address in the settings', async () => {
  const mail = { date: '2026-11-20', edition: '00000000', at: '2026-11-20T12:00:00.000Z' };
  await account.bucket.put(
    recipientStateKey(recipientKey('reader@example.com')),
    JSON.stringify({
      schema: 'daybook-recipient/1',
      last: { ...mail, event: 'bounced' },
      bounces: [mail, mail],
      paused: { since: mail.at, why: 'bounces' },
    }),
  );
  expect(await status()).toContain(
    'Mail      reader@example.com: 2 mails came back; no mail is sent since 20 Nov 2026 13:00 CET (last heard: bounced',
  );
});

it('says what it may not see, and tells the rest', async () => {
  account.refusals.set('alarms', new CloudDenied('cloudwatch:DescribeAlarms'));
  account.refusals.set('running', new CloudDenied('states:ListExecutions'));
  await putRun('2026-11-19', 'final', 'done');
  const { stdout, code } = await terminal.type('status');
  expect(stdout).toMatch(/Unseen {4}executions: .*states:ListExecutions/);
  expect(stdout).toMatch(/Unseen {4}alarms: .*cloudwatch:DescribeAlarms/);
  expect(stdout).not.toMatch(/^Alarms/m);
  expect(stdout).toContain('final  done');
  expect(code).toBe(0);
});

it('prints one JSON object with --json', async () => {
  await putRun('2026-11-19', 'final', 'done');
  account.running = [{ name: 'person-final-1', startedAt: '2026-11-21T10:00:00Z' }];
  expect(JSON.parse(await status('--json'))).toMatchObject({
    runs: [{ state: 'done' }],
    atWork: [{ name: 'person-final-1' }],
    next: [{ run: { kind: 'close', marketDate: '2026-11-23' } }, { run: { kind: 'final', marketDate: '2026-11-23' } }],
  });
});

it('lets no text from outside move the cursor or hide', async () => {
  const hostile = HOSTILE.join(' ');
  account.alarms = [{ name: hostile, state: 'ALARM', description: hostile }];
  account.running = [{ name: hostile, startedAt: hostile }];
  await putRun('2026-11-19', 'final', hostile, { why: { reason: 'paced', message: hostile, nextStep: hostile } });
  expect((await status()).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
});

describe('of the Flex Web Service', () => {
  beforeEach(async () => {
    await terminal.leave();
    ({ terminal, account } = await deployedTerminal({ settings: { flex: { query: '1234567' } } }));
  });

  it('tells token, newest statement and refusal in a line each', async () => {
    account.secrets.set('/daybook/Daybook/flex-token', '{"token":"731900482615377294810365","expires":"2027-06-01"}');
    const refused = {
      code: '1014',
      message: 'IBKR does not know the Flex query (1014).',
      nextStep: 'Check the query ID.',
      since: '2026-11-20T10:45:00.000Z',
      at: '2026-11-21T10:45:00.000Z',
    };
    const last = { marketDate: '2026-11-19', at: '2026-11-20T10:45:00.000Z' };
    const state = { schema: 'daybook-flex/1', tokenExpires: '2027-06-01', last, refused };
    await account.bucket.put(FLEX_KEY, JSON.stringify(state));
    const lines = (await status()).split('\n');
    expect(lines.slice(2, 6)).toEqual([
      'Flex      token kept, good until 1 Jun 2027',
      'Flex      statements of the query 1234567: the newest is of 19 Nov 2026, fetched 20 Nov 2026 11:45 CET',
      'REFUSED   IBKR does not know the Flex query (1014). Since 20 Nov 2026 11:45 CET',
      '          → Check the query ID.',
    ]);
    expect(JSON.parse(await status('--json')).flex).toEqual({
      query: '1234567',
      token: 'kept',
      tokenExpires: '2027-06-01',
      last,
      refused,
    });
  });

  it('tells what is missing, and what may not be looked at', async () => {
    expect(await status()).toContain('Flex      token missing: give it with "npx daybook flex token"');
    expect(await status()).toContain('query 1234567: none has come yet');
    account.refusals.set('lookSecret', new CloudDenied('ssm:GetParameter'));
    const text = await status();
    expect(text).toContain('Flex      token not seen, its last day not known');
    expect(text).toMatch(/Unseen +the Flex token: AWS refuses: this profile has no right to ssm:GetParameter/);
  });

  it('lets no text of the archive move the cursor or hide', async () => {
    const refused = { code: '1', message: HOSTILE.join(' '), nextStep: HOSTILE.join(' '), since: HOSTILE[0], at: 'x' };
    await account.bucket.put(FLEX_KEY, JSON.stringify({ schema: 'daybook-flex/1', refused }));
    expect((await status()).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });

  it('tells what the owner was told of Flex in words', async () => {
    const at = '2026-11-20T10:45:00.000Z';
    const names = ['flex-token expires 2026-12-01', 'flex-refused 1012', 'flex-late', 'source-gateway'];
    const told = Object.fromEntries(names.map((name) => [name, { at }]));
    await account.bucket.put(INCIDENT_KEY, JSON.stringify({ schema: 'daybook-incident/1', told }));
    const text = await status();
    expect(text).toContain('Told      the Flex token ends, or has ended, on 20 Nov 2026');
    expect(text).toContain('Told      IBKR refuses the Flex token or query (1012), on');
    expect(text).toContain('Told      no Flex statement came in time, on');
    expect(text).toContain('Told      the gateway gives nothing; reports are made of Flex statements alone, on');
  });

  it('tells of no login and no close run without a gateway', async () => {
    account.stack = stackFacts({ outputs: OUTPUTS_WITHOUT_GATEWAY });
    const text = await status();
    expect(text).toContain('Login     none is needed: there is no gateway');
    expect(text).toMatch(/^Next {6}final run/m);
    expect(text).not.toContain('close run');
  });
});
