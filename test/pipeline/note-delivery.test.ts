import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { receiptKey, receiptNoteKey, recipientKey, recipientStateKey } from '#archive/keys';
import { confirmDelivery, deliveryState, type ReceiptName, takeDelivery } from '#delivery/receipts';
import { readRecipientState } from '#delivery/recipient-state';
import { SesEventUnusable } from '#delivery/ses-event';
import { calendarDate } from '#domain/calendar-date';
import { VirtualClock } from '#effects/virtual-clock';
import type { Notice } from '#pipeline/events';
import { type NoteDeliveryPorts, noteDelivery } from '#pipeline/note-delivery';
import { type Fate, sesEventOf } from '#test/support/cloud/ses-events';
import { dyingArchive, Killed } from '#test/support/dying-archive';

const OWNER = 'owner@example.com';
const RECIPIENT = recipientKey(OWNER);
const AT = new Date('2026-11-21T11:00:00Z');

let root: string;
let archive: Archive;
let told: Notice[];
const clock = new VirtualClock(new Date('2026-11-21T11:00:05Z'));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-note-'));
  archive = folderArchive(root);
  told = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const ports = (more: Partial<NoteDeliveryPorts> = {}): NoteDeliveryPorts => ({
  archive,
  clock,
  recipients: ['other@example.net', OWNER],
  tell: async (notice) => {
    told.push(notice);
  },
  ...more,
});

const nameOf = (edition: string): ReceiptName => ({
  date: calendarDate('2026-11-20'),
  recipient: RECIPIENT,
  edition,
});

/** A mail that was handed over; its event as SES sends it. */
async function sent(edition: string, answered = true): Promise<ReceiptName> {
  const name = nameOf(edition);
  await takeDelivery(archive, name, AT);
  if (answered) await confirmDelivery(archive, name, AT, 'SES message m');
  return name;
}

const eventOf = (edition: string, fate: Fate, at = AT, tags: object = nameOf(edition)): object =>
  sesEventOf(
    {
      messageId: `m-${edition}`,
      source: 'daybook@example.org',
      destinations: [OWNER],
      tags: tags as Record<string, string>,
    },
    fate,
    at,
  );

const textOf = async (key: string): Promise<string | undefined> => {
  const body = await archive.get(key);
  return body && Buffer.from(body).toString('utf8');
};
const objects = async (): Promise<Record<string, string | undefined>> => {
  const keys = [...(await archive.list('receipts/')), ...(await archive.list('state/'))];
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await textOf(key)] as const)));
};

it('keeps a delivery and tells nobody', async () => {
  const { date, edition } = await sent('aaaaaaaa');
  await noteDelivery(eventOf('aaaaaaaa', 'delivered'), ports());
  expect(JSON.parse((await textOf(receiptNoteKey(date, RECIPIENT, edition, 'delivered'))) ?? '')).toEqual({
    kind: 'delivered',
    at: AT.toISOString(),
    messageId: 'm-aaaaaaaa',
    notedAt: '2026-11-21T11:00:05.000Z',
  });
  expect((await readRecipientState(archive, RECIPIENT))?.last.event).toBe('delivered');
  expect(told).toEqual([]);
});

it.each(['accepted', 'delivered', 'bounced', 'complained', 'delayed'] as const)(
  'settles a mail whose answer was lost when its event "%s" comes, once',
  async (fate) => {
    const name = await sent('aaaaaaaa', false);
    expect(await deliveryState(archive, name)).toBe('unknown');
    await noteDelivery(eventOf('aaaaaaaa', fate), ports());
    expect(await deliveryState(archive, name)).toBe('sent');
    const after = receiptKey(name.date, RECIPIENT, name.edition, 'after');
    const written = await textOf(after);
    expect(written).toContain('m-aaaaaaaa');
    await noteDelivery(eventOf('aaaaaaaa', 'delivered', new Date('2026-11-21T12:00:00Z')), ports());
    expect(await textOf(after)).toBe(written);
  },
);

it.each([
  ['bounced', 'a mail bounced', 'Permanent/General'],
  ['given-up', 'a mail was not delivered', 'Transient/MailboxFull'],
  ['suppressed', 'a mail was suppressed', 'suppression list'],
  ['complained', 'a mail was called spam', 'sends no more mail'],
  ['rejected', 'a mail was rejected', 'malware'],
] as const)('tells the owner of a mail that %s, without the address', async (fate, subject, words) => {
  await sent('aaaaaaaa');
  const { notices } = await noteDelivery(eventOf('aaaaaaaa', fate), ports());
  expect(told).toEqual(notices);
  expect(told).toHaveLength(1);
  expect(told[0]?.subject).toBe(`Daybook: ${subject}, 2026-11-20`);
  expect(told[0]?.message).toContain('o…@example.com');
  expect(told[0]?.message).toContain(words);
  expect(`${JSON.stringify(told)}${JSON.stringify(await objects())}`).not.toContain(OWNER);
});

