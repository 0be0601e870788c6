import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { ArchiveCorrupted, ArchiveUnusable } from '#archive/errors';
import { folderArchive } from '#archive/folder-archive';
import { accountKey, outboxKey, recipientKey, recipientStateKey, reportFolder } from '#archive/keys';
import { outboxChannel } from '#delivery/outbox';
import { noteEvent } from '#delivery/recipient-state';
import { sesChannel } from '#delivery/ses-channel';
import { VirtualClock } from '#effects/virtual-clock';
import { reportDay } from '#owner/report-day';
import type { NotifyResult, PublishResult } from '#pipeline/events';
import { type NotifyRunPorts, notifyRun } from '#pipeline/notify-run';
import { type ServedSes, serveSes } from '#test/support/cloud/serve-ses';
import { type SesFace, sesFace } from '#test/support/cloud/ses-face';
import { dyingArchive, Killed } from '#test/support/dying-archive';
import { account, fakeGateway, serverError } from '#test/support/fake-gateway';
import { calendar, FINAL, notifyEvent, publishedDay } from './published-day.ts';

const SENDER = 'Daybook <daybook@example.org>';
const OWNER = { address: 'owner@example.com', attach: true };
const PARTNER = { address: 'partner@example.com', attach: false, accounts: ['U2222222'] };
const ACCOUNTS = [{ id: 'U1111111', label: 'Savings' }, { id: 'U2222222' }];
const MORNING = new Date('2026-11-21T10:45:00Z');

let root: string;
let archive: Archive;
let clock: VirtualClock;
let face: SesFace;
let ses: ServedSes;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-notify-'));
  archive = folderArchive(join(root, 'aws'));
  clock = new VirtualClock(MORNING);
  face = sesFace(() => clock.now(), {
    verified: new Set(['daybook@example.org', OWNER.address, PARTNER.address]),
    configurationSets: new Set(['set']),
    ratePerSecond: 100,
  });
  ses = await serveSes(face);
});
afterEach(async () => {
  await ses.close();
  await rm(root, { recursive: true, force: true });
});

const ports = (more: Partial<NotifyRunPorts> = {}): NotifyRunPorts => ({
  archive,
  channel: sesChannel({ client: ses.client, configurationSet: 'set', pause: (ms) => clock.sleep(ms) }),
  clock,
  recipients: [OWNER, PARTNER],
  accounts: ACCOUNTS,
  sender: SENDER,
  timeZone: 'Europe/Zurich',
  ...more,
});

const mail = (
  to: { readonly address: string },
  published: readonly PublishResult[],
  more: Partial<NotifyRunPorts> = {},
): Promise<NotifyResult> => notifyRun(notifyEvent(recipientKey(to.address), published), ports(more));

it('mails byte for byte what the local command puts into its outbox', async () => {
  const fail = (call: string, about: string) => (about === 'U2222222' && call !== 'meta' ? serverError() : undefined);
  const accounts = [...ACCOUNTS, { id: 'U3333333', label: 'Pension' }];
  const published = await publishedDay(archive, clock, { accounts, fail });
  expect((await mail(OWNER, published, { accounts })).state).toBe('sent');

  const local = folderArchive(join(root, 'local'));
  const localClock = new VirtualClock(MORNING);
  const listed = accounts.map(({ id }) => account(id));
  await reportDay(
    {
      runs: [FINAL],
      accounts,
      recipients: [OWNER],
      sender: SENDER,
      timeZone: 'Europe/Zurich',
      until: new Date('2026-11-21T17:00:00Z'),
      goOn: false,
    },
    {
      archive: local,
      channel: outboxChannel(local),
      clock: localClock,
      calendar,
      progress: () => undefined,
      version: '0.1.0',
      open: () => fakeGateway(listed, localClock, { fail }),
      settled: () => true,
    },
  );
  const [taken] = face.taken;
  const key = outboxKey(FINAL.marketDate, recipientKey(OWNER.address), taken?.tags.edition ?? '');
  const there = Buffer.from((await local.get(key)) ?? []);
  expect(there.toString('utf8')).toContain('Subject: ');
  expect(taken?.raw.equals(there)).toBe(true);
  expect(taken?.message.text).toContain('U…2222');
});

