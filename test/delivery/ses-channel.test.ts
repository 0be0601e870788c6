import { SESClient } from '@aws-sdk/client-ses';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DeliveryError } from '#delivery/errors';
import type { Channel, Mailout } from '#delivery/mailout';
import { mimeOf } from '#delivery/mime';
import { sesChannel } from '#delivery/ses-channel';
import { readSesEvent } from '#delivery/ses-event';
import { VirtualClock } from '#effects/virtual-clock';
import { THROTTLED } from '#test/support/cloud/faults';
import { type ServedSes, serveSes } from '#test/support/cloud/serve-ses';
import { sesEventOf } from '#test/support/cloud/ses-events';
import { type SesFace, sesFace } from '#test/support/cloud/ses-face';

const SENDER = 'daybook@example.org';
const OWNER = 'owner@example.com';
const NAME = { date: '2026-11-20', recipient: '0a1b2c3d4e5f', edition: '01234567' };
const mailout: Mailout = {
  from: `Daybook <${SENDER}>`,
  to: OWNER,
  subject: 'Fri 20 Nov: +0.42% · YTD −3.44%',
  html: '<p>1,005,168.74 USD</p>',
  text: 'Value 1,005,168.74 USD\n',
  date: new Date('2026-11-21T10:45:00Z'),
  messageId: '2026-11-20.abc.e1@daybook.invalid',
  attachments: [{ name: 'daybook.xlsx', contentType: 'application/octet-stream', body: Uint8Array.of(1, 2, 3) }],
};

let clock: VirtualClock;
let face: SesFace;
let ses: ServedSes;
let channel: Channel;

beforeEach(async () => {
  clock = new VirtualClock(new Date('2026-11-21T10:45:00Z'));
  face = sesFace(() => clock.now(), { verified: new Set([SENDER, OWNER]), configurationSets: new Set(['set']) });
  ses = await serveSes(face);
  channel = sesChannel({ client: ses.client, configurationSet: 'set', pause: (ms) => clock.sleep(ms) });
});
afterEach(() => ses.close());

const refusalOf = (over: Partial<Mailout> = {}): Promise<DeliveryError> =>
  channel.send({ ...mailout, ...over }, NAME).then(
    (where) => expect.unreachable(`it was sent: ${where}`),
    (error: unknown) => {
      expect(error).toBeInstanceOf(DeliveryError);
      return error as DeliveryError;
    },
  );

it('sends the very bytes of the message to its one recipient, named by tags', async () => {
  expect(await channel.send(mailout, NAME)).toBe('SES message mail-1');
  const [mail] = face.taken;
  expect(mail?.raw.equals(await mimeOf(mailout))).toBe(true);
  expect(mail).toMatchObject({ source: SENDER, destinations: [OWNER], configurationSet: 'set', tags: NAME });
  expect(mail?.message).toMatchObject({ from: mailout.from, to: OWNER, subject: mailout.subject, html: mailout.html });
  expect(mail?.message.text?.trim()).toBe(mailout.text.trim());
  expect(mail?.message.attachments).toEqual([
    { name: 'daybook.xlsx', contentType: 'application/octet-stream', body: Buffer.from([1, 2, 3]) },
  ]);
});

it('may not be taken for a channel that sends twice without harm', () => {
  expect(channel.idempotent).toBe(false);
});

it.each<[string, Partial<Mailout>, () => unknown, string]>([
  ['a recipient in the sandbox', { to: 'other@example.com' }, () => undefined, 'RecipientNotVerified'],
  ['a sender nobody verified', { from: 'Daybook <else@example.net>' }, () => undefined, 'SenderNotVerified'],
  ['both of them', { from: 'else@example.net', to: 'other@example.com' }, () => undefined, 'SenderNotVerified'],
  ['a paused account', {}, () => (face.account.paused = true), 'SendingPaused'],
  ['a paused configuration set', {}, () => face.account.pausedSets.add('set'), 'SendingPaused'],
  ['a configuration set that is gone', {}, () => face.account.configurationSets.clear(), 'ConfigurationSetMissing'],
  ['a caller without the right', {}, () => face.account.denied.add(ses.cloud.credentials.accessKeyId), 'SendingDenied'],
  ['a day whose quota is used up', {}, () => (face.account.perDay = 0), 'DailyQuotaReached'],
])('tells %s apart, names no address, and has handed nothing over', async (_case, over, arrange, name) => {
  arrange();
  const error = await refusalOf(over);
  expect(error).toMatchObject({ name, outcome: 'refused' });
  expect(error.nextStep).toMatch(/\.$/);
  expect(`${error.message} ${error.nextStep}`).not.toMatch(/@|example/);
  expect(face.taken).toHaveLength(0);
  expect(ses.calls()).toBe(1);
});

