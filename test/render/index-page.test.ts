import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { renderIndexDay, renderIndexMonth } from '#render/index-page';
import { DAY_OF_ITS_OWN, type IndexedDay, type IndexedReport, inMonth } from '#report/archive-index';
import { HOSTILE } from '#test/support/hostile';

const DAY = calendarDate('2026-11-20');

function report(parts: Partial<IndexedReport> = {}): IndexedReport {
  return {
    account: 'a1b2c3d4e5f6',
    label: 'Main account',
    maskedId: 'U…4567',
    baseCurrency: 'USD',
    revision: 1,
    folder: 'reports/2026/11/20/a1b2c3d4e5f6-r1/',
    finality: 'final',
    reconstructed: false,
    netAssetValue: 1_005_168.74,
    dayReturn: 0.0042,
    yearReturn: { missing: 'history is too short' },
    checks: { passed: 6, possible: 6, failed: 0 },
    warnings: 0,
    ...parts,
  };
}

const day = (parts: Partial<IndexedDay> = {}): IndexedDay => ({
  date: DAY,
  state: 'done',
  reports: [report()],
  ...parts,
});
const links = (html: string): readonly string[] => [...html.matchAll(/href="([^"]*)"/g)].map(([, link = '']) => link);

describe('the page of a month', () => {
  it('has each day with state, value, return and its files, newest first', () => {
    const days = [
      day({ date: calendarDate('2026-11-19'), reports: [], state: 'failed', why: 'The gateway was not reached.' }),
      day(),
    ];
    const html = renderIndexMonth({ month: '2026-11', months: ['2026-11'], days, place: 'first' });
    expect(html.indexOf('20 Nov')).toBeLessThan(html.indexOf('19 Nov'));
    for (const text of [
      '1,005,168.74 USD',
      '+0.42%',
      'n/a: history is too short',
      '6 of 6',
      'The gateway was not reached.',
    ]) {
      expect(html).toContain(text);
    }
  });

  it('links relatively alone, from the root and from the folder of the months', () => {
    const input = { month: '2026-11', months: ['2026-11', '2026-10'], days: [day()] };
    const first = links(renderIndexMonth({ ...input, place: 'first' }));
    expect(first).toEqual([
      'index/2026-10.html',
      'reports/2026/11/20/a1b2c3d4e5f6-r1/page.html',
      'reports/2026/11/20/a1b2c3d4e5f6-r1/workbook.xlsx',
      'reports/2026/11/20/a1b2c3d4e5f6-r1/report.json',
    ]);
    const month = links(renderIndexMonth({ ...input, place: 'month' }));
    const below = first.map((link) => (link.startsWith('index/') ? link.slice(6) : `../${link}`));
    expect(month).toEqual(['../index.html', ...below]);
  });

  it('gives a day of many accounts a page of its own', () => {
    const reports = Array.from({ length: DAY_OF_ITS_OWN + 1 }, (_, index) =>
      report({ account: `account${index}`, checks: { passed: 5, possible: 6, failed: index === 3 ? 1 : 0 } }),
    );
    const many = day({ reports });
    const html = renderIndexMonth({ month: '2026-11', months: ['2026-11'], days: [inMonth(many)], place: 'first' });
    expect(html).toContain(`${DAY_OF_ITS_OWN + 1} accounts`);
    expect(html).toContain('1 with failed checks');
    expect(links(html)).toEqual(['index/2026-11-20.html']);
    expect(links(renderIndexDay(many)).filter((link) => link.endsWith('page.html'))).toHaveLength(reports.length);
  });

  it('heads each row: the first of a day by the day, the others by their account', () => {
    const reports = [report(), report({ label: 'Pension' })];
    const html = renderIndexMonth({ month: '2026-11', months: ['2026-11'], days: [day({ reports })], place: 'first' });
    const heads = [...html.matchAll(/<th scope="row"[^>]*>([^<]*)</g)].map(([, head]) => head);
    expect(heads).toEqual(['Fri 20 Nov', 'Pension U…4567']);
  });

  it('shows foreign text as text', () => {
    for (const text of HOSTILE) {
      const html = renderIndexMonth({
        month: '2026-11',
        months: ['2026-11'],
        days: [day({ why: text, reports: [report({ label: text })] })],
        place: 'first',
      });
      expect(html).not.toMatch(/<script|<img/i);
      expect(links(html).every((link) => link.startsWith('reports/'))).toBe(true);
    }
  });

  it('needs no script and no network', () => {
    const html = renderIndexMonth({ month: '2026-11', months: [], days: [], place: 'first' });
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|https?:|<link/);
    expect(html).toContain('Nothing yet.');
  });
});
