import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { renderPage } from '#render/page';
import type { NoticeBlock, SeriesBlock, TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { benchmarkOf } from '#test/support/benchmark-of';
import { htmlText } from '#test/support/html-text';
import { reportOfDays } from '#test/support/long-history';
import { reportOf } from '#test/support/report-of';
import { daysBack, performance, present, snapshot } from '#test/support/snapshot';

const find = (report: Report, id: string) =>
  report.sections.flatMap(({ blocks }) => blocks).find((block) => block.id === id) ?? expect.fail(`no block ${id}`);
const table = (report: Report, id: string) => find(report, id) as TableBlock;
const row = (report: Report, id: string, year: string) =>
  (table(report, id).rows.find((one) => one.year === year) ?? expect.fail(year)) as Record<string, unknown>;
const NAME = 'S&P 500 TR';

describe('the benchmark’s months', () => {
  const report = reportOfDays(300, { benchmark: benchmarkOf() });

  it('stand below the account’s of each year, and are linked to its own year', () => {
    const years = table(report, 'months').rows.map(({ year }) => year);
    expect(years).toEqual(['2026', `${NAME} 2026`, '2025', `${NAME} 2025`]);
    const its = row(report, 'months', `${NAME} 2026`);
    const months = Object.entries(its).filter(([key, value]) => /^m\d\d$/.test(key) && typeof value === 'number');
    expect(months).toHaveLength(11);
    const linked = months.reduce((growth, [, value]) => growth * (1 + (value as number)), 1) - 1;
    expect(linked).toBeCloseTo(its.whole as number, 12);
    const own = row(report, 'months', '2026');
    expect(own.difference).toBeCloseTo((own.whole as number) - (its.whole as number), 12);
  });

  it('are in the workbook a sheet of their own, and no years of the account', () => {
    const { rows, columnChart } = table(report, 'months');
    expect(columnChart).toBeDefined();
    expect(rows.filter(({ $only }) => $only !== 'page').map(({ year }) => year)).toEqual(['2026', '2025']);
    expect(table(report, 'months-benchmark').shownIn).toEqual(['workbook']);
    expect(row(report, 'months-benchmark', `${NAME} 2026`).m03).toBe(row(report, 'months', `${NAME} 2026`).m03);
  });

  it('say of each month without a close why it is open, and take no other day for it', () => {
    const gappy = reportOfDays(300, { benchmark: benchmarkOf({ without: ['2026-06-30', '2026-11-20'] }) });
    const its = row(gappy, 'months', `${NAME} 2026`);
    expect([its.m05, its.m06, its.m07, its.m11, its.whole].map((cell) => typeof cell)).toEqual([
      ...['number', 'string', 'string', 'string', 'string'],
    ]);
    expect(its.m06).toBe('n/a');
    const words = htmlText(renderPage(gappy));
    expect(words).toContain(`${NAME} n/a: Jun 2026 and Jul 2026 (no close of 30 Jun 2026) and Nov 2026`);
    expect(row(gappy, 'months-benchmark', `${NAME} 2026`).m06).toEqual({ missing: 'no close of 2026-06-30' });
  });

  it('count from no later day than the account’s, whose window begins on a holiday', () => {
    const days = daysBack(calendarDate('2026-01-02'), 251).slice(1);
    const points = days.map((date, i) => ({ date, netAssetValue: 1000 + i, cumulativeReturn: i / 1000 }));
    const start = { date: calendarDate('2025-01-01'), netAssetValue: 1000 };
    const made = reportOf(
      snapshot({
        run: { kind: 'final', marketDate: calendarDate('2026-01-02') },
        datasets: { performance: present(performance([{ period: '1Y', start, points }])) },
      }),
      { benchmark: { ...benchmarkOf(), closes: days.map((date, i) => ({ date, close: 500 + i })) } },
    );
    const why = { missing: 'no close of 2025-01-01' };
    expect(row(made, 'months-benchmark', `${NAME} 2025`)).toMatchObject({ m01: why, whole: why });
    expect(row(made, 'months', '2025').difference).toBe('n/a');
    expect(typeof row(made, 'months-benchmark', `${NAME} 2025`).m02).toBe('number');
  });

  it('say why there are none at all where the file can’t be read', () => {
    const { closes: _, ...choice } = benchmarkOf();
    const none = reportOfDays(300, { benchmark: { ...choice, missing: 'its file is gone' } });
    expect(table(none, 'months').note).toContain('its file is gone');
    expect(row(none, 'months', '2026').difference).toBe('n/a');
  });
});

describe('rolling volatility and beta', () => {
  it('are drawn from the sixtieth observation on, with their last figure in the title', () => {
    const report = reportOfDays(300, { benchmark: benchmarkOf() });
    const volatility = find(report, 'rolling-volatility') as SeriesBlock;
    expect(volatility.dates).toHaveLength(300 - 60);
    expect(volatility.title).toMatch(/^60-day volatility \d+\.\d%, between \d+\.\d% and \d+\.\d%$/);
    const beta = find(report, 'rolling-beta') as SeriesBlock;
    expect(beta.dates.at(-1)).toBe('2026-11-20');
    expect(beta.title).toContain(`to ${NAME}`);
    expect(renderPage(report)).toContain('id="rolling-beta-half-t"');
  });

  it('say how many observations there are until there are sixty', () => {
    const young = reportOfDays(38, { benchmark: benchmarkOf({ without: ['2026-11-19'] }) });
    const items = ['rolling-volatility', 'rolling-beta'].map((id) => (find(young, id) as NoticeBlock).items[0]);
    expect(items).toEqual([
      { term: 'n/a', text: '37 of 60 days' },
      { term: 'n/a', text: '36 of 60 common days' },
    ]);
  });

  it('say it in one line of the page where both lack the same days', () => {
    const html = renderPage(reportOfDays(38, { benchmark: benchmarkOf({}) }));
    expect(html).toMatch(/<h2>Rolling volatility · Rolling beta to [^<]+<\/h2>/);
    expect(html).not.toContain('id="rolling-beta"');
  });

  it('know of no beta without a benchmark', () => {
    const ids = reportOfDays(300).sections.flatMap(({ blocks }) => blocks.map(({ id }) => id));
    expect(ids).toContain('rolling-volatility');
    expect(ids).not.toContain('rolling-beta');
  });
});

describe('the method notes', () => {
  it('name the benchmark with its kind, currency, last close and the days compared', () => {
    const { items } = find(reportOfDays(300, { benchmark: benchmarkOf({ kind: 'price' }) }), 'method') as NoticeBlock;
    const text = items.find(({ term }) => term === 'Benchmark')?.text;
    expect(text).toContain('S&P 500 TR: price alone, without payments, USD, not converted');
    expect(text).toContain('Last close: 20 Nov 2026.');
    expect(text).toMatch(/Compared from 15 Sep 2025 to 20 Nov 2026, on the 300 days alone that both have/);
  });
});
