import { expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { indexedDays, keepIndex } from '#pipeline/keep-index';
import type { Report } from '#report/report';
import { memoryArchive } from '#test/support/memory-archive';
import { sampleReport } from '#test/support/sample-report';

const on = (date: string, parts: Partial<Report> = {}): Report => ({
  ...sampleReport(),
  marketDate: calendarDate(date),
  ...parts,
});
const text = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString('utf8');

async function end(archive: ReturnType<typeof memoryArchive>, report: Report, state = 'done') {
  await keepIndex({ marketDate: report.marketDate, state, reports: [report] }, archive);
}

it('keeps the newest month as the first page, and every month as its own', async () => {
  const archive = memoryArchive();
  await end(archive, on('2026-10-30'));
  expect(text(archive.objects.get('index.html'))).toContain('October 2026');
  await end(archive, on('2026-11-02'));
  const first = text(archive.objects.get('index.html'));
  expect(first).toContain('November 2026');
  expect(first).toContain('index/2026-10.html');
  expect(text(archive.objects.get('index/2026-10.html'))).toContain('30 Oct');
});

it('does not let a day of an earlier month that is made up for take the first page', async () => {
  const archive = memoryArchive();
  await end(archive, on('2026-11-02'));
  await end(archive, on('2026-10-29'));
  expect(text(archive.objects.get('index.html'))).toContain('November 2026');
  expect(text(archive.objects.get('index/2026-10.html'))).toContain('29 Oct');
});

it('shows the newest revision of a report, in whatever order they come', async () => {
  const [old, corrected] = [on('2026-11-02'), on('2026-11-02', { revision: 2 })];
  for (const order of [
    [old, corrected],
    [corrected, old],
  ]) {
    const archive = memoryArchive();
    for (const report of order) await end(archive, report);
    const [day] = await indexedDays(archive, '2026-11');
    expect(day?.reports.map(({ revision }) => revision)).toEqual([2]);
  }
});

it('keeps the reports of a day when a further run of it ends without any', async () => {
  const archive = memoryArchive();
  await end(archive, on('2026-11-02'));
  await keepIndex({ marketDate: calendarDate('2026-11-02'), state: 'failed', why: 'No space.', reports: [] }, archive);
  const [day] = await indexedDays(archive, '2026-11');
  expect([day?.state, day?.why, day?.reports.length]).toEqual(['failed', 'No space.', 1]);
});

it('gives the same pages when it is repeated', async () => {
  const archive = memoryArchive();
  await end(archive, on('2026-11-02'));
  const before = text(archive.objects.get('index.html'));
  await end(archive, on('2026-11-02'));
  expect(text(archive.objects.get('index.html'))).toBe(before);
});

it('loses no day when two runs end at once', async () => {
  const archive = memoryArchive();
  await Promise.all(['2026-11-02', '2026-11-03', '2026-11-04'].map((date) => end(archive, on(date))));
  expect((await indexedDays(archive, '2026-11')).map(({ date }) => date)).toEqual([
    '2026-11-02',
    '2026-11-03',
    '2026-11-04',
  ]);
});
