import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { recipientKey } from '#archive/keys';
import { s3Archive } from '#archive/s3-archive';
import { archiveClient } from '#archive/s3-client';
import { readRecipientState } from '#delivery/recipient-state';
import { sesChannel } from '#delivery/ses-channel';
import { VirtualClock } from '#effects/virtual-clock';
import type { NotifyResult, PublishResult } from '#pipeline/events';
import { noteDelivery } from '#pipeline/note-delivery';
import { notifyRun } from '#pipeline/notify-run';
import { DENIED, type FaultKind } from '#test/support/cloud/faults';
import { type ServedSes, serveSes } from '#test/support/cloud/serve-ses';
import { sesEventOf } from '#test/support/cloud/ses-events';
import { type SesFace, sesFace } from '#test/support/cloud/ses-face';
import { notifyEvent, publishedDay } from './published-day.ts';

/** One mail with the archive in S3, over wires that break. */

const OWNER = { address: 'owner@example.com', attach: false };
const RECIPIENT = recipientKey(OWNER.address);
const ACCOUNTS = [{ id: 'U1111111' }];

let spoolFolder: string;
let clock: VirtualClock;
let face: SesFace;
let ses: ServedSes;
let s3: S3Client;
let archive: Archive;
let published: readonly PublishResult[];

beforeEach(async () => {
  spoolFolder = await mkdtemp(join(tmpdir(), 'daybook-mail-'));
  clock = new VirtualClock(new Date('2026-11-21T10:45:00Z'));
  face = sesFace(() => clock.now(), {
    verified: new Set(['daybook@example.org', OWNER.address]),
    configurationSets: new Set(['set']),
  });
  ses = await serveSes(face);
  s3 = archiveClient(ses.cloud.client);
  archive = s3Archive({ client: s3, bucket: 'daybook-archive', sleep: async () => undefined, spoolFolder });
  published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
});
afterEach(async () => {
  s3.destroy();
  await ses.close();
  await rm(spoolFolder, { recursive: true, force: true });
});

const PEOPLE = [
  OWNER,
  { address: 'partner@example.com', attach: false },
  { address: 'office@example.net', attach: false },
];

const mail = (to: { readonly address: string } = OWNER): Promise<NotifyResult> =>
  notifyRun(notifyEvent(recipientKey(to.address), published), {
    archive,
    channel: sesChannel({ client: ses.client, configurationSet: 'set', pause: (ms) => clock.sleep(ms) }),
    clock,
    recipients: PEOPLE,
    accounts: ACCOUNTS,
    sender: 'daybook@example.org',
    timeZone: 'Europe/Zurich',
  });

const note = (event: object) =>
  noteDelivery(event, {
    archive,
    clock,
    recipients: PEOPLE.map(({ address }) => address),
    tell: async () => undefined,
  });

const WIRE: readonly FaultKind[] = [
  { kind: 'lost-answer' },
  { kind: 'reset' },
  { kind: 'refuse', status: 503, code: 'SlowDown' },
  { kind: 'refuse', status: 409, code: 'ConditionalRequestConflict' },
];

const BREAKS = WIRE.flatMap((kind) =>
  ['first', 'second'].map((which, skip) => [which, 'code' in kind ? kind.code : kind.kind, { ...kind, skip }] as const),
);

it.each(BREAKS)('sends once and knows it when S3 breaks at its %s receipt: %s', async (_which, _how, fault) => {
  ses.cloud.fault({ ...fault, service: 's3', method: 'PUT', path: /receipts/ });
  expect((await mail()).state).toBe('sent');
  expect((await mail()).state).toBe('already-sent');
  expect(face.taken).toHaveLength(1);
});

it('mails nothing while the archive denies the receipt', async () => {
  ses.cloud.fault({ ...DENIED, service: 's3', method: 'PUT', path: /receipts/, times: 20 });
  await expect(mail()).rejects.toMatchObject({ name: expect.stringMatching(/Archive/) });
  expect(face.taken).toHaveLength(0);
  ses.cloud.clearFaults();
  expect((await mail()).state).toBe('sent');
});

it('settles the mail whose answer was lost when SES tells of its delivery', async () => {
  ses.break({ kind: 'lost-answer' });
  expect((await mail()).state).toBe('unknown');
  const [taken] = face.taken;
  await note(sesEventOf(taken ?? expect.unreachable('SES took it'), 'delivered', clock.now()));
  expect((await mail()).state).toBe('already-sent');
  expect(face.taken).toHaveLength(1);
});

it('stops after a complaint, and no event is lost to a broken wire', async () => {
  await mail();
  const [taken] = face.taken;
  const event = sesEventOf(taken ?? expect.unreachable('SES took it'), 'complained', clock.now());
  ses.cloud.fault({ kind: 'lost-answer', service: 's3', method: 'PUT', path: /recipients/ });
  await Promise.all([note(event), note(event), note(event)]);
  expect((await readRecipientState(archive, RECIPIENT))?.paused?.why).toBe('complaint');
  expect((await mail()).state).toBe('paused');
});

it('stops mailing one of three whose mails bounce twice, and mails the others on', async () => {
  face.account.sandbox = false;
  const states: string[][] = [];
  for (const version of ['0.1.0', '0.2.0', '0.3.0']) {
    published = await publishedDay(archive, clock, { accounts: ACCOUNTS, version });
    const results: NotifyResult[] = [];
    for (const person of PEOPLE) results.push(await mail(person));
    states.push(results.map(({ state }) => state));
    await clock.sleep(60_000);
    for (const taken of face.taken) {
      const fate = taken.destinations.includes('partner@example.com') ? 'bounced' : 'delivered';
      await note(sesEventOf(taken, fate, taken.at));
    }
  }
  expect(states).toEqual([
    ['sent', 'sent', 'sent'],
    ['sent', 'sent', 'sent'],
    ['sent', 'paused', 'sent'],
  ]);
  const counted = PEOPLE.map(
    ({ address }) => face.taken.filter(({ destinations }) => destinations.includes(address)).length,
  );
  expect(counted).toEqual([3, 2, 3]);
});
