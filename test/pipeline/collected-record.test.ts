import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { accountKey } from '#archive/keys';
import { VirtualClock } from '#effects/virtual-clock';
import { collect } from '#pipeline/collect';
import { readCollectedRecord } from '#pipeline/collected-record';
import { account, fakeGateway, needsLogin, serverError } from '#test/support/fake-gateway';
import { FINAL } from './published-day.ts';

let root: string;
let archive: Archive;
const clock = new VirtualClock(new Date('2026-11-21T10:45:00Z'));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-record-'));
  archive = folderArchive(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

type Fail = NonNullable<NonNullable<Parameters<typeof fakeGateway>[2]>['fail']>;
const collectDay = (fail?: Fail) =>
  collect(
    { run: FINAL, accounts: ['U1111111', 'U2222222'], until: new Date('2026-11-21T17:00:00Z') },
    {
      archive,
      clock,
      progress: () => undefined,
      open: () => fakeGateway([account('U1111111'), account('U2222222')], clock, fail ? { fail } : {}),
      settled: () => true,
    },
  );

it('keeps the reason of each account that gave nothing', async () => {
  await collectDay((_, about) => (about.includes('U2222222') ? serverError() : undefined));
  const record = await readCollectedRecord(archive, FINAL);
  expect(record?.accounts.map((one) => one.account)).toEqual([accountKey('U1111111')]);
  expect(record?.unreported).toEqual([
    {
      account: accountKey('U2222222'),
      maskedId: 'U…2222',
      why: expect.objectContaining({ message: expect.stringMatching(/^U…2222: .*The broker could not answer\.$/) }),
    },
  ]);
});

it('keeps the reasons also when no account gave anything', async () => {
  await collectDay((call) => (call === 'accounts' ? undefined : serverError()));
  const record = await readCollectedRecord(archive, FINAL);
  expect(record?.accounts).toEqual([]);
  expect(record?.unreported?.map(({ maskedId }) => maskedId)).toEqual(['U…1111', 'U…2222']);
  expect((await collectDay()).status).toBe('complete');
  expect((await readCollectedRecord(archive, FINAL))?.unreported).toEqual([]);
});

it('leaves the record of a finished run alone when nobody is logged in later', async () => {
  await collectDay();
  const before = await readCollectedRecord(archive, FINAL);
  await collectDay(() => needsLogin());
  expect(await readCollectedRecord(archive, FINAL)).toEqual(before);
});

it('leaves the record of an unfinished run alone when nobody is logged in later', async () => {
  await collectDay((_, about) => (about.includes('U2222222') ? serverError() : undefined));
  const before = await readCollectedRecord(archive, FINAL);
  expect((await collectDay(() => needsLogin())).status).toBe('waiting');
  expect(await readCollectedRecord(archive, FINAL)).toEqual(before);
});
