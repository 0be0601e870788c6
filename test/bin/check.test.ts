import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FLEX_KEY, hostCertificateKey, runKey, SESSION_HEALTHY_KEY } from '#archive/keys';
import { RecipientNotVerified } from '#delivery/errors';
import { calendarDate } from '#domain/calendar-date';
import { CloudDenied, CloudThrottled, NoCredentials, StackMissing } from '#owner/cloud-error';
import type { Outcome, Terminal } from '#test/support/command';
import { deployedTerminal } from '#test/support/deployed-terminal';
import { type FakeAccount, OUTPUTS, OUTPUTS_WITHOUT_GATEWAY, stackFacts } from '#test/support/fake-account';
import { HOSTILE } from '#test/support/hostile';

let terminal: Terminal;
let account: FakeAccount;

const NOW = new Date('2026-11-21T10:45:00Z');
const FRIDAY = calendarDate('2026-11-20');
const certificateUntil = async (end: string): Promise<string> => {
  const pair = await generate([{ name: 'commonName', value: 'gateway.daybook.internal' }], {
    notBeforeDate: new Date('2026-01-01T00:00:00Z'),
    notAfterDate: new Date(end),
  });
  return pair.cert;
};

beforeEach(async () => {
  ({ terminal, account } = await deployedTerminal());
  await account.bucket.put(hostCertificateKey(OUTPUTS.HostInstanceId), await certificateUntil('2028-01-01T00:00:00Z'));
  await putBuild('build.json', true, '2026-10-01T08:00:00Z');
  await account.bucket.put(SESSION_HEALTHY_KEY, '{}');
  await putRun('done');
});
afterEach(() => terminal.leave());

async function putBuild(name: string, known: boolean, installedAt: string): Promise<void> {
  const record = { schema: 'daybook-gateway-build/1', build: installedAt.slice(0, 10), known, installedAt };
  await account.bucket.put(`host/${OUTPUTS.HostInstanceId}/${name}`, JSON.stringify(record));
}

async function putRun(state: string, why?: object): Promise<void> {
  const run = { kind: 'final', marketDate: FRIDAY } as const;
  const at = NOW.toISOString();
  await account.bucket.put(
    runKey(run),
    JSON.stringify({ schema: 'daybook-run/1', run, state, since: at, at, tries: 1, ...(why ? { why } : {}) }),
  );
}

const check = (...words: readonly string[]): Promise<Outcome> => terminal.type('check', '--no-mail', ...words);

async function expectOutstanding(text: RegExp): Promise<Outcome> {
  const outcome = await check();
  expect(outcome.stdout.match(/^✗/gm)).toHaveLength(1);
  expect(outcome.stdout).toMatch(text);
  expect(outcome.stdout).toMatch(/→ \S/);
  expect(outcome.code).toBe(11);
  return outcome;
}

it('says that nothing is outstanding when all is well, by its exit code too', async () => {
  const outcome = await check();
  expect(outcome.stdout).toContain('Nothing is outstanding.');
  expect(outcome.stdout).not.toContain('✗');
  expect(outcome.code).toBe(0);
});

it('changes nothing in the archive without a test mail', async () => {
  const before = await account.bucket.list('');
  await check();
  expect(await account.bucket.list('')).toEqual(before);
  expect(account.sent).toEqual([]);
});

it('takes a sender whose whole domain is verified, under an identity that existed before', async () => {
  account.stack = stackFacts({ outputs: { ...OUTPUTS, SenderIdentityName: 'daybook@example.com' } });
  const outcome = await check();
  expect(outcome.stdout).toMatch(/✓ Sender +daybook@example\.com may be used: its domain is verified\./);
  expect(outcome.stdout).toMatch(/✓ DKIM +Mails are signed with example\.com/);
  expect(outcome.code).toBe(0);
});

it('takes no notice of the part of an alarm: before the first login some are raised with nothing wrong', async () => {
  account.alarms = [
    { name: 'Daybook-no-run', state: 'OK' },
    { name: 'Daybook-no-execution', state: 'ALARM', part: true },
  ];
  const { stdout, code } = await check();
  expect(stdout).toContain('None of 1 has gone off.');
  expect(code).toBe(0);
});