it('gives a recipient their own accounts and nobody else’s', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  await mail(OWNER, published);
  await mail(PARTNER, published);
  const [owners, partners] = face.taken;
  expect(owners?.destinations).toEqual([OWNER.address]);
  expect(owners?.message.html).toContain('Savings');
  expect(owners?.message.attachments).toHaveLength(4);
  expect(partners?.destinations).toEqual([PARTNER.address]);
  expect(partners?.raw.toString('latin1')).not.toMatch(/Savings|U…1111/);
  expect(partners?.message.html).toContain('U…2222');
  expect(partners?.message.attachments).toEqual([]);
});

it('has a line for an account whose report could not be made, for those who should get it', async () => {
  const broken = [accountKey('U1111111')];
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS, broken });
  await mail(OWNER, published);
  await mail(PARTNER, published);
  const [owners, partners] = face.taken;
  expect(owners?.message.subject).toContain('No report: Savings');
  expect(owners?.message.text?.replaceAll(/\s+/g, ' ')).toContain(
    'U…1111: The report could not be made (WorkbookFailed)',
  );
  expect(partners?.message.subject).not.toContain('No report');
});

it('finds the masked number of an account that the settings don’t name', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS, broken: [accountKey('U2222222')] });
  await mail(OWNER, published, { accounts: 'all' });
  expect(face.taken[0]?.message.text).toContain('U…2222');
});

it('sends nothing when none of the recipient’s accounts has a report', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS, broken: [accountKey('U2222222')] });
  expect(await mail(PARTNER, published)).toEqual({
    recipient: recipientKey(PARTNER.address),
    state: 'nothing-to-send',
  });
  expect(ses.calls()).toBe(0);
});

it('mails nobody whom the settings don’t know, whatever the event says', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  expect(await mail({ address: 'thief@example.com' }, published)).toMatchObject({
    state: 'failed',
    why: 'UnknownRecipient',
  });
  expect(ses.calls()).toBe(0);
});

it('sends one mail for five events, and tells the other four', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  const states = await Promise.all([1, 2, 3, 4, 5].map(() => mail(OWNER, published)));
  expect(states.filter(({ state }) => state === 'sent')).toHaveLength(1);
  expect(face.taken).toHaveLength(1);
  expect((await mail(OWNER, published)).state).toBe('already-sent');
});

it('keeps two of three from nothing when the third is not verified in the sandbox', async () => {
  const third = { address: 'third@example.com', attach: false };
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  const results: NotifyResult[] = [];
  for (const person of [OWNER, third, PARTNER]) {
    results.push(await mail(person, published, { recipients: [OWNER, third, PARTNER] }));
  }
  expect(results.map(({ state }) => state)).toEqual(['sent', 'refused', 'sent']);
  expect(results[1]?.why).toMatch(/sandbox/);
  expect(JSON.stringify(results)).not.toContain('@');

  face.account.verified.add(third.address);
  expect((await mail(third, published, { recipients: [third] })).state).toBe('sent');
  expect(face.taken.filter(({ destinations }) => destinations[0] === third.address)).toHaveLength(1);
});

it('sends no second mail after a lost answer, and calls the first unknown', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  ses.break({ kind: 'lost-answer' });
  expect(await mail(OWNER, published)).toMatchObject({ state: 'unknown', why: 'DeliveryUnknown' });
  expect((await mail(OWNER, published)).state).toBe('unknown');
  expect(face.taken).toHaveLength(1);
});

it('sends nothing to a recipient who is paused', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  const recipient = recipientKey(OWNER.address);
  const name = { date: FINAL.marketDate, recipient, edition: '01234567' };
  await noteEvent(archive, { kind: 'complained', at: '2026-11-19T10:00:00.000Z', name, messageId: 'm' });
  expect(await mail(OWNER, published)).toEqual({ recipient, state: 'paused', why: 'complaint' });
  expect(ses.calls()).toBe(0);
  await archive.put(recipientStateKey(recipient), '{"schema":"daybook-recipient/2"}');
  await expect(mail(OWNER, published)).rejects.toThrow(ArchiveCorrupted);
});

