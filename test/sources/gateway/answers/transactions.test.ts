import { describe, expect, it } from 'vitest';
import { readTransactions } from '#sources/gateway/answers/transactions';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';
import { AnswerUnreadable } from '#sources/gateway/errors';

const ROW = {
  cur: 'USD',
  date: 'Tue Mar 31 00:00:00 EDT 2026',
  rawDate: '20260331',
  fxRate: 1,
  pr: 645.155,
  qty: 4,
  acctid: 'U1234567',
  amt: -2580.62,
  conid: 756733,
  type: 'Buy',
  desc: 'SPDR S&P 500',
};
const body = (rows: object[], more: object = {}) => ({
  nd: 31,
  rpnl: { data: [{ amt: '12.5' }], amt: '12.5' },
  currency: 'USD',
  from: 1_772_496_000_000,
  id: 'getTransactions',
  to: 1_775_088_000_000,
  transactions: rows,
  ...more,
});
const read = (rows: object[], ids = ['U1234567'], more: object = {}) =>
  readTransactions(checkForm(ENDPOINTS.transactions, body(rows, more)), 'transactions', ids);
const only = (row: object) => read([{ ...ROW, ...row }]).value.rows.get('U1234567')?.[0];

describe('transactions of a contract', () => {
  it('keep date, sign, price, quantity and rate', () => {
    const { value, oddities } = read([ROW]);
    expect(value.rows.get('U1234567')).toEqual([
      {
        date: '2026-03-31',
        conid: 756733,
        description: 'SPDR S&P 500',
        kind: 'buy',
        brokerType: 'Buy',
        quantity: 4,
        price: 645.155,
        amount: -2580.62,
        currency: 'USD',
        rate: 1,
        remainder: {},
      },
    ]);
    expect(value).toMatchObject({ from: '2026-03-03', to: '2026-04-02', realizedProfit: 12.5, realizedRows: 1 });
    expect(oddities).toEqual([]);
  });

  it('of another contract than the one asked for are refused: they would count twice', () => {
    const form = checkForm(ENDPOINTS.transactions, body([ROW, { ...ROW, conid: 320227571 }]));
    expect(() => readTransactions(form, 'transactions', ['U1234567'], 756733)).toThrow(
      /row 2.*contract that was not asked/,
    );
  });

  it('stand under their account when several were asked', () => {
    const { value } = read([ROW, { ...ROW, acctid: 'U7' }, ROW], ['U1234567', 'U7']);
    expect([...value.rows].map(([id, rows]) => [id, rows.length])).toEqual([
      ['U1234567', 2],
      ['U7', 1],
    ]);
    expect(() => read([{ ...ROW, acctid: 'U9' }], ['U1234567', 'U7'])).toThrow(/not asked for/);
    expect(() => read([{ ...ROW, acctid: null }], ['U1234567', 'U7'])).toThrow(AnswerUnreadable);
    expect(read([{ ...ROW, acctid: null }]).value.rows.get('U1234567')).toHaveLength(1);
  });

  it('of cash events have neither quantity nor price', () => {
    const { qty: _, pr: __, ...cash } = ROW;
    const row = read([{ ...cash, type: 'Payment In Lieu', amt: 12.34 }]).value.rows.get('U1234567')?.[0];
    expect(row).toMatchObject({ kind: 'dividend', amount: 12.34 });
    expect(row).not.toHaveProperty('quantity');
    expect(row).not.toHaveProperty('price');
  });

  it('take the day from the text where no plain one is sent', () => {
    expect(only({ rawDate: undefined })?.date).toBe('2026-03-31');
    expect(() => only({ rawDate: undefined, date: 'yesterday' })).toThrow(/field date is no day/);
  });

  it.each([
    ['Sell', 'sell'],
    ['Dividend', 'dividend'],
    ['Payment In Lieu', 'dividend'],
    ['Withholding Tax', 'tax'],
    ['Dividend Withholding Tax', 'tax'],
    ['Internal Transfer', 'transfer'],
    ['Merger', 'other'],
  ])('of the type "%s" are of kind %s', (type, kind) => {
    expect(only({ type })?.kind).toBe(kind);
  });

  it('report types, fields and currencies they do not know', () => {
    const reading = read([{ ...ROW, type: 'Merger', lot: 'a', cur: 'ZZZ' }]);
    expect(reading.value.rows.get('U1234567')?.[0]).toMatchObject({ brokerType: 'Merger', remainder: { lot: 'a' } });
    expect(reading.oddities.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'currency ZZZ',
      'field lot',
      'transaction-type Merger',
    ]);
  });

  it('cannot be read without an amount or a currency', () => {
    expect(() => only({ amt: null })).toThrow(/row 1, field amt is missing/);
    expect(() => only({ cur: '' })).toThrow(AnswerUnreadable);
  });

  it('are empty when there were none', () => {
    expect(read([]).empty).toBe(true);
  });
});
