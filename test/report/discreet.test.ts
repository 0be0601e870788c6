import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { type Block, table } from '#report/block';
import { changesBetween } from '#report/changes';
import { discreetReport } from '#report/discreet';
import { HIDDEN, nameWithoutAmounts, withoutAmounts } from '#report/hidden-amounts';
import type { Report } from '#report/report';
import { amountText } from '#report/wording';
import { sampleReport } from '#test/support/sample-report';

describe('a sentence without its amounts', () => {
  it.each([
    ['Value 1,005,168.74 USD, from 900,000.00 on 3 Jan 2025', `Value ${HIDDEN} USD, from ${HIDDEN} on 3 Jan 2025`],
    ['EUR 4,200.00 owed', `EUR ${HIDDEN} owed`],
    ['differs by 12.40 USD', `differs by ${HIDDEN} USD`],
    ['−146.20 USD, limit 100.29 USD (1 bp)', `${HIDDEN} USD, limit ${HIDDEN} USD (1 bp)`],
    ['5 USD and $7', `${HIDDEN} USD and $${HIDDEN}`],
    ['1,000 thousand USD', `${HIDDEN} thousand USD`],
    ['moved −12', `moved ${HIDDEN}`],
    ['amounts to 1234567', `amounts to ${HIDDEN}`],
  ])('hides what %s tells', (text, expected) => {
    expect(withoutAmounts(text)).toBe(expected);
  });

  it.each([
    'Stocks 64.1%, cash 12.3%',
    '+0.42% · 0.11 pp above the index, +31 bp',
    'Thu 20 Nov 2026, 16:31 ET',
    '2026-11-19 to 2026-11-20',
    '9 of 10 checks, 1,200 trades in 7 days',
    'Daybook 0.1.0',
    'U…4567',
  ])('leaves %s', (text) => {
    expect(withoutAmounts(text)).toBe(text);
  });

  it('holds no digit of any amount that a section writes', () => {
    const amount = fc.double({ min: -1e12, max: 1e12, noNaN: true }).map(amountText);
    const currency = fc.constantFrom('USD', 'EUR', 'CHF', 'JPY');
    const around = fc.constantFrom('', 'differs by ', 'owed: ', '(', 'Cash ', '“');
    fc.assert(
      fc.property(amount, currency, around, fc.boolean(), (text, code, before, first) => {
        const told = `${before}${first ? `${code} ${text}` : `${text} ${code}`}.`;
        expect(withoutAmounts(told)).not.toMatch(/\d/);
      }),
    );
  });

  it('leaves numbers in names, unless a currency stands beside them', () => {
    expect(nameWithoutAmounts('T 4.25 11/15/34')).toBe('T 4.25 11/15/34');
    expect(nameWithoutAmounts('NVDA 20NOV26 150 C')).toBe('NVDA 20NOV26 150 C');
    expect(nameWithoutAmounts('CASH DIVIDEND USD 0.25 PER SHARE')).toBe(`CASH DIVIDEND USD ${HIDDEN} PER SHARE`);
  });
});

const inTable = (block: Block): Report => ({ ...sampleReport(), sections: [{ id: 's', blocks: [block] }] });

