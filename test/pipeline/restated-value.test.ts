import { beforeEach, expect, it } from 'vitest';
import { accountKey, recipientKey, reportFolder } from '#archive/keys';
import { saveSnapshot } from '#archive/snapshot-store';
import type { Channel, Mailout } from '#delivery/mailout';
import { newYorkCalendar } from '#domain/market-calendar';
import { endRun } from '#pipeline/end-run';
import type { NotifyResult, PublishResult, StartEvent } from '#pipeline/events';
import { notifyRun } from '#pipeline/notify-run';
import { publishRun } from '#pipeline/publish-run';
import type { Report } from '#report/report';
import { Machine } from '#test/support/machine';
import { MARKET_DATE, MORNING_AFTER, missing, performance, present, series, snapshot } from '#test/support/snapshot';

/** F31 from the Snapshot to the mail: a value that was told as final comes out as another one. */

const ID = 'U1234567';
const ACCOUNT = accountKey(ID);
const OWNER = { address: 'owner@example.com', attach: false };
const SCHEDULE: StartEvent = { start: 'schedule', kind: 'final' };
const AGAIN: StartEvent = { start: 'person', kind: 'final', marketDate: MARKET_DATE };

let machine: Machine;
let sent: Mailout[];
const channel: Channel = {
  name: 'test',
  idempotent: false,
  send: async (mailout) => {
    sent.push(mailout);
    return 'there';
  },
};

/** The morning's Snapshot, with this value at the close of the market day. */
const valued = (last: number, takenAt = MORNING_AFTER) =>
  snapshot({
    takenAt,
    datasets: {
      positions: missing(),
      ledger: missing(),
      performance: present(performance([series([1000, 1001, 1002, 1003, last])]), takenAt),
    },
  });

/** A whole execution after collecting: published, mailed and ended by the stages that run in the cloud. */
async function runs(event: StartEvent): Promise<{ published: PublishResult; notified: NotifyResult }> {
  const execution = machine.name();
  const [taken] = (await machine.begin(event, execution)).runs;
  if (!taken) return expect.fail('nothing was taken');
  const base = { run: taken.run, execution };
  const published = await publishRun(
    { ...base, account: ACCOUNT },
    { ...machine.ports, calendar: newYorkCalendar(), version: '0.1.0', label: () => undefined },
  );
  const notified = await notifyRun(
    { ...base, recipient: recipientKey(OWNER.address), published: [published] },
    {
      ...{ archive: machine.archive, clock: machine.clock, channel, recipients: [OWNER], accounts: [{ id: ID }] },
      sender: 'Daybook <daybook@example.org>',
      timeZone: 'America/New_York',
    },
  );
  const collected = { next: 'publish', status: 'complete', accounts: [ACCOUNT] } as const;
  const ended = await endRun({ ...base, collected, published: [published], notified: [notified] }, machine.ports);
  machine.notices.push(...ended.notices);
  return { published, notified };
}

beforeEach(async () => {
  sent = [];
  machine = await (await new Machine('2026-11-21T10:45:30Z').settled()).reportedBefore(MARKET_DATE);
  await saveSnapshot(machine.archive, ACCOUNT, valued(1010));
  expect(await runs(SCHEDULE)).toMatchObject({ published: { revision: 1 }, notified: { state: 'sent' } });
});

it('F31: makes one new revision with the old and the new value, and mails it once as corrected', async () => {
  await machine.at('2026-11-21T15:00:00Z');
  await saveSnapshot(machine.archive, ACCOUNT, valued(1025, '2026-11-21T15:00:00Z'));
  expect(await runs(AGAIN)).toMatchObject({ published: { revision: 2 }, notified: { state: 'sent' } });

  const second = machine.archive.json(`${reportFolder(MARKET_DATE, ACCOUNT, 2)}report.json`) as Report;
  expect(second).toMatchObject({ revision: 2, finality: 'final', changes: { revision: 1, finality: 'final' } });
  expect(second.changes?.figures).toContainEqual(expect.objectContaining({ before: 1010, after: 1025 }));
  const first = machine.archive.json(`${reportFolder(MARKET_DATE, ACCOUNT, 1)}report.json`) as Report;
  expect(first.headline.netAssetValue).toBe(1010);

  for (const event of [AGAIN, AGAIN]) {
    expect(await runs(event)).toMatchObject({ published: { revision: 2 }, notified: { state: 'already-sent' } });
  }
  const subjects = sent.map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject.startsWith('Corrected: '))).toHaveLength(1);
  expect(subjects).toHaveLength(2);
  expect(sent[1]?.text).toMatch(/1,010\.00[\s\S]*now 1,025\.00/);
  expect(machine.subjects).toEqual([]);
});

it('F31: the same value fetched anew is no revision and no mail', async () => {
  await machine.at('2026-11-21T15:00:00Z');
  expect(await runs(AGAIN)).toMatchObject({ published: { revision: 1 }, notified: { state: 'already-sent' } });
  expect(sent).toHaveLength(1);
});