it('mails no report that is damaged or gone', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  const key = `${reportFolder(FINAL.marketDate, accountKey('U1111111'), 1)}report.json`;
  for (const text of ['{"schema":"daybook-report/1"', '{"schema":"daybook-report/9"}']) {
    await archive.put(key, text);
    await expect(mail(OWNER, published)).rejects.toThrow(/is damaged/);
  }
  await expect(mail(OWNER, [{ account: accountKey('U1111111'), revision: 7 }])).rejects.toThrow(/is not there/);
  expect(ses.calls()).toBe(0);
});

it('mails at most once wherever it is killed, and is truthful about it afterwards', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  const counting = dyingArchive(archive);
  await mail(PARTNER, published, { archive: counting });
  expect(counting.writes()).toBe(2);
  for (let write = 1; write <= counting.writes(); write += 1) {
    for (const when of ['before', 'after'] as const) {
      const fresh = folderArchive(join(root, `${when}-${write}`));
      const again = await publishedDay(fresh, clock, { accounts: ACCOUNTS });
      const before = face.taken.length;
      const dying = mail(PARTNER, again, { archive: dyingArchive(fresh, { write, when }) });
      await expect(dying).rejects.toThrow(Killed);
      const { state } = await mail(PARTNER, again, { archive: fresh });
      const sent = face.taken.length - before;
      // Killed before anything was written: as if it had never begun. After the last write: known as sent. Between: in doubt.
      const point = `${when} ${write}`;
      const expected = point === 'before 1' ? 'sent' : point === 'after 2' ? 'already-sent' : 'unknown';
      expect({ point, state, sent }).toEqual({ point, state: expected, sent: point === 'after 1' ? 0 : 1 });
    }
  }
});

it('calls a mail unknown that SES took and the archive could not note', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  const full: Archive = {
    ...dyingArchive(archive),
    putIfAbsent: (key, body) =>
      key.endsWith('.after.json')
        ? Promise.reject(new ArchiveUnusable('Writing was denied.', 'Look at the policy of the bucket.'))
        : archive.putIfAbsent(key, body),
  };
  expect(await mail(OWNER, published, { archive: full })).toMatchObject({ state: 'unknown', why: 'ArchiveUnusable' });
  expect((await mail(OWNER, published)).state).toBe('unknown');
  expect(face.taken).toHaveLength(1);
});

it('hands nothing over when the right to send can’t be written', async () => {
  const published = await publishedDay(archive, clock, { accounts: ACCOUNTS });
  const denied: Archive = {
    ...dyingArchive(archive),
    putIfAbsent: () => Promise.reject(new ArchiveUnusable('Writing was denied.', 'Look at the policy.')),
  };
  await expect(mail(OWNER, published, { archive: denied })).rejects.toThrow(ArchiveUnusable);
  expect(ses.calls()).toBe(0);
});

it('keeps header and keys whole whatever the accounts are called', async () => {
  const label = '../../x\r\nBcc: thief@example.com\r\n =?utf-8?B?eA==?=';
  const published = await publishedDay(archive, clock, { accounts: [{ id: 'U1111111', label }, { id: 'U2222222' }] });
  await mail(OWNER, published);
  const [taken] = face.taken;
  expect(Object.keys(taken?.message.headers ?? {}).sort()).toEqual(
    ['content-type', 'date', 'from', 'list-unsubscribe', 'message-id', 'mime-version', 'subject', 'to'].sort(),
  );
  expect(taken?.destinations).toEqual([OWNER.address]);
  expect(
    (await archive.list('receipts/')).every((key) =>
      /^receipts\/2026\/11\/20\/[0-9a-f]{12}-[0-9a-f]{8}\.(?:before|after)\.json$/.test(key),
    ),
  ).toBe(true);
});
