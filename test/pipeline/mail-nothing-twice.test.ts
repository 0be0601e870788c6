import { beforeEach, expect, it } from 'vitest';
import { accountKey, recipientKey } from '#archive/keys';
import { DeliveryUnknown } from '#delivery/errors';
import type { Channel, Mailout } from '#delivery/mailout';
import { VirtualClock } from '#effects/virtual-clock';
import type { NotifyResult, PublishResult } from '#pipeline/events';
import { notifyRun } from '#pipeline/notify-run';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { notifyEvent, publishedDay } from './published-day.ts';

const OWNER = { address: 'owner@example.com', attach: false };
const ACCOUNTS = [{ id: 'U1111111' }, { id: 'U2222222' }];
const [ONE, TWO] = ACCOUNTS.map(({ id }) => accountKey(id)) as [string, string];
const broken = { account: TWO, failed: 'ArchiveUnreachable' };

let archive: MemoryArchive;
let clock: VirtualClock;
let taken: Mailout[];
let lost: boolean;
let both: readonly PublishResult[];

beforeEach(async () => {
  archive = memoryArchive();
  clock = new VirtualClock(new Date('2026-11-21T10:45:00Z'));
  taken = [];
  lost = false;
  both = await publishedDay(archive, clock, { accounts: ACCOUNTS });
});

/** A mail service that takes everything; of what it took it may lose the answer. */
const channel: Channel = {
  name: 'test',
  idempotent: false,
  send: async (mailout) => {
    taken.push(mailout);
    if (lost) throw new DeliveryUnknown('The answer was lost.', 'Wait.');
    return 'taken';
  },
};

const mail = (published: readonly PublishResult[]): Promise<NotifyResult> =>
  notifyRun(notifyEvent(recipientKey(OWNER.address), published), {
    archive,
    clock,
    channel,
    recipients: [OWNER],
    accounts: ACCOUNTS,
    sender: 'daybook@example.org',
    timeZone: 'Europe/Zurich',
  });

const only = (account: string): PublishResult[] => both.filter((one) => one.account === account);

it('mails no report again when a later try of the day builds fewer accounts', async () => {
  expect(await mail(both)).toMatchObject({ state: 'sent' });
  expect(await mail([...only(ONE), broken])).toMatchObject({ state: 'already-sent' });
  expect(taken).toHaveLength(1);
});

it('mails an account that comes later, and neither of the two again', async () => {
  expect(await mail([...only(ONE), broken])).toMatchObject({ state: 'sent' });
  expect(await mail(both)).toMatchObject({ state: 'sent' });
  expect(await mail(only(TWO))).toMatchObject({ state: 'already-sent' });
  expect(taken).toHaveLength(2);
});

it('sends no part of a mail in doubt', async () => {
  lost = true;
  expect(await mail(both)).toMatchObject({ state: 'unknown' });
  lost = false;
  expect(await mail(only(ONE))).toMatchObject({ state: 'unknown' });
  expect(taken).toHaveLength(1);
});

it('mails a new revision, whatever went out before', async () => {
  expect(await mail(both)).toMatchObject({ state: 'sent' });
  const again = await publishedDay(archive, clock, { accounts: ACCOUNTS, version: '0.2.0' });
  expect(again).toContainEqual({ account: ONE, revision: 2 });
  expect(await mail([...again.filter(({ account }) => account === ONE), broken])).toMatchObject({ state: 'sent' });
  expect(taken).toHaveLength(2);
});
