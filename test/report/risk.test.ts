import { describe, expect, it } from 'vitest';
import type { Block, FiguresBlock, SeriesBlock, StatisticsBlock, TableBlock } from '#report/block';
import type { Measure } from '#report/measure';
import type { Report } from '#report/report';
import { isMissing } from '#report/value';
import { reportOfDays } from '#test/support/long-history';
import { reportOf } from '#test/support/report-of';
import { performance, present, series, snapshot } from '#test/support/snapshot';

function block<T extends Block>(report: Report, id: string): T {
  const all = report.sections.flatMap(({ blocks }) => blocks);
  return (all.find((candidate) => candidate.id === id) ?? expect.fail(`no block ${id}`)) as T;
}

const statistic = (report: Report, measure: Measure) =>
  block<StatisticsBlock>(report, 'risk').statistics.find((row) => row.measure === measure) ??
  expect.fail(`no ${measure}`);

describe('the risk section', () => {
  it('shows every statistic of a long history, each with formula and count of days', () => {
    const { statistics } = block<StatisticsBlock>(reportOfDays(300), 'risk');
    expect(statistics.filter(({ value }) => isMissing(value))).toEqual([]);
    for (const { formula, observations } of statistics) {
      expect(formula).not.toBe('');
      expect(observations).toBe(299);
    }
  });

  it('says how many days are missing where a statistic needs more', () => {
    const report = reportOfDays(20);
    expect(statistic(report, 'volatility').value).toEqual({ missing: '19 of 20 days' });
    expect(statistic(report, 'value-at-risk').value).toEqual({ missing: '19 of 100 days' });
    expect(statistic(report, 'calmar').value).toEqual({ missing: 'less than a year' });
    expect(typeof statistic(report, 'maximum-drawdown').value).toBe('number');
    expect(typeof statistic(reportOfDays(21), 'volatility').value).toBe('number');
  });

  it('takes the risk-free rate that it is given, and says where it is from', () => {
    const without = reportOfDays(300);
    const given = reportOfDays(300, { riskFree: { rate: 0.04, source: 'US Treasury bills, 20 Nov 2026' } });
    const sharpe = (report: Report) => statistic(report, 'sharpe').value as number;
    expect(sharpe(given)).toBeLessThan(sharpe(without));
    expect(block<StatisticsBlock>(given, 'risk').note).toContain('4.00% a year (US Treasury bills, 20 Nov 2026)');
    expect(block<StatisticsBlock>(without, 'risk').note).toContain('0.00% a year (none is set)');
  });
});

describe('the mail’s risk', () => {
  it('names the year of a high that is not of this year', () => {
    const fallen = (days: number): unknown => {
      const values = [100, 200, ...Array.from({ length: days }, () => 150)];
      const made = reportOf(snapshot({ datasets: { performance: present(performance([series(values)])) } }));
      return block<FiguresBlock>(made, 'risk-mail').figures.find(({ label }) => label === 'Below the high')?.period;
    };
    expect(fallen(20)).toMatch(/^of \d+ (Oct|Nov)$/);
    expect(fallen(400)).toMatch(/^of \d+ [A-Z][a-z]{2} 2025$/);
  });
});

describe('the drawdowns', () => {
  it('hang below zero day by day, and their five deepest stand in order with their dates', () => {
    const report = reportOfDays(300);
    const chart = block<SeriesBlock>(report, 'drawdown');
    const falls = chart.lines[0]?.values ?? [];
    expect(falls.every((value) => value !== null && value <= 0)).toBe(true);
    const { rows } = block<TableBlock>(report, 'deepest-falls');
    const depths = rows.map(({ depth }) => depth as number);
    expect(depths).toEqual([...depths].sort((a, b) => a - b));
    expect(depths[0]).toBe(Math.min(...(falls as number[])));
    expect(depths[0]).toBe(statistic(report, 'maximum-drawdown').value);
    expect(rows.length).toBe(5);
    for (const { peak, trough } of rows) expect((peak as string) < (trough as string)).toBe(true);
  });
});

describe('two falls of one depth', () => {
  it('stand in the order they came in', () => {
    const values = [100, 90, 100, 90, 100, 95, 100];
    const made = reportOf(snapshot({ datasets: { performance: present(performance([series(values)])) } }));
    const { rows } = block<TableBlock>(made, 'deepest-falls');
    expect(rows.map(({ depth }) => depth)).toEqual([-0.1, -0.1, -0.05].map((depth) => expect.closeTo(depth, 9)));
    const peaks = rows.slice(0, 2).map(({ peak }) => peak as string);
    expect(peaks).toEqual([...peaks].sort());
  });
});

describe('the returns by month', () => {
  it('link to the return of the year, and say which months are not whole', () => {
    const report = reportOfDays(300);
    const { rows, note } = block<TableBlock>(report, 'months');
    expect(rows.map(({ year }) => year)).toEqual(['2026', '2025']);
    const all = rows.reduce((growth, { whole }) => growth * (1 + (whole as number)), 1) - 1;
    expect(all).toBeCloseTo(statistic(report, 'total-return').value as number, 12);
    const [year] = rows;
    const months = Object.entries(year ?? {}).filter(
      ([key, value]) => /^m\d\d$/.test(key) && typeof value === 'number',
    );
    const linked = months.reduce((growth, [, value]) => growth * (1 + (value as number)), 1) - 1;
    expect(linked).toBeCloseTo(year?.whole as number, 12);
    expect(year?.m12).toBeNull();
    expect(note).toMatch(/^Sep 2025 counts from .*; Nov 2026 is not over\.$/);
  });
});
