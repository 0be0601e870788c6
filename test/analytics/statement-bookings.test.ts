import { describe, expect, it } from 'vitest';
import { costBookings } from '#analytics/cost-bookings';
import { flowBookings } from '#analytics/flow-bookings';
import { incomeBookings } from '#analytics/income-bookings';
import { statementMoves } from '#analytics/statement-moves';
import { toldFrom } from '#analytics/told-from';
import { addDays, calendarDate } from '#domain/calendar-date';
import { MARKET_DATE } from '#test/support/snapshot';
import {
  cashTransaction,
  corporateAction,
  DAY_BEFORE,
  salesTax,
  statementHistory,
  trade,
  transfer,
} from '#test/support/statement-dataset';

const MARCH = calendarDate('2026-03-12');

describe('flows', () => {
  it('are deposits, withdrawals and what was transferred, by their day of report', () => {
    const deposit = cashTransaction('deposit', 500, { date: DAY_BEFORE, reported: MARKET_DATE });
    const { flows } = flowBookings({
      cashTransactions: [deposit, cashTransaction('withdrawal', -20), cashTransaction('dividend', 9)],
      transfers: [transfer(), transfer({ direction: 'out', quantity: -10, positionAmount: -1000 })],
    });
    expect(flows.map(({ kind, amount, day }) => [kind, amount, day])).toEqual([
      ['deposit', 500, MARKET_DATE],
      ['withdrawal', -20, MARKET_DATE],
      ['transfer-in', 1000, MARKET_DATE],
      ['transfer-out', -1000, MARKET_DATE],
    ]);
  });

  it('count cash that stands in both lists once', () => {
    const deposit = cashTransaction('deposit', 500, { transactionId: '77' });
    const { positionAmount: _, quantity: __, ...cash } = transfer({ cashAmount: 500, transactionId: '77' });
    expect(flowBookings({ cashTransactions: [deposit], transfers: [cash] }).flows).toHaveLength(1);
    expect(
      flowBookings({ cashTransactions: [deposit], transfers: [{ ...cash, transactionId: '78' }] }).flows,
    ).toHaveLength(2);
  });

  it('keep a holding that moved without a value apart', () => {
    const { positionAmount: _, ...unvalued } = transfer();
    expect(flowBookings({ cashTransactions: [], transfers: [unvalued] })).toEqual({
      flows: [],
      withoutValue: [unvalued],
    });
  });
});

describe('income', () => {
  it('tells interest received from paid by the broker’s word, taken back or not', () => {
    const received = cashTransaction('interest', -3);
    const paid = cashTransaction('interest', 2, { brokerType: 'Broker Interest Paid' });
    expect(incomeBookings([received, paid]).map(({ kind }) => kind)).toEqual(['interest-received', 'interest-paid']);
  });

  it('marks tax that comes back, and what is reported long after its day, as a correction of that day', () => {
    const rows = [
      cashTransaction('withholding-tax', -15, { date: MARCH, reported: addDays(MARCH, 3) }),
      cashTransaction('withholding-tax', 15, { date: MARCH, reported: MARKET_DATE }),
      cashTransaction('withholding-tax', -10, { date: MARCH, reported: MARKET_DATE }),
      cashTransaction('withholding-tax', 15, { date: MARCH }),
      cashTransaction('dividend', -100, { date: MARCH }),
      cashTransaction('payment-in-lieu', -100, { date: MARCH }),
    ];
    expect(incomeBookings(rows).map(({ of, correction }) => [of, correction])).toEqual([
      [MARCH, false],
      [MARCH, true],
      [MARCH, true],
      [MARCH, true],
      [MARCH, true],
      [MARCH, false],
    ]);
  });

  it('leaves out what is no income', () => {
    const others = ['deposit', 'fee', 'advisor-fee', 'commission-adjustment', 'price-adjustment', 'other'] as const;
    expect(incomeBookings(others.map((kind) => cashTransaction(kind, 1)))).toEqual([]);
  });
});