it('keeps that SES took a mail, and says nothing of the recipient by it', async () => {
  const { date, edition } = await sent('aaaaaaaa');
  await noteDelivery(eventOf('aaaaaaaa', 'accepted'), ports());
  expect(await textOf(receiptNoteKey(date, RECIPIENT, edition, 'accepted'))).toContain('m-aaaaaaaa');
  expect(await readRecipientState(archive, RECIPIENT)).toBeUndefined();
  expect(told).toEqual([]);
});

it('names a recipient by the key when the settings have no address for it', async () => {
  await sent('aaaaaaaa');
  await noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports({ recipients: [] }));
  expect(told[0]?.message).toContain(`recipient ${RECIPIENT}`);
});

it('pauses the recipient at the second bounce in a row and says how to lift that', async () => {
  await sent('aaaaaaaa');
  await sent('bbbbbbbb');
  await noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports());
  expect(told[0]?.message).not.toContain('no more mail');
  await noteDelivery(eventOf('bbbbbbbb', 'bounced', new Date('2026-11-22T11:00:00Z')), ports());
  expect(told[1]?.message).toContain('no more mail');
  expect(told[1]?.message).toContain(recipientStateKey(RECIPIENT));
  expect((await readRecipientState(archive, RECIPIENT))?.paused?.why).toBe('bounces');
});

it('does nothing at all with an event it has seen', async () => {
  await sent('aaaaaaaa');
  await noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports());
  const before = await objects();
  const again = dyingArchive(archive);
  expect(await noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports({ archive: again }))).toEqual({ notices: [] });
  expect(again.writes()).toBe(0);
  expect(await objects()).toEqual(before);
  expect(told).toHaveLength(1);
});

it('loses no event of many that come at once', async () => {
  const editions = Array.from({ length: 8 }, (_, index) => `0000000${index}`);
  for (const edition of editions) await sent(edition);
  const at = (index: number) => new Date(AT.getTime() + index * 1000);
  await Promise.all(editions.map((edition, index) => noteDelivery(eventOf(edition, 'bounced', at(index)), ports())));
  expect((await readRecipientState(archive, RECIPIENT))?.bounces).toHaveLength(8);
});

it('comes to the same end wherever it is killed, and tells the owner at least once', async () => {
  const counting = dyingArchive(archive);
  await sent('aaaaaaaa', false);
  await noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports({ archive: counting }));
  const whole = await objects();
  expect(counting.writes()).toBe(3);
  for (let write = 1; write <= counting.writes(); write += 1) {
    for (const when of ['before', 'after'] as const) {
      archive = folderArchive(join(root, `${when}-${write}`));
      told = [];
      await sent('aaaaaaaa', false);
      const dying = dyingArchive(archive, { write, when });
      await expect(noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports({ archive: dying }))).rejects.toThrow(Killed);
      await noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports());
      expect(await objects()).toEqual(whole);
      expect(told.length).toBeGreaterThanOrEqual(1);
    }
  }
});

it('tells again when telling failed', async () => {
  await sent('aaaaaaaa');
  const deaf = () => Promise.reject(new Error('The topic is gone.'));
  await expect(noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports({ tell: deaf }))).rejects.toThrow('topic');
  await noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports());
  expect(told).toHaveLength(1);
});

it('writes nothing for a message that is no daily mail of this archive', async () => {
  expect(await noteDelivery(eventOf('aaaaaaaa', 'bounced'), ports())).toEqual({ notices: [], foreign: true });
  for (const tags of [{}, { ...nameOf('aaaaaaaa'), date: '2026-02-30' }, { ...nameOf('../../x') }]) {
    expect(await noteDelivery(eventOf('aaaaaaaa', 'bounced', AT, tags), ports())).toEqual({
      notices: [],
      foreign: true,
    });
  }
  expect(await objects()).toEqual({});
});

it.each<[string, (event: Record<string, unknown>) => unknown]>([
  ['nothing', () => undefined],
  ['another source', (event) => ({ ...event, source: 'aws.ec2' })],
  ['another kind of event', (event) => ({ ...event, 'detail-type': 'Email Opened' })],
  ['no detail', ({ detail: _detail, ...event }) => event],
  ['a bounce that says not how', (event) => ({ ...event, detail: { ...(event.detail as object), bounce: undefined } })],
])('refuses %s by a typed error and writes nothing', async (_case, spoil) => {
  await sent('aaaaaaaa');
  const before = await objects();
  const event = spoil(eventOf('aaaaaaaa', 'bounced') as Record<string, unknown>);
  await expect(noteDelivery(event, ports())).rejects.toThrow(SesEventUnusable);
  expect(await objects()).toEqual(before);
  expect(told).toEqual([]);
});
