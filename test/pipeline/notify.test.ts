import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { recipientKey, reportFolder } from '#archive/keys';
import { MessageTooLarge } from '#delivery/errors';
import type { Channel, Mailout } from '#delivery/mailout';
import { calendarDate } from '#domain/calendar-date';
import { VirtualClock } from '#effects/virtual-clock';
import { type NotifyRequest, notify } from '#pipeline/notify';
import type { Published } from '#pipeline/publish';
import type { Report } from '#report/report';
import { sampleReport } from '#test/support/sample-report';

const DATE = calendarDate('2026-11-20');
const clock = new VirtualClock(new Date('2026-11-21T10:45:00Z'));

let root: string;
let archive: Archive;
let sent: Mailout[];
let channel: Channel;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-notify-'));
  archive = folderArchive(root);
  sent = [];
  channel = {
    name: 'test',
    idempotent: false,
    send: async (mailout) => {
      sent.push(mailout);
      return 'there';
    },
  };
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A published report whose files are so many bytes large. @param parts of the report that are others than the sample's */
async function published(
  account: string,
  bytes: { workbook: number; page: number },
  parts: Partial<Report> = {},
): Promise<Published> {
  const folder = reportFolder(DATE, account, 1);
  const files = { report: `${folder}report.json`, page: `${folder}page.html`, workbook: `${folder}workbook.xlsx` };
  await archive.putIfAbsent(files.workbook, new Uint8Array(bytes.workbook));
  await archive.putIfAbsent(files.page, new Uint8Array(bytes.page));
  const sample = sampleReport();
  const report = { ...sample, ...parts, account: { ...sample.account, key: account } };
  await archive.putIfAbsent(files.report, Buffer.from(JSON.stringify(report)));
  return { account, report, files, status: 'new' };
}

const requestOf = (reports: readonly Published[], attach = true): NotifyRequest => ({
  date: DATE,
  recipient: { address: 'owner@example.com', attach },
  sender: 'daybook@example.org',
  timeZone: 'Europe/Zurich',
  reports,
  failures: [],
});
const names = (): (readonly string[])[] => sent.map(({ attachments }) => attachments.map(({ name }) => name));

it('attaches workbook and page up to five million bytes in all', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 4_000_000, page: 1_000_000 });
  await notify(requestOf([report]), { archive, channel, clock });
  expect(names()).toEqual([['daybook-2026-11-20.xlsx', 'daybook-2026-11-20.html']]);
});

it('leaves out a workbook that is one byte too large, keeps the page, and says where the files lie', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 5_000_001, page: 300_000 });
  expect((await notify(requestOf([report]), { archive, channel, clock })).state).toBe('sent');
  expect(names()).toEqual([['daybook-2026-11-20.html']]);
  const place = 'reports/2026/11/20/a1b2c3d4e5f6-r1/workbook.xlsx';
  for (const part of [sent[0]?.html.replaceAll(/<[^>]*>/g, ' ') ?? '', sent[0]?.text ?? '']) {
    expect(part.replaceAll(/\s+/g, ' ')).toContain(`too large to attach, in your archive at ${place}`);
    expect(part).toContain('XLSX 5.0 MB');
  }
});

it('mails without any file when a workbook of 35 MB and its page are too large', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 35_000_000, page: 6_000_000 });
  await notify(requestOf([report]), { archive, channel, clock });
  expect(names()).toEqual([[]]);
  expect(sent[0]?.text).toMatch(/! Workbook[\s\S]*XLSX 35\.0 MB[\s\S]*! Full report[\s\S]*HTML 6\.0 MB/);
});

it('keeps the limit over all accounts of one mail', async () => {
  const reports = [
    await published('a1b2c3d4e5f6', { workbook: 3_000_000, page: 1_000_000 }),
    await published('b1b2c3d4e5f6', { workbook: 3_000_000, page: 900_000 }),
  ];
  await notify(requestOf(reports), { archive, channel, clock });
  const bytes = sent[0]?.attachments.reduce((sum, { body }) => sum + body.byteLength, 0);
  expect(bytes).toBe(4_900_000);
});