it('takes a verified domain for its addresses', async () => {
  face.account.verified.delete(SENDER);
  face.account.verified.add('example.org');
  await channel.send(mailout, NAME);
  expect(face.taken).toHaveLength(1);
});

it('refuses a message that is larger than SES takes, with nothing sent', async () => {
  const body = new Uint8Array(8_000_000);
  const error = await refusalOf({ attachments: [{ name: 'a', contentType: 'application/octet-stream', body }] });
  expect(error).toMatchObject({ name: 'MessageTooLarge', outcome: 'refused' });
  expect(ses.calls()).toBe(0);
});

it('waits while SES says "too fast", and sends then', async () => {
  ses.cloud.fault({ ...THROTTLED, times: 3 });
  await channel.send(mailout, NAME);
  expect(face.taken).toHaveLength(1);
  expect(ses.calls()).toBe(4);
  expect(clock.waited.times).toBe(3);
});

it('gives up on a rate that stays too high, before its patience ends', async () => {
  face.account.ratePerSecond = 0;
  expect(await refusalOf()).toMatchObject({ name: 'SendingThrottled', outcome: 'refused' });
  expect(clock.waited.ms).toBeGreaterThan(30_000);
  expect(clock.waited.ms).toBeLessThanOrEqual(90_000);
});

it.each(['lost-answer', 'cut', 'reset'] as const)(
  'calls the mail unknown and asks once when the wire breaks: %s',
  async (kind) => {
    ses.break({ kind });
    expect(await refusalOf()).toMatchObject({ name: 'DeliveryUnknown', outcome: 'unknown' });
    expect(ses.calls()).toBe(1);
    expect(face.taken).toHaveLength(kind === 'reset' ? 0 : 1);
  },
);

it('calls the mail unknown after an answer of status 503, for SES may have taken it', async () => {
  ses.break({ kind: 'refuse', status: 503, code: 'ServiceUnavailable' });
  expect(await refusalOf()).toMatchObject({ name: 'DeliveryUnknown' });
  expect(ses.calls()).toBe(1);
});

it('knows that nothing was handed over when nobody listens', async () => {
  await ses.close();
  expect(await refusalOf()).toMatchObject({ name: 'ChannelUnreachable', outcome: 'refused' });
  ses = await serveSes(face);
});

it('refuses a client that would try again by itself', async () => {
  const client = new SESClient({ region: 'eu-west-1' });
  const eager = sesChannel({ client, configurationSet: 'set', pause: async () => undefined });
  await expect(eager.send(mailout, NAME)).rejects.toThrow('SES_CLIENT');
});

it('paces sixty single mails to the rate of the sandbox, none lost and none twice', async () => {
  face.account.sandbox = false;
  const people = Array.from({ length: 60 }, (_, index) => `p${index}@example.com`);
  for (const [index, to] of people.entries()) {
    const recipient = (index * 4_321).toString(16).padStart(12, '0');
    await channel.send({ ...mailout, to }, { ...NAME, recipient });
  }
  expect(face.taken.map(({ destinations }) => destinations)).toEqual(people.map((to) => [to]));
  const times = face.taken.map(({ at }) => at.getTime());
  for (const [index, time] of times.entries()) {
    if (index > 0) expect(time - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(1000);
  }
});

const hex = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map((all) => all.join(''));

it('gets any name back from the tags of an event', async () => {
  face.account.ratePerSecond = 1000;
  face.account.perDay = 1000;
  const days = fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  await fc.assert(
    fc.asyncProperty(days, hex(12), hex(8), async (day, recipient, edition) => {
      const name = { date: day.toISOString().slice(0, 10), recipient, edition };
      await channel.send(mailout, name);
      const mail = face.taken.at(-1);
      expect(mail && readSesEvent(sesEventOf(mail, 'delivered', clock.now()))).toMatchObject({ name });
    }),
    { numRuns: 20 },
  );
});

it('sends nothing under a name that no tag can carry', async () => {
  const bad = fc.string({ minLength: 1 }).filter((text) => !/^[A-Za-z0-9_-]{1,256}$/.test(text));
  await fc.assert(
    fc.asyncProperty(bad, async (edition) => {
      await expect(channel.send(mailout, { ...NAME, edition })).rejects.toThrow("can't be the value of the tag");
    }),
    { numRuns: 30 },
  );
  expect(ses.calls()).toBe(0);
});
