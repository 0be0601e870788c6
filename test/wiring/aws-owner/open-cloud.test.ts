import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { folderArchive } from '#archive/folder-archive';
import { WRITE_ONCE_PREFIXES } from '#archive/keys';
import { systemClock } from '#effects/system-clock';
import { checkMail } from '#owner/check-mail';
import { deploymentOf } from '#owner/deployment';
import { sendTestMail } from '#owner/test-mail';
import { type Cloud, startCloud } from '#test/support/cloud/cloud';
import type { CloudFace } from '#test/support/cloud/face';
import { type SesFace, sesFace } from '#test/support/cloud/ses-face';
import { openTerminal, type Terminal } from '#test/support/command';
import { OUTPUTS } from '#test/support/fake-account';
import { openCloud } from '#wiring/aws-owner/cloud';

const BUCKET = OUTPUTS.ArchiveBucketName;

/** CloudFormation with one stack, as far as it is described. */
const stackFace: CloudFace = {
  service: 'cloudformation',
  answer: ({ body }) => {
    const name = new URLSearchParams(body.toString()).get('StackName');
    if (name !== 'Daybook') {
      const error = `<Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error>`;
      return { status: 400, headers: { 'content-type': 'text/xml' }, body: `<ErrorResponse>${error}</ErrorResponse>` };
    }
    const outputs = Object.entries(OUTPUTS)
      .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
      .join('');
    const stack = `<member><StackName>Daybook</StackName><StackId>arn:aws:cloudformation:us-east-1:111122223333:stack/Daybook/1</StackId><CreationTime>2026-11-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${outputs}</Outputs></member>`;
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    };
  },
};

let aws: Cloud;
let ses: SesFace;
let terminal: Terminal;

beforeEach(async () => {
  ses = sesFace(() => new Date(systemClock.now()));
  aws = await startCloud({ bucket: BUCKET, faces: [ses, stackFace], writeOncePrefixes: WRITE_ONCE_PREFIXES });
  for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
  terminal = await openTerminal({ cloud: async (choice) => openCloud(choice, systemClock) });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await terminal.leave();
  await aws.close();
});

const archive = (...words: readonly string[]) => terminal.type('archive', ...words, '--region', 'us-east-1');

it('finds the bucket by the stack and rebuilds a day there, under the rules of its policy', async () => {
  await terminal.type('demo', '--date', '2026-11-20', '--quiet');
  const bucket = openCloud({ region: 'us-east-1', stack: 'Daybook' }, systemClock).archiveIn(BUCKET);
  const demo = folderArchive(`${terminal.folder}/daybook-demo`);
  for (const key of await demo.list('snapshots/')) await bucket.putIfAbsent(key, (await demo.get(key)) ?? '');

  const rebuilt = await archive('rebuild');
  expect(rebuilt.stdout).toMatch(/2026-11-20: written as revision 1\nPage {6}s3:\/\/daybook-archive-1\/reports/);
  const verified = await archive('verify');
  expect(verified.stdout).toMatch(/✓ Snapshots .*\n✓ Reports {4}1 report, as written/);
  expect(verified.code).toBe(0);
  const opened = await archive('open');
  expect(terminal.shown).toEqual([opened.stdout.trim()]);
});

it('reads from SES itself what stands between Daybook and a recipient, and sends the test mail through it', async () => {
  const cloud = openCloud({ region: 'us-east-1', stack: 'Daybook' }, systemClock);
  const request = {
    deployment: deploymentOf(await cloud.stack.describe()),
    recipients: ['reader@example.com', 'friend@example.org'],
    sender: 'Daybook <daybook@example.com>',
    timeZone: 'UTC',
    testTo: 'reader@example.com',
    now: systemClock.now(),
  };
  const archiveThere = cloud.archiveIn(BUCKET);
  const before = await checkMail(request, cloud.mail);
  expect(before.filter(({ state }) => state === 'outstanding').map(({ what }) => what)).toEqual([
    'Sender',
    'DKIM',
    'Sending',
    'Recipient',
    'Recipient',
  ]);
  expect(await sendTestMail(request, { cloud, archive: archiveThere })).toMatchObject([{ state: 'outstanding' }]);
  expect(ses.taken).toHaveLength(0);

  ses.account.verified.add('example.com');
  ses.account.configurationSets.add(OUTPUTS.ConfigurationSetName);
  const after = await checkMail(request, cloud.mail);
  expect(after.filter(({ state }) => state === 'outstanding').map(({ text }) => text)).toEqual([
    'friend@example.org is not verified, so SES refuses mail to it.',
  ]);
  const later = { ...request, now: new Date(request.now.getTime() + 1) };
  expect(await sendTestMail(later, { cloud, archive: archiveThere })).toMatchObject([{ state: 'fine' }]);
  expect(ses.taken).toHaveLength(1);
});

it('says that there is no stack of another name', async () => {
  const outcome = await archive('list', '--stack', 'Other');
  expect(outcome.stderr).toMatch(/There is no stack Other in us-east-1/);
  expect(outcome.code).toBe(10);
});

it('says that the credentials are wrong', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'SOMEBODYELSE00000001');
  const outcome = await archive('list');
  expect(outcome.stderr).toMatch(/AWS does not accept the credentials/);
  expect(outcome.code).toBe(10);
});