it('tells the files of many accounts that don’t fit in one line', async () => {
  const reports = [];
  for (let index = 0; index < 12; index += 1) {
    reports.push(await published(`${index.toString(16)}1b2c3d4e5f6`, { workbook: 2_000_000, page: 1_000_000 }));
  }
  await notify(requestOf(reports), { archive, channel, clock });
  expect(sent[0]?.attachments).toHaveLength(3);
  const text = sent[0]?.text.replaceAll(/\s+/g, ' ');
  expect(text).toContain('! 21 files');
  expect(text).toContain('31.0 MB');
  expect(text).toContain('too large to attach with the rest, in your archive at 2026/11/20');
});

it('says so when a file of the report is missing in the archive', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 10, page: 10 });
  const lost = { ...report, files: { ...report.files, page: 'reports/2026/11/20/gone/page.html' } };
  await notify(requestOf([lost]), { archive, channel, clock });
  expect(names()).toEqual([['daybook-2026-11-20.xlsx']]);
  expect(sent[0]?.text.replaceAll(/\s+/g, ' ')).toContain(
    'missing in your archive at reports/2026/11/20/gone/page.html',
  );
});

it('attaches nothing for a recipient who wants no files', async () => {
  await notify(requestOf([await published('a1b2c3d4e5f6', { workbook: 10, page: 10 })], false), {
    archive,
    channel,
    clock,
  });
  expect(names()).toEqual([[]]);
});

it('leaves no doubt behind when the mail can’t be made: the next run sends it', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 10, page: 10 });
  const request = { ...requestOf([report]), timeZone: 'Mars/Phobos' };
  await expect(notify(request, { archive, channel, clock })).rejects.toThrow(RangeError);
  expect(await archive.list('receipts/')).toEqual([]);
  expect((await notify(requestOf([report]), { archive, channel, clock })).state).toBe('sent');
});

it('writes a sure refusal down and lets a later run try again', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 10, page: 10 });
  const refusing: Channel = { ...channel, send: () => Promise.reject(new MessageTooLarge('Too large.', 'Less.')) };
  await expect(notify(requestOf([report]), { archive, channel: refusing, clock })).rejects.toThrow(MessageTooLarge);
  const [, refused = ''] = await archive.list('receipts/');
  expect(refused).toMatch(new RegExp(`${recipientKey('owner@example.com')}-[0-9a-f]{8}\\.refused\\.json$`));
  expect(JSON.parse(Buffer.from((await archive.get(refused)) ?? []).toString('utf8'))).toMatchObject({
    refused: 'MessageTooLarge',
  });
  expect((await notify(requestOf([report]), { archive, channel, clock })).state).toBe('sent');
  expect(sent).toHaveLength(1);
});

const wanting = (reports: readonly Published[], choice: Partial<NotifyRequest['recipient']>): NotifyRequest => ({
  ...requestOf(reports),
  recipient: { address: 'friend@example.com', attach: true, ...choice },
});

it('sends a discreet person a mail and files made without amounts, and never a file of the archive', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 10, page: 10 });
  const read: string[] = [];
  const watched: Archive = {
    ...archive,
    get: (key) => {
      read.push(key);
      return archive.get(key);
    },
  };
  await notify(wanting([report], { discreet: true }), { archive: watched, channel, clock });
  expect(names()).toEqual([['daybook-2026-11-20.xlsx', 'daybook-2026-11-20.html']]);
  expect(sent[0]?.attachments.every(({ body }) => body.byteLength > 1_000)).toBe(true);
  expect(read.filter((key) => key.startsWith('reports/') && !key.endsWith('/report.json'))).toEqual([]);
  for (const part of [sent[0]?.html, sent[0]?.text, sent[0]?.subject]) expect(part).not.toContain('695,446.61');
  expect(Buffer.from(sent[0]?.attachments[1]?.body ?? []).toString('utf8')).not.toContain('695,446.61');
  expect(sent[0]?.text).not.toContain('your archive');
});

