import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '#domain/calendar-date';
import type { Statement } from '#domain/statement';
import type { Block, FiguresBlock, NoticeBlock, TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import { MARKET_DATE, missing, position, present, type SnapshotParts, snapshot } from '#test/support/snapshot';
import {
  cashTransaction,
  corporateAction,
  DAY_BEFORE,
  dividendAccrual,
  salesTax,
  statement,
  trade,
  transfer,
} from '#test/support/statement-dataset';

function report(
  told: Statement | 'none' | ReturnType<typeof missing> = statement(),
  others: NonNullable<SnapshotParts['datasets']> = {},
): Report {
  const dataset = told === 'none' ? {} : { statement: 'day' in told ? present(told) : told };
  return reportOf(snapshot({ datasets: { ...dataset, ...others } }));
}

const blocks = (from: Report): readonly Block[] => from.sections.flatMap((section) => section.blocks);
const find = (from: Report, id: string): Block | undefined => blocks(from).find((block) => block.id === id);
const table = (from: Report, id: string): TableBlock => (find(from, id) ?? expect.fail(`no block ${id}`)) as TableBlock;
const line = (from: Report, id: string, label: string) =>
  table(from, id).rows.find((row) => (row as Record<string, unknown>).line === label) as Record<string, unknown>;
const totals = (from: Report, id: string) => table(from, id).totals as Record<string, unknown>;
const summary = (from: Report, label: string) =>
  (find(from, 'summary') as FiguresBlock).figures.find((figure) => figure.label === label)?.value;
const since = { missing: 'statements begin 12 Nov' };
const TWELFTH = calendarDate('2026-11-12');
const EARLIER = calendarDate('2026-03-12');

const busy = statement({
  cashTransactions: [
    cashTransaction('deposit', 5000),
    cashTransaction('deposit', 2000, { date: EARLIER }),
    cashTransaction('withdrawal', -300, { date: addDays(MARKET_DATE, -10) }),
    cashTransaction('dividend', 40),
    cashTransaction('withholding-tax', -6),
    cashTransaction('withholding-tax', 1.5, { date: EARLIER, reported: MARKET_DATE }),
    cashTransaction('interest', 7, { date: EARLIER }),
    cashTransaction('fee', -4.5),
  ],
  trades: [trade({ realizedProfit: 12 }), trade({ date: EARLIER, commission: -2 })],
  salesTaxes: [salesTax(-0.9)],
  transfers: [transfer({ date: EARLIER, rateToBase: 0.5, currency: 'GBP' })],
});

describe('flows, income and costs', () => {
  it('are summed up by day, month and year, and the parts make the total', () => {
    const made = report(busy);
    expect(line(made, 'cash-flows', 'Deposits')).toMatchObject({ day: 5000, month: 5000, year: 7000 });
    expect(line(made, 'cash-flows', 'Withdrawals')).toMatchObject({ day: 0, month: -300, year: -300 });
    expect(line(made, 'cash-flows', 'Transfers in')).toMatchObject({ day: 0, month: 0, year: 500 });
    expect(totals(made, 'cash-flows')).toMatchObject({ line: 'Net paid in', day: 5000, month: 4700, year: 7200 });
    expect(line(made, 'income', 'Tax withheld')).toMatchObject({ day: -6, year: -6 });
    expect(line(made, 'income', 'Corrections of tax')).toMatchObject({ day: 1.5, year: 1.5 });
    expect(totals(made, 'income')).toMatchObject({ day: 35.5, month: 35.5, year: 42.5 });
    expect(line(made, 'costs', 'Commissions')).toMatchObject({ day: -1, year: -3 });
    expect(totals(made, 'costs')).toMatchObject({ day: -6.4, year: -8.4 });
  });

  it('stand in the summary, and short in a mail without a bridge of the day', () => {
    const made = report(busy);
    expect(summary(made, 'Net paid in, day')).toBe(5000);
    expect(summary(made, 'Income after tax, year to date')).toBe(42.5);
    expect(summary(made, 'Costs, day')).toBeCloseTo(-6.4, 9);
    expect(find(made, 'bridge-day')?.shownIn).toEqual(['mail']);
    expect(find(made, 'money')).toBeUndefined();
    const young = report(busy, { performance: missing() });
    expect(find(young, 'bridge-day')).toBeUndefined();
    expect(line(young, 'money', 'Tax withheld')).toMatchObject({ day: -4.5, year: -4.5 });
    expect(table(young, 'money').shownIn).toEqual(['mail']);
  });

  it('have a Monday hold its weekend', () => {
    const monday = calendarDate('2026-11-23');
    const saturday = cashTransaction('deposit', 10, { date: calendarDate('2026-11-21') });
    const friday = cashTransaction('deposit', 500, { date: MARKET_DATE });
    const window = { from: addDays(monday, -365), to: monday };
    const told = statement({ cashTransactions: [friday, saturday] }, { day: monday, history: { window } });
    const made = reportOf(
      snapshot({
        run: { kind: 'final', marketDate: monday },
        datasets: { statement: present(told) },
      }),
    );
    expect(line(made, 'cash-flows', 'Deposits')).toMatchObject({ day: 10, month: 510 });
  });

  it('say which rate is missing where a booking has none, and never count it as nothing', () => {
    const { rateToBase: _, ...euro } = cashTransaction('dividend', 10, { currency: 'EUR' });
    const made = report(statement({ cashTransactions: [euro, cashTransaction('dividend', 3, { date: EARLIER })] }));
    const noRate = { missing: 'no rate for EUR' };
    expect(line(made, 'income', 'Dividends')).toMatchObject({ day: noRate, month: noRate, year: noRate });
    expect(totals(made, 'income')).toMatchObject({ day: noRate });
    expect(table(made, 'income-bookings').rows[0]).toMatchObject({ amount: 10, currency: 'EUR', value: noRate });
  });

  it('are the sum of what is listed, whatever was booked', () => {
    const kinds = ['deposit', 'withdrawal', 'dividend', 'payment-in-lieu', 'withholding-tax', 'interest'] as const;
    const more = ['bond-interest', 'fee', 'advisor-fee', 'commission-adjustment'] as const;
    const row = fc
      .record({
        kind: fc.constantFrom(...kinds, ...more),
        cents: fc.integer({ min: -10_000_000, max: 10_000_000 }),
        back: fc.integer({ min: 0, max: 323 }),
        rate: fc.double({ min: 0.01, max: 5, noNaN: true }),
      })
      .map(({ kind, cents, back, rate }) =>
        cashTransaction(kind, cents / 100, { date: addDays(MARKET_DATE, -back), currency: 'EUR', rateToBase: rate }),
      );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const made = report(statement({ cashTransactions: rows }));
        for (const [id, listed] of [
          ['cash-flows', 'flows'],
          ['income', 'income-bookings'],
          ['costs', 'cost-bookings'],
        ] as const) {
          const total = Number(totals(made, id).year);
          const parts = table(made, id).rows.reduce((sum, part) => sum + Number((part as { year: number }).year), 0);
          const values = table(made, listed).rows.map((each) => Number((each as { value: number }).value));
          expect(parts).toBeCloseTo(total, 3);
          expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 3);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('periods that statements tell in part', () => {
  const young = statement(
    { cashTransactions: [cashTransaction('deposit', 100), cashTransaction('deposit', 50, { date: TWELFTH })] },
    { history: { since: TWELFTH } },
  );

  it('are given as what they are and never as the period', () => {
    const made = report(young);
    expect(table(made, 'cash-flows').columns.map(({ title }) => title)).toEqual(['Flow', 'Day', 'Since 12 Nov']);
    expect(line(made, 'cash-flows', 'Deposits')).toEqual({ line: 'Deposits', day: 100, since: 150 });
    expect(summary(made, 'Net paid in, day')).toBe(100);
    expect(summary(made, 'Net paid in, year to date')).toEqual(since);
    expect(summary(made, 'Your money’s return (MWR), year to date')).toEqual(since);
    expect(table(made, 'cash-flows').note).toContain('since 12 Nov 2026');
    expect(table(made, 'cash-flows').note).toContain('“daybook flex backfill”');
  });

  it('are one column where statements begin on the day itself', () => {
    const made = report(statement({}, { history: { since: MARKET_DATE } }));
    expect(table(made, 'income').columns.map(({ title }) => title)).toEqual(['Kind', 'Day']);
  });

  it('count a list that is told for less, and not the day after a hole', () => {
    const hole = [
      { from: calendarDate('2025-11-20'), to: calendarDate('2026-11-10') },
      { from: TWELFTH, to: MARKET_DATE },
    ];
    const made = report(statement({}, { history: { told: { salesTaxes: hole } } }));
    expect(table(made, 'income').columns).toHaveLength(4);
    expect(table(made, 'costs').columns.map(({ title }) => title)).toEqual(['Kind', 'Day', 'Since 12 Nov']);
  });
});

describe('rows that could not be read', () => {
  it('are named, with what they make of the lists they stand in', () => {
    const row = { section: 'CashTransactions', name: 'CashTransaction', fields: {} };
    const unknown = [
      { ...row, why: 'other-account', field: 'accountId' },
      { ...row, why: 'unreadable', field: 'amount' },
      { section: 'Moons', name: 'Moon', why: 'unknown', fields: {} },
    ] as const;
    const { items, tone } = find(report(statement({}, { unknown })), 'statement-state') as NoticeBlock;
    expect(tone).toBe('warning');
    expect(items[0]?.text).toMatch(
      /^2 rows .*another account in accountId and CashTransaction with an unreadable amount/,
    );
  });
});

describe('parts that the query doesn’t have', () => {
  it('are named: in their line, and where the total is without them', () => {
    const told = statement(
      { cashTransactions: [cashTransaction('fee', -4), cashTransaction('deposit', 10)] },
      { history: { told: { transfers: [], salesTaxes: [] } }, lacks: ['transfers', 'salesTaxes'] },
    );
    const made = report(told);
    const none = { missing: 'not in the statement' };
    expect(line(made, 'cash-flows', 'Transfers')).toMatchObject({ day: none, year: none });
    expect(totals(made, 'cash-flows')).toMatchObject({ line: 'Net paid in without transfers', day: 10 });
    expect(line(made, 'costs', 'Sales tax')).toMatchObject({ year: none });
    expect(totals(made, 'costs')).toMatchObject({ line: 'Costs without sales tax', year: -4 });
    expect((find(made, 'statement-state') as NoticeBlock).items[0]?.text).toContain('transfers and sales tax');
  });

  it('are told apart from nothing booked: commissions that no trade names', () => {
    const { commission: _, ...bare } = trade();
    expect(line(report(statement({ trades: [bare] })), 'costs', 'Commissions')).toMatchObject({
      day: { missing: 'not in the statement' },
    });
    expect(line(report(statement()), 'costs', 'Commissions')).toMatchObject({ day: 0, year: 0 });
  });

  it('leave holdings that moved without a value out of no sum in silence', () => {
    const { positionAmount: _, ...unvalued } = transfer();
    const made = report(statement({ transfers: [unvalued] }));
    expect(totals(made, 'cash-flows').day).toEqual({ missing: 'value of AAA of 20 Nov not in the statement' });
    const out = transfer({ direction: 'out', quantity: -2, positionAmount: -20 });
    const some = report(statement({ transfers: [unvalued, transfer({ date: DAY_BEFORE }), out] }));
    expect(line(some, 'cash-flows', 'Transfers in')).toMatchObject({
      day: { missing: 'value of AAA of 20 Nov not in the statement' },
    });
    expect(line(some, 'cash-flows', 'Transfers out')).toMatchObject({ day: -20 });
    expect(table(made, 'flows').rows[0]).toMatchObject({ symbol: 'AAA', value: { missing: 'not in the statement' } });
  });

  it('name bookings of a type that is not known, in no sum', () => {
    const made = report(statement({ cashTransactions: [cashTransaction('other', 99)] }));
    expect(totals(made, 'income').day).toBe(0);
    expect((find(made, 'income-other') as NoticeBlock).items[0]?.text).toContain('“Something New”');
    const { rows, totals: sum } = table(made, 'income-bookings');
    expect(rows[0]).toMatchObject({ kind: 'Other, in no sum', amount: 99 });
    // A total over what is in no sum would put it there.
    expect(sum).toBeUndefined();
    const sorted = report(statement({ cashTransactions: [cashTransaction('dividend', 40)] }));
    expect(table(sorted, 'income-bookings').totals).toMatchObject({ value: 40 });
  });
});

describe('trades', () => {
  it('are the day’s on the page, all in the workbook, with commission and realised result', () => {
    const sale = trade({ quantity: -1, realizedProfit: 20, currency: 'EUR', rateToBase: 1.5 });
    const made = report(statement({ trades: [trade({ date: DAY_BEFORE }), trade(), sale] }));
    expect(table(made, 'trades-day')).toMatchObject({ title: '2 trades on 20 Nov', shownIn: ['page'] });
    expect(totals(made, 'trades-day')).toMatchObject({ profit: 30 });
    expect(table(made, 'trades').rows.map((row) => (row as { date: string }).date)).toEqual([
      MARKET_DATE,
      MARKET_DATE,
      DAY_BEFORE,
    ]);
    expect(table(made, 'trades').rows[1]).toMatchObject({ side: 'sale', amount: 100, commission: -1, profit: 30 });
  });

  it('have corporate actions beside them', () => {
    const made = report(statement({ corporateActions: [corporateAction(), corporateAction({ date: EARLIER })] }));
    expect(table(made, 'actions-recent').rows).toHaveLength(1);
    expect(table(made, 'actions').rows).toHaveLength(2);
    expect(find(report(), 'actions')).toBeUndefined();
  });

  it('are foreign text and stay so', () => {
    const name = '=HYPERLINK("http://x")<script>';
    const hostile = trade({ contract: { ...trade().contract, symbol: name, description: name } });
    expect(table(report(statement({ trades: [hostile] })), 'trades').rows[0]).toMatchObject({ symbol: name });
  });
});

describe('dividends that are declared', () => {
  it('are listed with their net, changes of them left out', () => {
    const accruals = [dividendAccrual({ currency: 'EUR', rateToBase: 2 }), dividendAccrual({ state: 'change' })];
    const made = report(statement({}, { close: { dividendAccruals: accruals } }));
    expect(table(made, 'declared-dividends').rows).toHaveLength(1);
    expect(totals(made, 'declared-dividends').value).toBe(8.5);
  });

  it('takes the tax of a declared dividend as taken away, whichever sign a statement gives it', () => {
    const accruals = [dividendAccrual({ tax: 0.75 }), dividendAccrual({ tax: -0.75 })];
    const made = report(statement({}, { close: { dividendAccruals: accruals } }));
    expect(table(made, 'declared-dividends').rows.map(({ tax }) => tax)).toEqual([-0.75, -0.75]);
  });
});

describe('without a statement', () => {
  it('there is one short hint, and no warning', () => {
    const made = report('none');
    const hints = blocks(made).filter(({ id }) => id.startsWith('statement') || id.endsWith('-missing'));
    expect(hints).toHaveLength(1);
    expect(hints[0]).toMatchObject({ kind: 'notice', tone: 'plain' });
    expect(made.warnings).toEqual([]);
    expect(summary(made, 'Deposits, fees, interest, tax')).toEqual({ missing: 'needs Flex statements' });
  });

  it('that should have come there is one warning', () => {
    const made = report(missing('not-ready', 'The Flex statement of 20 Nov is not there yet.'));
    expect(made.warnings).toEqual([{ term: 'Missing', text: 'The Flex statement of 20 Nov is not there yet.' }]);
    expect(made.asOf.at(-1)).toMatchObject({ missing: 'Flex statement: not ready yet', late: false });
  });
});

describe('activity beside statements', () => {
  it('says nothing of contracts asked when statements tell all of the window', () => {
    const held = { positions: present([position()]) };
    const dataset = { ...held, statement: present(busy) };
    const made = reportOf(snapshot({ datasets: dataset }));
    expect(find(made, 'activity-coverage')).toBeUndefined();
    expect(find(made, 'activity-contracts')).toBeUndefined();
    expect(find(report(statement({}, { history: { since: TWELFTH } })), 'activity-coverage')).toBeDefined();
  });
});