describe('names as outstanding, with what to do:', () => {
  it('a change of the stack that was taken back', async () => {
    account.stack = stackFacts({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    await expectOutstanding(/its last change failed and was taken back/);
  });
  it('a deploy that is under way', async () => {
    account.stack = stackFacts({ status: 'UPDATE_IN_PROGRESS' });
    await expectOutstanding(/is being changed/);
  });
  it('notices that nobody has confirmed', async () => {
    account.subscriptions = [{ endpoint: 'owner@example.com', confirmed: false }];
    await expectOutstanding(/owner@example.com has not confirmed yet/);
  });
  it('notices that go to somebody else than the settings say', async () => {
    account.subscriptions = [{ endpoint: 'other@example.com', confirmed: true }];
    await expectOutstanding(/aws sns subscribe .*owner@example.com/);
  });
  it('a stack without alarms', async () => {
    account.alarms = [];
    await expectOutstanding(/The stack has none/);
  });
  it('an alarm that has gone off, in its own words', async () => {
    account.alarms = [{ name: 'Daybook-Silent', state: 'ALARM', description: 'No run has ended for a day.' }];
    await expectOutstanding(/Daybook-Silent has gone off: No run has ended for a day\./);
  });
  it('a sender that is not verified', async () => {
    account.verification = { 'example.com': 'Pending' };
    await expectOutstanding(/example.com is not verified yet \(Pending\)/);
  });
  it('a domain whose mails are not signed', async () => {
    account.dkim = { enabled: true, status: 'Pending' };
    await expectOutstanding(/not signed with example.com yet \(Pending\)/);
  });
  it('a From line that the identity does not cover', async () => {
    account.stack = stackFacts({ outputs: { ...OUTPUTS, SenderIdentityName: 'other.example' } });
    account.verification = { 'other.example': 'Success' };
    await expectOutstanding(/send from daybook@example.com, which other.example does not cover/);
  });
  it('sending that AWS has paused for the account', async () => {
    account.maySend = false;
    await expectOutstanding(/paused sending for this whole account/);
  });
  it('a configuration set that is paused', async () => {
    account.configurationSet = 'paused';
    await expectOutstanding(/Sending is paused for the configuration set Daybook-mail/);
  });
  it('a configuration set that is gone', async () => {
    account.configurationSet = 'missing';
    await expectOutstanding(/configuration set Daybook-mail is not there/);
  });
  it('in the sandbox, a recipient who is not verified', async () => {
    account.perDay = 200;
    account.stack = stackFacts({ outputs: { ...OUTPUTS, SenderIdentityName: 'daybook@example.com' } });
    account.verification = { 'daybook@example.com': 'Success' };
    const outcome = await expectOutstanding(/reader@example.com is not verified, so SES refuses mail to it/);
    expect(outcome.stdout).toMatch(/– Sandbox/);
  });
  it('a host that does not report', async () => {
    account.ping = { online: false, at: '2026-11-20T08:00:00Z' };
    await expectOutstanding(/does not report to Systems Manager, last on 20 Nov 2026 09:00 CET/);
  });
  it('a host that never reported', async () => {
    account.ping = undefined;
    await expectOutstanding(/has never reported/);
  });
  it('a certificate that ends within a month', async () => {
    await account.bucket.put(
      hostCertificateKey(OUTPUTS.HostInstanceId),
      await certificateUntil('2026-12-11T12:00:00Z'),
    );
    await expectOutstanding(/ends in 20 days/);
  });
  it('a certificate that has ended', async () => {
    await account.bucket.put(
      hostCertificateKey(OUTPUTS.HostInstanceId),
      await certificateUntil('2026-11-01T00:00:00Z'),
    );
    await expectOutstanding(/has ended: no run can reach the gateway/);
  });
  it('something that is no certificate in its place', async () => {
    await account.bucket.put(hostCertificateKey(OUTPUTS.HostInstanceId), 'hello');
    await expectOutstanding(/is not a certificate/);
  });
  it('a host that has not installed the gateway program', async () => {
    await rm(join(terminal.folder, 'bucket/host', OUTPUTS.HostInstanceId, 'build.json'));
    await expectOutstanding(/has not installed the gateway program yet/);
  });
  it('a record of the gateway program that can not be read', async () => {
    await account.bucket.put(`host/${OUTPUTS.HostInstanceId}/build.json`, '{"build":');
    await expectOutstanding(/can not be read/);
  });
  it('a last run that failed, with its reason and its next step', async () => {
    await putRun('failed', { reason: 'unreachable', message: 'The gateway does not answer.', nextStep: 'Look at it.' });
    await expectOutstanding(/final run of 20 Nov 2026 failed: The gateway does not answer\. .*\n.*→ Look at it\./);
  });
  it('a right that the profile lacks, and still looks at the rest', async () => {
    account.refusals.set('quota', new CloudDenied('ses:GetSendQuota'));
    const outcome = await expectOutstanding(/no right to ses:GetSendQuota/);
    expect(outcome.stdout).toMatch(/✓ Last run/);
  });
});

it('notes a gateway program that it does not know, the newest that was installed', async () => {
  await putBuild('builds/new.json', false, '2026-11-01T08:00:00Z');
  const { stdout, code } = await check();
  expect(stdout).toMatch(/– Gateway .*build 2026-11-01, installed on 1 Nov 2026, is none that Daybook knows/);
  expect(code).toBe(0);
});

it('takes one verified domain for all recipients in it', async () => {
  account.perDay = 200;
  expect((await check()).code).toBe(0);
});

it('names an archive without login, certificate and runs, as after a first deploy', async () => {
  await terminal.leave();
  ({ terminal, account } = await deployedTerminal());
  const { stdout, code } = await check();
  expect(stdout).toMatch(/✗ Certificate/);
  expect(stdout).toMatch(/✗ Login .*Nobody has logged in/);
  expect(stdout).toMatch(/✗ Runs .*None has begun/);
  expect(code).toBe(11);
});

describe('the test mail', () => {
  it('goes to the owner on the way of the reports, marked as a test, with receipts', async () => {
    const outcome = await terminal.type('check');
    expect(outcome.stdout).toMatch(/✓ Test mail .*owner@example.com \(SES message 0100\)/);
    expect(account.sent).toHaveLength(1);
    expect(account.sent[0]).toMatchObject({ to: 'owner@example.com', from: 'Daybook <daybook@example.com>' });
    expect(account.sent[0]?.subject).toMatch(/^\[Test\]/);
    const receipts = await account.bucket.list('receipts/');
    expect(receipts.map((key) => key.split('.').at(-2))).toEqual(['after', 'before']);
  });

  it('goes where --to says', async () => {
    await terminal.type('check', '--to', 'me@example.org');
    expect(account.sent.map(({ to }) => to)).toEqual(['me@example.org']);
  });

  it('that SES refuses is outstanding, and its refusal is kept', async () => {
    account.send = () => Promise.reject(new RecipientNotVerified('SES is in its sandbox.', 'Verify the address.'));
    const outcome = await terminal.type('check');
    expect(outcome.stdout).toMatch(/✗ Test mail .*SES is in its sandbox\.\n.*→ Verify the address\./);
    expect(outcome.code).toBe(11);
    expect((await account.bucket.list('receipts/')).map((key) => key.split('.').at(-2))).toEqual(['before', 'refused']);
  });
});

describe('ends with its reason and exit code 10', () => {
  it.each([
    ['without credentials', new NoCredentials('No AWS credentials can be used.', 'Sign in.')],
    ['without a stack', new StackMissing('There is no stack Daybook in eu-central-2.', 'Deploy it.')],
    ['when AWS throttles', new CloudThrottled('AWS asks for fewer calls.', 'Wait a minute.')],
    ['when it may not even look at the stack', new CloudDenied('cloudformation:DescribeStacks')],
  ])('%s', async (_when, error) => {
    account.stack = error;
    const outcome = await check();
    expect(outcome.stderr).toBe(`daybook check: ${error.message}\n${error.nextStep}\n`);
    expect(outcome.stdout).toBe('');
    expect(outcome.code).toBe(10);
  });

  it.each(['ROLLBACK_COMPLETE', 'CREATE_FAILED', 'DELETE_IN_PROGRESS', 'DELETE_FAILED'])(
    'with a stack in %s',
    async (status) => {
      account.stack = stackFacts({ status, statusReason: 'Resource limit' });
      const outcome = await check();
      expect(outcome.stderr).toContain(`is in the state ${status}: Resource limit`);
      expect(outcome.code).toBe(10);
    },
  );

  it('with a stack that another version made', async () => {
    const { RunMachineArn: _gone, ...outputs } = OUTPUTS;
    account.stack = stackFacts({ outputs });
    expect((await check()).stderr).toMatch(/has no output RunMachineArn.*\n.*cdk deploy/);
  });

  it('with a profile of another account than the settings name', async () => {
    await terminal.leave();
    ({ terminal, account } = await deployedTerminal({
      settings: { stack: { region: 'eu-central-2', notices: 'owner@example.com', account: '999988887777' } },
    }));
    expect((await check()).stderr).toMatch(/AWS account 111122223333, and the settings name 999988887777/);
  });
});

describe('of the Flex Web Service', () => {
  const PARAMETER = '/daybook/Daybook/flex-token';

  beforeEach(async () => {
    await terminal.leave();
    ({ terminal, account } = await deployedTerminal({ settings: { flex: { query: '1234567' } } }));
    account.secrets.set(PARAMETER, '{"token":"731900482615377294810365","expires":"2027-06-01"}');
    await putFlex({});
    await account.bucket.put(
      hostCertificateKey(OUTPUTS.HostInstanceId),
      await certificateUntil('2028-01-01T00:00:00Z'),
    );
    await putBuild('build.json', true, '2026-10-01T08:00:00Z');
    await account.bucket.put(SESSION_HEALTHY_KEY, '{}');
    await putRun('done');
  });

  const putFlex = (changes: object): Promise<void> =>
    account.bucket.put(
      FLEX_KEY,
      JSON.stringify({
        schema: 'daybook-flex/1',
        tokenExpires: '2027-06-01',
        last: { marketDate: '2026-11-20', at: '2026-11-21T10:45:00.000Z' },
        ...changes,
      }),
    );

  it('says that token and statements are well, and nothing of what the token is', async () => {
    const { stdout, code } = await check();
    expect(stdout).toMatch(/✓ Flex token +It is kept, encrypted, and good until 1 Jun 2027\./);
    expect(stdout).toMatch(
      /✓ Statement +Of the query 1234567 the newest is of 20 Nov 2026, fetched on 21 Nov 2026 11:45 CET\./,
    );
    expect(stdout).not.toContain('7319');
    expect(code).toBe(0);
  });
  it('names a token that is not there', async () => {
    account.secrets.clear();
    await expectOutstanding(/✗ Flex token +There is none: no statement can be asked for\./);
  });
  it.each([
    ['2026-11-20', /Its last day was 20 Nov 2026\./],
    ['2026-11-21', /It ends today\./],
    ['2026-12-21', /It ends in 30 days, on 21 Dec 2026\./],
  ])('names a token that ends on %s', async (tokenExpires, words) => {
    await putFlex({ tokenExpires });
    await expectOutstanding(words);
  });
  it('notes a token whose last day nobody told', async () => {
    await putFlex({ tokenExpires: undefined });
    const { stdout, code } = await check();
    expect(stdout).toMatch(/– Flex token +It is kept, encrypted; until when it is good is not known/);
    expect(code).toBe(0);
  });
  it('names what the service refuses, since when, and what to do', async () => {
    const refused = { code: '1012', message: 'The Flex token has expired (1012).', nextStep: 'Make a new token.' };
    await putFlex({ refused: { ...refused, since: '2026-11-19T10:45:00.000Z', at: '2026-11-20T10:45:00.000Z' } });
    await expectOutstanding(
      /has expired \(1012\)\. Since 19 Nov 2026 11:45 CET, last on 20 Nov .*\n.*→ Make a new token\./,
    );
  });
  it('notes that no statement has come yet', async () => {
    await putFlex({ last: undefined });
    expect((await check()).stdout).toMatch(/– Statement +Of the query 1234567 none has come yet/);
  });
  it('names a right that is missing, and still looks at the rest', async () => {
    account.refusals.set('lookSecret', new CloudDenied('ssm:GetParameter'));
    const { stdout } = await expectOutstanding(/no right to ssm:GetParameter/);
    expect(stdout).toMatch(/✓ Statement/);
  });
  it('says nothing when the settings name no query', async () => {
    await terminal.leave();
    ({ terminal, account } = await deployedTerminal());
    expect((await check()).stdout).not.toMatch(/Flex/);
  });

  it('asks for no host and no login without a gateway', async () => {
    await terminal.leave();
    const settings = { flex: { query: '1234567' }, gateway: 'none' };
    ({ terminal, account } = await deployedTerminal({ settings }));
    account.stack = stackFacts({ outputs: OUTPUTS_WITHOUT_GATEWAY });
    account.secrets.set(PARAMETER, '{}');
    await putFlex({});
    await putRun('done');
    const { stdout, code } = await check();
    expect(stdout).toMatch(/– Gateway +There is none: reports are made of Flex statements alone/);
    expect(stdout).not.toMatch(/Host|Certificate|Login/);
    expect(code).toBe(0);
  });
  it('names a gateway that the settings no longer want, and one that the stack lacks', async () => {
    await terminal.leave();
    ({ terminal, account } = await deployedTerminal({ settings: { flex: { query: '1234567' }, gateway: 'none' } }));
    expect((await check()).stdout).toMatch(/✗ Gateway +The stack still has one/);
    await terminal.leave();
    ({ terminal, account } = await deployedTerminal());
    account.stack = stackFacts({ outputs: OUTPUTS_WITHOUT_GATEWAY });
    expect((await check()).stdout).toMatch(/✗ Gateway +The stack has none, and the settings want one\./);
  });
});

it('lets no text of AWS move the cursor or hide', async () => {
  account.alarms = HOSTILE.map((text) => ({ name: `Daybook-${text}`, state: 'ALARM', description: text }));
  account.subscriptions = HOSTILE.map((text) => ({ endpoint: text, confirmed: false }));
  await putRun('failed', { reason: 'unreachable', message: HOSTILE.join(' '), nextStep: HOSTILE.join(' ') });
  const { stdout } = await check();
  expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
});

it('refuses wrong words before anything is asked', async () => {
  const outcome = await check('--to', 'nobody', '--region', 'Zurich');
  for (const words of ['--to nobody is not a mail address', '--to and --no-mail', '--region Zurich']) {
    expect(outcome.stderr).toContain(words);
  }
  expect(outcome.code).toBe(2);
});

it('does not leave the test mail out in silence when no address is known', async () => {
  await terminal.leave();
  ({ terminal, account } = await deployedTerminal({ settings: { stack: undefined } }));
  const outcome = await terminal.type('check', '--region', 'eu-central-2');
  expect(outcome.stderr).toContain('give --to ADDRESS, or --no-mail');
  expect(outcome.code).toBe(2);
});

it('says that nothing is deployed when the settings have no stack', async () => {
  const settings = JSON.parse(await readFile(`${terminal.folder}/daybook.json`, 'utf8'));
  await terminal.leave();
  ({ terminal, account } = await deployedTerminal({ settings: { ...settings, stack: undefined } }));
  const outcome = await check();
  expect(outcome.stderr).toMatch(/no "stack"/);
  expect(outcome.code).toBe(2);
});