describe('a discreet report', () => {
  it('says that it is one, has neither value nor result, and keeps its returns', () => {
    const full = sampleReport();
    const { headline, discreet } = discreetReport(full);
    expect(discreet).toBe(true);
    expect([headline.netAssetValue, headline.dayResult]).toEqual([null, null]);
    expect([headline.dayReturn, headline.yearReturn]).toEqual([full.headline.dayReturn, full.headline.yearReturn]);
  });

  it('keeps its brief blocks brief: a short mail has the returns without amounts too', () => {
    const brief = (report: Report): readonly string[] =>
      report.sections.flatMap(({ blocks }) => blocks.filter((block) => block.brief).map(({ id }) => id));
    expect(brief(sampleReport())).toEqual(['periods']);
    expect(brief(discreetReport(sampleReport()))).toEqual(['periods']);
  });

  it('counts no column that the table shows elsewhere', () => {
    const block: Block = {
      kind: 'table',
      id: 'year',
      title: 'Year',
      shownIn: ['page'],
      columns: [
        { key: 'symbol', title: 'Symbol', kind: 'text' },
        { key: 'name', title: 'Name', kind: 'text', shownIn: ['workbook'] },
        { key: 'conid', title: 'Contract id', kind: 'id' },
        { key: 'effect', title: 'Effect', kind: 'money' },
      ],
      rows: [{ symbol: 'AAA', name: 'Aaa', conid: '1', effect: 1 }],
    };
    expect(discreetReport(inTable(block)).sections.flatMap(({ blocks }) => blocks)).toEqual([]);
  });

  it('drops a table of which only the names would be left', () => {
    const block: Block = {
      kind: 'table',
      id: 'cash',
      title: 'Cash',
      shownIn: ['mail'],
      columns: [
        { key: 'name', title: 'Currency', kind: 'text' },
        { key: 'value', title: 'Value', kind: 'money' },
      ],
      rows: [{ name: 'USD', value: 12_345.67 }],
    };
    expect(discreetReport(inTable(block)).sections).toEqual([]);
  });

  it('drops the rows that a formula solves for a return, as they would be days without amounts', () => {
    const [day, text] = ['2026-11-20', 'Paid in'];
    const flows = table({
      ...{ id: 'flows', title: 'Flows', shownIn: ['workbook'] },
      columns: [
        { key: 'date', title: 'Date', kind: 'date' },
        { key: 'entry', title: 'Entry', kind: 'text' },
        { key: 'amount', title: 'Amount', kind: 'change', unit: 'USD' },
      ],
      rows: [{ date: day, entry: text, amount: -5 }],
    });
    const live = { kind: 'internal-rate', flows: 'flows', period: 'a', from: 'b', to: 'c', guess: 'd' } as const;
    const returns = table({
      ...{ id: 'returns', title: 'Returns', shownIn: ['workbook'] },
      columns: [
        { key: 'a', title: 'Period', kind: 'text' },
        { key: 'e', title: 'MWR', kind: 'return', live },
      ],
      rows: [{ a: 'Year', e: 0.1 }],
    });
    const kept = (blocks: readonly Block[]) =>
      discreetReport({ ...sampleReport(), sections: [{ id: 's', blocks }] }).sections.flatMap((one) =>
        one.blocks.map(({ id }) => id),
      );
    expect(kept([returns, flows])).toEqual(['returns']);
    expect(kept([flows])).toEqual(['flows']);
  });

  it('draws the cumulative return once on the page, beside the benchmark where there is one', () => {
    const [dates, values] = [['2026-11-19', '2026-11-20'].map(calendarDate), [1000, 1100]];
    const money: Block = {
      ...{ kind: 'series', id: 'value', title: 'Value over time', shownIn: ['page', 'workbook'], sheet: 'Daily' },
      ...{ valueKind: 'money', unit: 'USD', dates, lines: [{ name: 'Value', role: 'value', values }] },
      extra: [{ title: 'Cumulative return', kind: 'return', chart: 'value', values: [0, 0.1] }],
    };
    const beside: Block = {
      ...{ kind: 'series', id: 'cumulative', title: 'Return', shownIn: ['page', 'workbook'], sheet: 'Benchmark' },
      ...{ valueKind: 'return', unit: '%', dates, lines: [{ name: 'Account', role: 'value', values: [0, 0.1] }] },
    };
    const onPage = (blocks: readonly Block[]) =>
      discreetReport({ ...sampleReport(), sections: [{ id: 's', blocks }] }).sections.flatMap((one) =>
        one.blocks.map(({ id, shownIn }) => `${id} ${shownIn.join(' ')}`),
      );
    expect(onPage([money])).toEqual(['value page workbook']);
    expect(onPage([money, beside])).toEqual(['value workbook', 'cumulative page workbook']);
  });

  it('gives way to the id where a title tells an amount, and turns shares into weights', () => {
    const block: Block = {
      kind: 'shares',
      id: 'by-class',
      title: 'Stocks 12,345.67 USD',
      shownIn: ['mail'],
      unit: 'USD',
      shares: [{ name: 'Cash', amount: 12_345.67, fraction: 0.25, details: [{ name: 'EUR', amount: 12_345.67 }] }],
    };
    const [made] = discreetReport(inTable(block)).sections[0]?.blocks ?? [];
    expect(made).toMatchObject({ kind: 'table', title: 'By class', rows: [{ name: 'Cash', weight: 0.25 }] });
    expect(JSON.stringify(made)).not.toContain('12');
  });

  it('lets no part through that it does not know', () => {
    const odd = { ...sampleReport(), secret: 12_345.67, headline: { ...sampleReport().headline, owed: 12_345.67 } };
    expect(JSON.stringify(discreetReport(odd))).not.toContain('12345');
  });

  it('of what a correction changed tells returns alone', () => {
    const told = (value: number, twr: number): Report =>
      inTable({
        kind: 'figures',
        id: 'summary',
        title: 'Summary',
        shownIn: ['workbook'],
        figures: [
          { label: 'Net asset value', kind: 'money', value, unit: 'USD' },
          { label: 'Return', kind: 'return', value: twr },
        ],
      });
    const now = told(98_765.43, 0.02);
    const changes = changesBetween(told(12_345.67, 0.01), now);
    expect(changes.figures.map(({ label }) => label)).toEqual(['Net asset value', 'Return']);
    const { changes: kept } = discreetReport({ ...now, changes });
    expect(kept?.figures).toEqual([{ label: 'Return', kind: 'return', before: 0.01, after: 0.02 }]);
  });
});

describe('what a revision changed', () => {
  const of = (value: Report['headline']['dayResult']): Report =>
    inTable({
      kind: 'figures',
      id: 'summary',
      title: 'Summary',
      shownIn: ['workbook'],
      figures: [{ label: 'Net asset value', kind: 'money', value, unit: 'USD' }],
    });

  it('is a figure that reads otherwise, and not one that differs below what is shown', () => {
    expect(changesBetween(of(100.001), of(100.002)).figures).toEqual([]);
    expect(changesBetween(of(100), of(100.01)).figures).toHaveLength(1);
  });

  it('is a figure that came or went, but not another reason for want of it', () => {
    expect(changesBetween(of({ missing: 'a' }), of(1)).figures).toHaveLength(1);
    expect(changesBetween(of(1), of({ missing: 'a' })).figures).toHaveLength(1);
    expect(changesBetween(of({ missing: 'a' }), of({ missing: 'b' })).figures).toEqual([]);
  });
});
