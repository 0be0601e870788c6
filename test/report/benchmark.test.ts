import { describe, expect, it } from 'vitest';
import type { Benchmark } from '#domain/benchmark';
import { calendarDate } from '#domain/calendar-date';
import { renderMail } from '#render/mail';
import { renderPage } from '#render/page';
import type { Block, SeriesBlock, StatisticsBlock, TableBlock } from '#report/block';
import type { Measure } from '#report/measure';
import type { Report } from '#report/report';
import { benchmarkOf } from '#test/support/benchmark-of';
import { reportOfDays } from '#test/support/long-history';

const of = (benchmark: Benchmark, days = 300): Report => reportOfDays(days, { benchmark });
const blocks = (report: Report): readonly Block[] => report.sections.flatMap((section) => section.blocks);
function block<T extends Block>(report: Report, id: string): T {
  return (blocks(report).find((one) => one.id === id) ?? expect.fail(`no block ${id}`)) as T;
}
const statistic = (report: Report, measure: Measure) =>
  block<StatisticsBlock>(report, 'risk').statistics.find((row) => row.measure === measure) ?? expect.fail(measure);
const tenth = (report: Report) => {
  const found = blocks(report).find((one) => one.kind === 'checks');
  return found?.kind === 'checks' ? found.checks.find(({ id }) => id === 'benchmark') : undefined;
};
const mailOf = (report: Report) =>
  renderMail({
    reports: [report],
    failures: [],
    attachments: [],
    sentAt: '2026-11-21T11:00:00Z',
    timeZone: 'America/New_York',
    archivePlace: '2026/11/20',
  });

describe('a report without a benchmark', () => {
  it('shows nothing of one but why its check can not be made', () => {
    const report = reportOfDays(300);
    expect(tenth(report)).toMatchObject({ verdict: 'unchecked', finding: 'no benchmark set' });
    const rest = JSON.stringify({ ...report, sections: blocks(report).filter(({ kind }) => kind !== 'checks') });
    expect(rest.toLowerCase()).not.toContain('benchmark');
  });
});

describe('a report with a benchmark', () => {
  const report = of(benchmarkOf());

  it('sets return, benchmark and difference side by side, in table and mail', () => {
    for (const id of ['performance', 'returns']) {
      const { columns, rows } = block<TableBlock>(report, id);
      expect(columns.map(({ key }) => key)).toEqual(expect.arrayContaining(['twr', 'benchmark', 'difference']));
      for (const row of rows) {
        expect(row.difference).toBeCloseTo((row.twr as number) - (row.benchmark as number), 12);
      }
    }
    expect(block<TableBlock>(report, 'performance').note).toContain('S&P 500 TR: total return, USD');
  });

  it('says the day in one line on page and mail, and the year after the subject', () => {
    const day = report.headline.benchmark?.day as number;
    const line = `${Math.abs(day * 100).toFixed(2)} pp ${day > 0 ? 'above' : 'below'} S&amp;P 500 TR`;
    expect(renderPage(report)).toContain(line);
    const mail = mailOf(report);
    expect(mail.html).toContain(line);
    expect(mail.html).toMatch(/Year vs S&amp;P 500 TR [+−]\d+\.\d\d pp · /);
    expect(mail.subject).not.toContain('S&P');
  });

  it('draws both cumulative returns from the same first day', () => {
    const { lines, dates } = block<SeriesBlock>(report, 'cumulative');
    expect(lines.map(({ role }) => role)).toEqual(['value', 'benchmark']);
    expect(lines.map(({ values }) => values[0])).toEqual([0, 0]);
    expect(lines[0]?.values.at(-1)).toBeCloseTo(statistic(report, 'total-return').value as number, 12);
    expect(dates).toHaveLength(300);
    expect(block<SeriesBlock>(report, 'drawdown').lines.map(({ role }) => role)).toEqual(['drawdown', 'benchmark']);
  });

  it('passes its tenth check with the close of the day, and looks at none after it', () => {
    expect(tenth(report)).toMatchObject({ verdict: 'pass', finding: 'close of 20 Nov' });
    const { closes } = benchmarkOf();
    const later = [...closes, { date: calendarDate('2026-11-23'), close: 1 }];
    expect(of({ ...benchmarkOf(), closes: later })).toEqual(report);
  });

  it('is the same report whatever the closes of other days are', () => {
    const { closes } = benchmarkOf();
    const before = closes.map((one) => (one.date < '2025-01-01' ? { ...one, close: one.close * 2 } : one));
    expect(of({ ...benchmarkOf(), closes: before })).toEqual(report);
    const last = closes.map((one) => (one.date === '2026-11-20' ? { ...one, close: one.close * 2 } : one));
    expect(of({ ...benchmarkOf(), closes: last })).not.toEqual(report);
  });

  it('names the currency of the closes where it is not the account’s', () => {
    const note = block<TableBlock>(of(benchmarkOf({ currency: 'EUR', kind: 'price' })), 'performance').note;
    expect(note).toContain('price alone, without payments, EUR, not converted to USD');
  });

  it('fits the mail with a name of any words', () => {
    const mail = mailOf(of(benchmarkOf({ name: '<b>=Index</b> & “Co”\u202E' })));
    expect(mail.html).not.toContain('<b>=Index');
    expect(mail.html).not.toContain('\u202E');
  });
});