it('attaches nothing in place of a discreet file that is too large, and says so', async () => {
  const sections: Published['report']['sections'] = [
    {
      id: 's',
      blocks: [
        {
          kind: 'table',
          id: 't',
          title: 'T',
          shownIn: ['workbook'],
          columns: [
            { key: 'name', title: 'Name', kind: 'text' },
            { key: 'weight', title: 'Weight', kind: 'weight' },
          ],
          // Random letters: they don't shrink in the zip.
          rows: Array.from({ length: 5_000 }, (_, i) => ({ name: noise(i, 2_000), weight: 0.1 })),
        },
      ],
    },
  ];
  const report = await published('a1b2c3d4e5f6', { workbook: 10, page: 10 }, { sections });
  await notify(wanting([report], { discreet: true }), { archive, channel, clock });
  expect(names()).toEqual([['daybook-2026-11-20.html']]);
  expect(sent[0]?.text.replaceAll(/\s+/g, ' ')).toContain(
    '! Workbook n/a too large to attach; it is made for you alone',
  );
}, 30_000);

/** Letters that look random, the same for the same seed. */
function noise(seed: number, length: number): string {
  let state = seed * 2_654_435_761 + 1;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += String.fromCharCode(97 + ((state >>> 16) % 26));
  }
  return text;
}

it('makes no files for a person of more than 25 accounts, and says so', async () => {
  const accounts = Array.from({ length: 26 }, (_, i) => `${(i + 10).toString(16)}`.padEnd(12, '0'));
  const reports: Published[] = [];
  for (const account of accounts) reports.push(await published(account, { workbook: 10, page: 10 }));
  await notify(wanting(reports, { discreet: true }), { archive, channel, clock });
  expect(names()).toEqual([[]]);
  expect(sent[0]?.text.replaceAll(/\s+/g, ' ')).toContain('made for you alone, and so for 25 accounts at most');
});

it('begins no further file of a person’s own when the others have taken a minute, and the mail goes out', async () => {
  const reports = [
    await published('a1b2c3d4e5f6', { workbook: 10, page: 10 }),
    await published('b1b2c3d4e5f6', { workbook: 10, page: 10 }),
  ];
  // Each look at the clock finds it 25 seconds on: two files are begun in time.
  let looks = 0;
  const slow = {
    now: () => new Date(clock.now().getTime() + 25_000 * looks++),
    sleep: (ms: number) => clock.sleep(ms),
  };
  await notify(wanting(reports, { discreet: true }), { archive, channel, clock: slow });
  expect(names()).toEqual([['daybook-2026-11-20-a1b2c3.xlsx', 'daybook-2026-11-20-a1b2c3.html']]);
  expect(sent[0]?.text.replaceAll(/\s+/g, ' ')).toContain('the others took all the time there is');
});

it('makes a page of its own for another locale and zone, and takes the workbook from the archive', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 10, page: 10 });
  await notify(wanting([report], { locale: 'de-CH', timeZone: 'Asia/Tokyo' }), { archive, channel, clock });
  const [workbook, page] = sent[0]?.attachments ?? [];
  expect(workbook?.body.byteLength).toBe(10);
  expect(Buffer.from(page?.body ?? []).toString('utf8')).toMatch(/695[’']446\.61/);
  expect(sent[0]?.text).toMatch(/695[’']446\.61/);
  expect(sent[0]?.text).toContain('GMT+9');
  expect(sent[0]?.subject).toMatch(/^Fr/);
});

it('tells a person who wants it short the returns, and none of what is look-up', async () => {
  const report = await published('a1b2c3d4e5f6', { workbook: 10, page: 10 });
  await notify(wanting([report], { detail: 'short' }), { archive, channel, clock });
  await notify(requestOf([report]), { archive, channel, clock });
  const [short = '', full = ''] = sent.map(({ text }) => text);
  for (const text of [short, full]) expect(text).toContain('PERFORMANCE');
  expect(full).toContain('KEY FIGURES');
  expect(short).not.toContain('KEY FIGURES');
  expect(names()[0]).toEqual(names()[1]);
});

it('names the address to write to for no more of these', async () => {
  await notify(requestOf([await published('a1b2c3d4e5f6', { workbook: 10, page: 10 })]), { archive, channel, clock });
  expect(sent[0]?.unsubscribe).toBe('daybook@example.org');
});
