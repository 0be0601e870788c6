import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { confirmDelivery, takeDelivery } from '#delivery/receipts';
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