describe('a benchmark that ends before the day', () => {
  const report = of(benchmarkOf({ without: ['2026-11-19', '2026-11-20'] }));

  it('leaves the day open, compares longer periods to the last day both have, and says to which', () => {
    const { rows, note } = block<TableBlock>(report, 'performance');
    const [day, month] = rows;
    expect(day?.benchmark).toEqual({ missing: 'no close of 2026-11-19' });
    expect(typeof month?.difference).toBe('number');
    expect(note).toContain('Benchmark and difference: to 18 Nov 2026.');
    expect(mailOf(report).text).toContain('S&P 500 TR n/a: no close of 19 Nov 2026');
  });

  it('leaves the day open where it is but a day behind', () => {
    const behind = of(benchmarkOf({ without: ['2026-11-20'] }));
    const [day] = block<TableBlock>(behind, 'performance').rows;
    expect(day).toMatchObject({ benchmark: { missing: 'no close after 2026-11-19' } });
    expect(behind.headline.benchmark?.day).toEqual({ missing: 'no close after 2026-11-19' });
  });

  it('fails its check and is told as late, once', () => {
    expect(tenth(report)).toMatchObject({ verdict: 'fail', finding: 'newest close of 2026-11-18' });
    const told = report.warnings.filter(({ text }) => /enchmark/.test(text));
    expect(told).toEqual([
      { term: 'Late', text: 'Benchmark S&P 500 TR ends on 18 Nov 2026: it is not compared beyond.' },
    ]);
    expect(report.asOf).toContainEqual({ data: 'Benchmark', at: '2026-11-18', late: true });
  });
});

describe('a benchmark that can not be had', () => {
  it('costs its own figures alone, and says why', () => {
    const { closes: _closes, ...choice } = benchmarkOf();
    const report = of({ ...choice, missing: 'no closes were put' });
    expect(tenth(report)).toMatchObject({ verdict: 'unchecked', finding: 'no closes were put' });
    expect(report.warnings).toContainEqual({ term: 'Missing', text: 'Benchmark S&P 500 TR: no closes were put.' });
    expect(statistic(report, 'beta').value).toEqual({ missing: 'no closes were put' });
    expect(typeof statistic(report, 'volatility').value).toBe('number');
    expect(block<TableBlock>(report, 'performance').rows[0]?.benchmark).toEqual({ missing: 'no closes were put' });
    expect(renderPage(report)).toContain('n/a: no closes were put');
  });
});

describe('the statistics beside a benchmark', () => {
  it('are shown from sixty common days on', () => {
    const few = of(benchmarkOf(), 60);
    for (const measure of [
      'beta',
      'alpha',
      'correlation',
      'r-squared',
      'tracking-error',
      'information-ratio',
    ] as const) {
      expect(statistic(few, measure).value).toEqual({ missing: '59 of 60 days' });
      expect(typeof statistic(of(benchmarkOf(), 61), measure).value).toBe('number');
    }
    expect(typeof statistic(few, 'excess-return').value).toBe('number');
  });

  it('take their returns from columns that are filled on common days alone', () => {
    const report = of(benchmarkOf({ without: ['2026-11-18', '2026-10-05'] }));
    const { extra = [], dates } = block<SeriesBlock>(report, 'value');
    const column = (title: string) => extra.find((one) => one.title === title)?.values ?? expect.fail(title);
    const [own, other, less] = [column('Common return'), column('Benchmark return'), column('Excess return')];
    expect(own.map((cell) => cell === null)).toEqual(other.map((cell) => cell === null));
    expect(own[dates.indexOf(calendarDate('2026-11-18'))]).toBeNull();
    for (const [index, cell] of less.entries()) {
      if (cell !== null) expect(cell).toBeCloseTo((own[index] as number) - (other[index] as number), 12);
    }
    expect(statistic(report, 'beta').observations).toBe(own.filter((cell) => cell !== null).length);
    expect(column('Benchmark close').at(-3)).toBeNull();
  });
});
