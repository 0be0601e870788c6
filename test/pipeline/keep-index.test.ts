import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import { indexedDays, readIndexedDay } from '#pipeline/index-file';
import { type IndexPorts, type IndexRequest, keepIndex } from '#pipeline/keep-index';
import type { Report } from '#report/report';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { sampleReport } from '#test/support/sample-report';

const SAMPLE = sampleReport({ days: 2 });
const account = (place: number): string => place.toString(16).padStart(12, '0');
const text = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString('utf8');
const page = (archive: MemoryArchive, key = 'index.html'): string => text(archive.objects.get(key));
const days = (html: string): string[] =>
  [...html.matchAll(/<th scope="row" class="n">([^<]*)/g)].map(([, day = '']) => day);

/** A report of the day lies in the archive. */
async function published(archive: MemoryArchive, date: string, { place = 1, revision = 1 } = {}): Promise<void> {
  const key = account(place);
  const report: Report = {
    ...SAMPLE,
    marketDate: calendarDate(date),
    account: { ...SAMPLE.account, key, label: `Account ${place}` },
    revision,
  };
  const folder = `reports/${date.replaceAll('-', '/')}/${key}-r${revision}/`;
  await archive.put(`${folder}report.json`, JSON.stringify(report));
}

async function end(archive: MemoryArchive, date: string, more: Partial<IndexRequest & IndexPorts> = {}) {
  const { late, anew, ...request } = more;
  const ports = { archive, calendar: newYorkCalendar(), ...(late ? { late } : {}), ...(anew ? { anew } : {}) };
  return keepIndex([{ marketDate: calendarDate(date), state: 'done', ...request }], ports);
}

async function reported(archive: MemoryArchive, date: string, of: { place?: number; revision?: number } = {}) {
  await published(archive, date, of);
  await end(archive, date);
}

