import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#domain/calendar-date';
import type { Statement } from '#domain/statement';
import { renderPage } from '#render/page';
import type { SeriesBlock } from '#report/block';
import { discreetReport } from '#report/discreet';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import { MARKET_DATE, performance, present, series, snapshot } from '#test/support/snapshot';
import { cashTransaction, DAY_BEFORE, statement, transfer } from '#test/support/statement-dataset';

/** Values of some days, with a deposit of 500 on the day before the last that no return holds. */
function reportWith(values: readonly number[], told?: Statement): Report {
  const daily = series(values, { flows: new Map([[DAY_BEFORE, 500]]) });
  const statementOf = told ? { statement: present(told) } : {};
  return reportOf(snapshot({ datasets: { performance: present(performance([daily])), ...statementOf } }));
}

const valueOf = (report: Report): SeriesBlock =>
  (report.sections.flatMap(({ blocks }) => blocks).find(({ id }) => id === 'value') as SeriesBlock | undefined) ??
  expect.fail('no value chart');
const paidLine = (report: Report) => valueOf(report).lines.find(({ role }) => role === 'paid-in')?.values;

describe('money paid in beside the value', () => {
  const VALUES = [1000, 1010, 1510, 1525.1];

  it('steps up by a deposit that the returns imply, and leaves the rest as result', () => {
    const report = reportWith(VALUES);
    expect(paidLine(report)).toEqual([1000, 1000, 1500, 1500]);
    expect(valueOf(report).marks).toEqual([
      { date: DAY_BEFORE, role: 'paid-in', name: '', value: 500, kind: 'change' },
    ]);
    expect(valueOf(report).title).toBe('Value 1,525.10 USD, +25.10 of it result since 17 Nov 2026');
    expect(valueOf(report).note).toContain('as the broker’s returns imply them');
  });

  it('steps by the statements’ bookings where they tell every day', () => {
    const booked = statement({ cashTransactions: [cashTransaction('deposit', 499.99, { date: DAY_BEFORE })] });
    const report = reportWith(VALUES, booked);
    expect(paidLine(report)?.at(-1)).toBeCloseTo(1499.99, 9);
    expect(valueOf(report).note).toContain('as the statements book them');
  });

  it('goes by the returns where a booking has no value, or a day is not told', () => {
    const unvalued = transfer({ date: DAY_BEFORE });
    const { positionAmount: _, ...without } = unvalued;
    for (const told of [
      statement({ transfers: [without] }),
      statement({ cashTransactions: [cashTransaction('deposit', 7, { currency: 'EUR', rateToBase: 0 })] }),
      statement({ cashTransactions: [cashTransaction('deposit', 7)] }, { history: { since: MARKET_DATE } }),
    ]) {
      expect(paidLine(reportWith(VALUES, told))).toEqual([1000, 1000, 1500, 1500]);
    }
  });

  it('is not drawn where returns are not time-weighted and nothing is booked', () => {
    const one = reportOf(
      snapshot({ datasets: { performance: present(performance([series(VALUES)], { method: 'MWR' })) } }),
    );
    expect(paidLine(one)).toBeUndefined();
  });

  it('is hidden from a discreet reader with its marks', () => {
    const hidden = discreetReport(reportWith(VALUES));
    expect(paidLine(hidden)).toBeUndefined();
    expect(renderPage(hidden)).not.toContain('+500');
  });

  it('and the results of all days make the change in value, whatever is booked', () => {
    const amounts = fc.array(fc.integer({ min: -500, max: 5000 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(amounts, (booked) => {
        const flows = booked.map((amount, index) =>
          cashTransaction(amount < 0 ? 'withdrawal' : 'deposit', amount, { date: addDays(MARKET_DATE, -index) }),
        );
        const paid = paidLine(reportWith(VALUES, statement({ cashTransactions: flows })));
        expect(paid?.at(-1)).toBeCloseTo(1000 + booked.reduce((sum, amount) => sum + amount, 0), 6);
      }),
      { numRuns: 20 },
    );
  });
});
