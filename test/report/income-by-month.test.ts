import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { DaySpan, Statement } from '#domain/statement';
import { renderPage } from '#render/page';
import type { TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { htmlText } from '#test/support/html-text';
import { reportOf } from '#test/support/report-of';
import { present, snapshot } from '#test/support/snapshot';
import { cashTransaction, contract, statement } from '#test/support/statement-dataset';

const of = (told: Statement): Report => reportOf(snapshot({ datasets: { statement: present(told) } }));
const table = (report: Report, id: string): TableBlock | undefined =>
  report.sections.flatMap(({ blocks }) => blocks).find((block) => block.id === id) as TableBlock | undefined;
const rows = (report: Report, id: string) => (table(report, id) ?? expect.fail(`no ${id}`)).rows;
const day = calendarDate;

const earned = statement({
  cashTransactions: [
    cashTransaction('dividend', 100, { date: day('2026-08-14') }),
    cashTransaction('withholding-tax', -15, { date: day('2026-08-14') }),
    cashTransaction('interest', 8, { date: day('2026-10-05') }),
    cashTransaction('withholding-tax', -2, { date: day('2026-10-05'), contract: contract({ symbol: '' }) }),
    cashTransaction('dividend', 50, { date: day('2026-10-06'), currency: 'EUR', rateToBase: 1.2 }),
    cashTransaction('interest', -9, { date: day('2026-11-04'), brokerType: 'Broker Interest Paid' }),
    cashTransaction('dividend', 30, { contract: contract({ symbol: 'BBB' }) }),
  ],
});

describe('income by month', () => {
  const report = of(earned);

  it('has a row for each month since the first booking, newest first, months without one among them', () => {
    expect(rows(report, 'income-months')).toEqual([
      { month: 'Nov 2026', interest: -9, dividends: 30, tax: 0, net: 21 },
      { month: 'Oct 2026', interest: 6, dividends: 60, tax: -2, net: 66 },
      { month: 'Sep 2026', interest: 0, dividends: 0, tax: 0, net: 0 },
      { month: 'Aug 2026', interest: 0, dividends: 85, tax: -15, net: 85 },
    ]);
  });

  it('is made up of interest and dividends, tax taken from what it was withheld from', () => {
    for (const { interest, dividends, net } of rows(report, 'income-months')) {
      expect((interest as number) + (dividends as number)).toBeCloseTo(net as number, 9);
    }
  });

  it('has no sum for a month that statements tell in part or not at all, and never a zero for it', () => {
    const told = (from: string, to: string) => ({ from: day(from), to: day(to) });
    const { cashTransactions } = earned.history;
    const of2026 = (...spans: readonly DaySpan[]) =>
      table(of(statement({ cashTransactions }, { history: { told: { cashTransactions: spans } } })), 'income-months');
    const why = { missing: 'statements don’t cover all its days' };
    const since = told('2026-10-01', '2026-11-20');
    const sums = (block: TableBlock | undefined) => block?.rows.map(({ month, net, tax }) => [month, net, tax]);
    const hole = of2026(told('2026-08-01', '2026-08-31'), since);
    expect(sums(hole)?.slice(1)).toEqual([
      ['Oct 2026', 66, -2],
      ['Sep 2026', why, why],
      ['Aug 2026', 85, -15],
    ]);
    expect(hole?.note).toBeUndefined();
    const late = of2026(told('2026-08-10', '2026-08-31'), since);
    expect(sums(late)).toEqual([
      ['Nov 2026', 21, 0],
      ['Oct 2026', 66, -2],
    ]);
    expect(late?.note).toBe('Left out: Aug 2026 to Sep 2026, of which statements don’t tell all days.');
  });

  it('names its parts as what is left after tax, which makes the sum', () => {
    expect(table(report, 'income-months')?.columns.map(({ title }) => title)).toEqual([
      ...['Month', 'Interest, net', 'Dividends, net', 'Tax in both', 'After tax'],
    ]);
  });

  it('says why where a booking has no rate, and draws no columns', () => {
    const rateless = cashTransaction('dividend', 50, { date: day('2026-10-06'), currency: 'EUR', rateToBase: 0 });
    const open = of(statement({ cashTransactions: [rateless, cashTransaction('dividend', 1)] }));
    expect(rows(open, 'income-months')[1]?.net).toEqual({ missing: expect.stringContaining('EUR') });
    expect(renderPage(open)).not.toContain('id="income-months-half-t"');
    expect(renderPage(report)).toContain('id="income-months-half-t"');
  });

  it('is left out for one month alone', () => {
    expect(
      table(of(statement({ cashTransactions: [cashTransaction('dividend', 1)] })), 'income-months'),
    ).toBeUndefined();
  });
});

describe('income by payer', () => {
  it('sums up what each paid in the year, the largest first, and makes the total', () => {
    const block = table(of(earned), 'income-payers');
    expect(block?.rows).toEqual([
      { payer: 'AAA', payments: 2, gross: 160, tax: -15, net: 145 },
      { payer: 'BBB', payments: 1, gross: 30, tax: 0, net: 30 },
      { payer: 'Interest on cash', payments: 2, gross: -1, tax: -2, net: -3 },
    ]);
    expect(block?.totals).toEqual({ payer: 'Income after tax', payments: 5, gross: 189, tax: -17, net: 172 });
    expect(htmlText(renderPage(of(earned)))).toContain('Interest on cash');
  });

  it('counts a correction with its payer, and as no payment', () => {
    const taken = of(
      statement({ cashTransactions: [cashTransaction('dividend', 40), cashTransaction('dividend', -40)] }),
    );
    expect(rows(taken, 'income-payers')).toEqual([{ payer: 'AAA', payments: 1, gross: 0, tax: 0, net: 0 }]);
  });

  it('is left out where nothing was earned', () => {
    expect(table(of(statement()), 'income-payers')).toBeUndefined();
  });
});