describe('costs', () => {
  it('are commissions and taxes of trades, fees, and sales tax', () => {
    const costs = costBookings({
      trades: [trade({ commission: -2, tax: -0.5 }), trade({ commission: 0 })],
      cashTransactions: [
        cashTransaction('fee', -4.5),
        cashTransaction('advisor-fee', -10),
        cashTransaction('commission-adjustment', 0.3),
        cashTransaction('dividend', 5),
      ],
      salesTaxes: [salesTax(-0.9)],
    });
    expect(costs.map(({ kind, amount, list }) => [kind, amount, list])).toEqual([
      ['commission', -2, 'trades'],
      ['transaction-tax', -0.5, 'trades'],
      ['fee', -4.5, 'cashTransactions'],
      ['advisor-fee', -10, 'cashTransactions'],
      ['commission', 0.3, 'cashTransactions'],
      ['sales-tax', -0.9, 'salesTaxes'],
    ]);
  });

  it('of a trade that was reported late, and its flows and moves, count on the day of report', () => {
    const late = { date: DAY_BEFORE, reported: MARKET_DATE };
    const [cost] = costBookings({ trades: [trade({ ...late, commission: -2 })], cashTransactions: [], salesTaxes: [] });
    expect(cost?.day).toBe(MARKET_DATE);
    expect(flowBookings({ cashTransactions: [], transfers: [transfer(late)] }).flows[0]?.day).toBe(MARKET_DATE);
    const history = statementHistory({ trades: [trade(late)] });
    expect(statementMoves(history, DAY_BEFORE, MARKET_DATE, [1])?.history.rows).toHaveLength(1);
  });

  it('don’t take the trade’s rate for a commission in another currency', () => {
    const euro = trade({ currency: 'EUR', rateToBase: 1.1, commissionCurrency: 'GBP' });
    const [cost] = costBookings({ trades: [euro], cashTransactions: [], salesTaxes: [] });
    expect(cost).toMatchObject({ currency: 'GBP', amount: -1 });
    expect(cost).not.toHaveProperty('rateToBase');
  });
});

describe('days told', () => {
  const span = (from: string, to: string) => ({ from: calendarDate(from), to: calendarDate(to) });

  it('reach back over spans that touch, and end at a day in between', () => {
    const spans = [
      span('2026-10-01', '2026-10-30'),
      span('2026-11-01', '2026-11-12'),
      span('2026-11-13', '2026-11-20'),
    ];
    expect(toldFrom(spans, MARKET_DATE)).toBe('2026-11-01');
    expect(toldFrom(spans, calendarDate('2026-10-15'))).toBe('2026-10-01');
  });

  it('are none when the day itself isn’t told', () => {
    expect(toldFrom([span('2026-11-01', '2026-11-19')], MARKET_DATE)).toBeUndefined();
    expect(toldFrom([], MARKET_DATE)).toBeUndefined();
  });
});

describe('what moved holdings', () => {
  const bookings = { trades: [trade()], transfers: [transfer()], corporateActions: [corporateAction()] };

  it('is trades, transfers and corporate actions after the first day', () => {
    const before = trade({ date: DAY_BEFORE, quantity: 99 });
    const history = statementHistory({ ...bookings, trades: [before, trade()] });
    const moves = statementMoves(history, DAY_BEFORE, MARKET_DATE, [1]);
    expect(moves?.history.rows.map(({ quantity }) => quantity)).toEqual([1, 10, 10]);
    expect(moves?.whole).toBe(true);
  });

  it('is unknown when trades of a day weren’t told, and not whole without the other lists', () => {
    const today = [{ from: MARKET_DATE, to: MARKET_DATE }];
    const untold = statementHistory(bookings, { told: { trades: today } });
    expect(statementMoves(untold, addDays(DAY_BEFORE, -1), MARKET_DATE, [1])).toBeUndefined();
    const lacking = statementHistory(bookings, { told: { transfers: [] } });
    expect(statementMoves(lacking, DAY_BEFORE, MARKET_DATE, [1])?.whole).toBe(false);
  });
});
