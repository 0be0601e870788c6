import { describe, expect, it } from 'vitest';
import { readSummary } from '#sources/gateway/answers/summary';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';
import { AnswerUnreadable } from '#sources/gateway/errors';

const money = (amount: number | null, more: object = {}) => ({
  amount,
  currency: 'USD',
  isNull: false,
  timestamp: 1_775_161_929_000,
  value: null,
  severity: 0,
  ...more,
});
const word = (value: string | null, more: object = {}) => money(0, { currency: null, value, ...more });
const BODY = {
  accountcode: word('U1234567'),
  netliquidation: money(1005182.375),
  'netliquidation-s': money(1005182.375),
  'netliquidation-c': money(0),
  totalcashvalue: money(-12.5),
  cushion: word('0.994598'),
  daytradesremaining: word('-1'),
  lookaheadnextchange: word('1775223000'),
  settledcashbydate: word('20260402:987918.28;20260406:971869.62'),
};
const read = (more: object = {}, account?: string) =>
  readSummary(checkForm(ENDPOINTS.summary, { ...BODY, ...more }), 'summary', account);

describe('the totals of an account', () => {
  it('are amounts where they are money, and texts where they are not', () => {
    const { value, asOf, oddities } = read({}, 'U1234567');
    expect(value).toEqual({
      account: 'U1234567',
      currency: 'USD',
      netLiquidation: 1005182.375,
      netLiquidationBySegment: { s: 1005182.375, c: 0 },
      totalCash: -12.5,
      cushion: 0.994598,
      dayTradesRemaining: 'unlimited',
      nextMarginChangeAt: '2026-04-03T13:30:00.000Z',
      settledCashByDate: { '2026-04-02': 987918.28, '2026-04-06': 971869.62 },
      remainder: {},
    });
    expect(asOf).toBe('2026-04-02T20:32:09.000Z');
    expect(oddities).toEqual([]);
  });

  it('are absent where the broker says null, though an amount of 0 stands beside it', () => {
    const { value } = read({
      availablefunds: money(0, { isNull: true }),
      buyingpower: money(0, { isNone: true }),
      accruedcash: money(null),
      cushion: word(null),
    });
    for (const name of ['availableFunds', 'buyingPower', 'accruedCash', 'cushion', 'excessLiquidity']) {
      expect(value).not.toHaveProperty(name);
    }
  });

  it('count the day trades that are left where they are limited', () => {
    expect(read({ daytradesremaining: word('3') }).value.dayTradesRemaining).toBe(3);
  });

  it('cannot be read without a value of the account, or its currency', () => {
    expect(() => read({ netliquidation: money(0, { isNull: true }) })).toThrow(AnswerUnreadable);
    expect(() => read({ netliquidation: money(1, { currency: null }) })).toThrow(/names no currency/);
    expect(() => read({ totalcashvalue: money(1e200) })).toThrow(/totalcashvalue/);
  });

  it('are refused when they are of another account', () => {
    for (const asked of ['U7654321', 'U12345678', 'U123456']) {
      expect(() => read({}, asked)).toThrow(/another account/);
    }
  });

  it.each([['new'], [1.5], [[1]], [{ a: 1 }], [null], [true]])(
    'are read beside something new, %j, which is reported and kept',
    (newField) => {
      const reading = read({ newField });
      expect(reading.value).toEqual({ ...read({}).value, remainder: { newField } });
      expect(reading.oddities).toEqual([{ kind: 'field', where: 'summary', name: 'newField', count: 1 }]);
    },
  );

  it('cannot be read when an entry they know has another form', () => {
    expect(() => read({ totalcashvalue: 5 })).toThrow(/entry totalcashvalue has another form/);
  });

  it('report texts they cannot read and entries they do not know', () => {
    const reading = read({
      cushion: word('plenty'),
      settledcashbydate: word('tomorrow:1'),
      newthing: money(1),
      'newthing-s': money(1),
      totalcashvalue: money(1, { precision: 2 }),
    });
    expect(reading.value).not.toHaveProperty('cushion');
    expect(reading.value).not.toHaveProperty('settledCashByDate');
    expect(reading.value.remainder).toEqual({
      newthing: money(1),
      'newthing-s': money(1),
      'totalcashvalue.precision': 2,
    });
    expect(reading.oddities.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'field newthing',
      'field newthing-s',
      'field precision',
      'value cushion',
      'value settledcashbydate',
    ]);
  });
});