describe('the pages of an archive', () => {
  it('keep the newest month as the first page, and every month as its own', async () => {
    const archive = memoryArchive();
    await reported(archive, '2026-10-30');
    expect(page(archive)).toContain('October 2026');
    await reported(archive, '2026-11-02');
    expect(page(archive)).toContain('November 2026');
    expect(page(archive)).toContain('href="index/2026-10.html"');
    expect(page(archive, 'index/2026-10.html')).toContain('30 Oct');
  });

  it('lead from a month to the next when that one is begun', async () => {
    const archive = memoryArchive();
    await reported(archive, '2026-10-30');
    await reported(archive, '2026-11-02');
    expect(page(archive, 'index/2026-10.html')).toContain('href="2026-11.html"');
  });

  it('do not let a day of an earlier month that is made up for take the first page', async () => {
    const archive = memoryArchive();
    await reported(archive, '2026-11-02');
    await reported(archive, '2026-10-29');
    expect(page(archive)).toContain('November 2026');
    expect(page(archive)).toContain('href="index/2026-10.html"');
    expect(page(archive, 'index/2026-10.html')).toContain('29 Oct');
  });

  it('show the newest revision of a report', async () => {
    const archive = memoryArchive();
    await reported(archive, '2026-11-02', { revision: 2 });
    await reported(archive, '2026-11-02', { revision: 1 });
    expect((await indexedDays(archive, '2026-11'))[0]?.reports.map(({ revision }) => revision)).toEqual([2]);
    await reported(archive, '2026-11-02', { revision: 3 });
    expect((await indexedDays(archive, '2026-11'))[0]?.reports.map(({ revision }) => revision)).toEqual([3]);
  });

  it('keep the reports of a day when a further run of it ends without any', async () => {
    const archive = memoryArchive();
    await reported(archive, '2026-11-02');
    await end(archive, '2026-11-02', { state: 'failed', why: 'No space.' });
    const [day] = await indexedDays(archive, '2026-11');
    expect([day?.state, day?.why, day?.reports.length]).toEqual(['failed', 'No space.', 1]);
    expect(page(archive)).toContain('No space.');
  });

  it('leave state and reason of a day as they are when only its reports are looked at again', async () => {
    const archive = memoryArchive();
    await published(archive, '2026-11-02');
    await end(archive, '2026-11-02', { state: 'partial', why: 'No returns.' });
    await published(archive, '2026-11-02', { revision: 2 });
    await keepIndex([{ marketDate: calendarDate('2026-11-02') }], { archive, calendar: newYorkCalendar() });
    const [day] = await indexedDays(archive, '2026-11');
    expect([day?.state, day?.why, day?.reports[0]?.revision]).toEqual(['partial', 'No returns.', 2]);
  });

  it('name a market day of which nothing is known, and no day without trading', async () => {
    const archive = memoryArchive();
    await reported(archive, '2026-11-19');
    await reported(archive, '2026-11-24');
    expect(days(page(archive))).toEqual(['Tue 24 Nov', 'Mon 23 Nov', 'Fri 20 Nov', 'Thu 19 Nov']);
    expect(page(archive).match(/nothing here/g)).toHaveLength(2);
  });

  it('are the same when they are made again', async () => {
    const archive = memoryArchive();
    await reported(archive, '2026-11-02');
    const before = page(archive);
    await end(archive, '2026-11-02', { anew: true });
    expect(page(archive)).toBe(before);
  });

  it('lead to files that are there, and stay small over hundreds of days', async () => {
    const archive = memoryArchive();
    const dates = newYorkCalendar().tradingDays(calendarDate('2025-09-02'), calendarDate('2026-11-20'));
    for (const date of dates) {
      await published(archive, date);
      for (const name of ['page.html', 'workbook.xlsx']) {
        await archive.put(`reports/${date.replaceAll('-', '/')}/${account(1)}-r1/${name}`, name);
      }
    }
    const requests = dates.map((marketDate): IndexRequest => ({ marketDate, state: 'done' }));
    await keepIndex(requests, { archive, calendar: newYorkCalendar() });
    const pages = [...archive.objects.keys()].filter((key) => key.endsWith('.html') && !key.startsWith('reports/'));
    const wrong = pages.flatMap((key) =>
      [...page(archive, key).matchAll(/href="([^"#]+)"/g)].flatMap(([, link = '']) => {
        const relative = !/^[a-z]+:|^\//i.test(link);
        const target = new URL(link, `https://archive.invalid/${key}`).pathname.slice(1);
        return relative && archive.objects.has(target) ? [] : [`${key}: ${link}`];
      }),
    );
    expect(wrong).toEqual([]);
    expect(dates.length).toBeGreaterThan(300);
    expect(pages).toHaveLength(16);
    expect(Math.max(...pages.map((key) => archive.objects.get(key)?.byteLength ?? 0))).toBeLessThan(40_000);
  }, 60_000);

  it('lose no day when runs end at once', async () => {
    const archive = memoryArchive();
    await Promise.all(['2026-11-02', '2026-11-03', '2026-11-04'].map((date) => reported(archive, date)));
    expect((await indexedDays(archive, '2026-11')).map(({ date }) => date)).toEqual([
      '2026-11-02',
      '2026-11-03',
      '2026-11-04',
    ]);
  });

  it('forget a report that is gone when they are made anew, and only then', async () => {
    const archive = memoryArchive();
    await published(archive, '2026-11-02', { place: 2 });
    await reported(archive, '2026-11-02');
    archive.objects.delete(`reports/2026/11/02/${account(2)}-r1/report.json`);
    await end(archive, '2026-11-02');
    expect(page(archive)).toContain('Account 2');
    await end(archive, '2026-11-02', { anew: true });
    expect(page(archive)).not.toContain('Account 2');
    expect(page(archive)).toContain('Account 1');
  });

  it('take up the reports that were not read in time, and a damaged one keeps no other away', async () => {
    const archive = memoryArchive();
    for (const place of [1, 2, 3]) await published(archive, '2026-11-02', { place });
    await archive.put(`reports/2026/11/02/${account(4)}-r1/report.json`, '{"schema":');
    let asked = 0;
    const first = await end(archive, '2026-11-02', { of: 'x', late: () => ++asked > 1 });
    expect(first.left).toBe(3);
    expect((await indexedDays(archive, '2026-11'))[0]?.of).toBeUndefined();
    const second = await end(archive, '2026-11-02', { of: 'x' });
    expect(second.left).toBe(1);
    expect((await indexedDays(archive, '2026-11'))[0]?.reports).toHaveLength(3);
  });

  it('hold one month of a thousand accounts in a small file, and their lines on a page of the day', async () => {
    const archive = memoryArchive();
    for (let place = 1; place <= 1_000; place += 1) await published(archive, '2026-11-02', { place });
    await end(archive, '2026-11-02');
    expect(page(archive)).toContain('1000 accounts');
    expect(page(archive)).toContain('href="index/2026-11-02.html"');
    expect(page(archive, 'index/2026-11-02.html').match(/page\.html/g)).toHaveLength(1_000);
    expect(archive.objects.get('state/index/2026-11.json')?.length).toBeLessThan(1_000);
    expect((await readIndexedDay(archive, calendarDate('2026-11-02')))?.reports).toHaveLength(1_000);
  });
});
