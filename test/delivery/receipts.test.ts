import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { confirmDelivery, deliveryState, refuseDelivery, takeDelivery } from '#delivery/receipts';
import { calendarDate } from '#domain/calendar-date';

let root: string;
let archive: Archive;
const at = new Date('2026-11-21T12:00:00Z');
const name = { date: calendarDate('2026-11-20'), recipient: 'abc', edition: 'e1' };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'daybook-receipts-'));
  archive = folderArchive(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('gives the right to send to one of many at once', async () => {
  const states = await Promise.all(Array.from({ length: 10 }, () => takeDelivery(archive, name, at)));
  expect(states.filter((state) => state === 'new')).toHaveLength(1);
});

it('calls a delivery unknown when nobody confirmed it, and sent once somebody did', async () => {
  await takeDelivery(archive, name, at);
  expect(await takeDelivery(archive, name, at)).toBe('unknown');
  await confirmDelivery(archive, name, at, 'somewhere');
  expect(await takeDelivery(archive, name, at)).toBe('sent');
});

it('treats another edition of the same day as a delivery of its own', async () => {
  await takeDelivery(archive, name, at);
  expect(await takeDelivery(archive, { ...name, edition: 'e2' }, at)).toBe('new');
});

it('opens one more try after a refusal, to one of many', async () => {
  await takeDelivery(archive, name, at);
  await refuseDelivery(archive, name, at, 'DailyQuotaReached');
  expect(await deliveryState(archive, name)).toBe('new');
  const states = await Promise.all(Array.from({ length: 10 }, () => takeDelivery(archive, name, at)));
  expect(states.filter((state) => state === 'new')).toHaveLength(1);
  expect(states.filter((state) => state === 'unknown')).toHaveLength(9);
  await refuseDelivery(archive, name, at, 'DailyQuotaReached');
  expect(await takeDelivery(archive, name, at)).toBe('new');
  await confirmDelivery(archive, name, at, 'somewhere');
  expect(await takeDelivery(archive, name, at)).toBe('sent');
  expect(await archive.list('receipts/')).toEqual(
    ['after', 'before-2', 'before-3', 'before', 'refused-2', 'refused'].map(
      (note) => `receipts/2026/11/20/abc-e1.${note}.json`,
    ),
  );
});

it('looks without taking', async () => {
  expect(await deliveryState(archive, name)).toBe('new');
  expect(await archive.list('receipts/')).toEqual([]);
  await takeDelivery(archive, name, at);
  expect(await deliveryState(archive, name)).toBe('unknown');
  await confirmDelivery(archive, name, at, 'somewhere');
  expect(await deliveryState(archive, name)).toBe('sent');
});
