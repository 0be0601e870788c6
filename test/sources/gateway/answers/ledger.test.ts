import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLedger } from '#sources/gateway/answers/ledger';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';
import { AnswerUnreadable } from '#sources/gateway/errors';

const ROW = {
  acctcode: 'U1234567',
  cashbalance: 1000,
  currency: 'USD',
  dividends: 1.5,
  exchangerate: 1,
  funds: 0,
  futuremarketvalue: 0,
  futuresonlypnl: 0,
  interest: 2.5,
  key: 'LedgerList',
  netliquidationvalue: 1504,
  realizedpnl: 0,
  secondkey: 'USD',
  settledcash: 990,
  severity: 0,
  stockmarketvalue: 500,
  timestamp: 1_775_161_930,
  unrealizedpnl: 12,
};
const EUR = {
  ...ROW,
  currency: 'EUR',
  secondkey: 'EUR',
  exchangerate: 1.1157,
  cashbalance: -200,
  netliquidationvalue: 304,
};
/** As recorded: the total lost a cent to the wire's single precision. */
const RECORDED_EUR = { cashbalance: 287480.9, interest: 632.03, netliquidationvalue: 288112.94 };
const BASE = { ...ROW, currency: 'BASE', secondkey: 'BASE', netliquidationvalue: 1843.17 };
const CONTEXT = { baseCurrency: 'USD', account: 'U1234567' };
const read = (body: unknown) => readLedger(checkForm(ENDPOINTS.ledger, body), 'ledger', CONTEXT);

describe('a ledger', () => {
  it('has a balance for each currency, and BASE as the total alone', () => {
    const reading = read({ USD: ROW, EUR, BASE });
    expect(reading.value.balances.map(({ currency }) => currency)).toEqual(['USD', 'EUR']);
    expect(reading.value).toMatchObject({ baseCurrency: 'USD', netLiquidationBase: 1843.17, hasBaseRow: true });
    expect(reading.asOf).toBe('2026-04-02T20:32:10.000Z');
    expect(reading.oddities).toEqual([]);
  });

  it('keeps amounts in their own currency, signs as sent, and only the buckets that hold something', () => {
    expect(read({ USD: ROW, EUR }).value.balances[1]).toEqual({
      currency: 'EUR',
      cash: -200,
      settledCash: 990,
      rateToBase: 1.1157,
      netLiquidation: 304,
      accruedInterest: 2.5,
      accruedDividends: 1.5,
      securities: { stock: 500 },
      futuresOpenProfit: 0,
      unrealizedProfit: 12,
      realizedProfit: 0,
      remainder: {},
    });
  });

  it("takes the base currency's own row for the total where BASE is missing", () => {
    expect(read({ EUR, USD: ROW }).value).toMatchObject({ netLiquidationBase: 1504, hasBaseRow: false });
  });

  it('finds the base currency by the rate 1 where no account is at hand', () => {
    expect(readLedger(checkForm(ENDPOINTS.ledger, { EUR, USD: ROW, BASE }), 'ledger').value.baseCurrency).toBe('USD');
  });

  it('cannot be read when it converts to another currency than the account is kept in', () => {
    expect(() =>
      readLedger(checkForm(ENDPOINTS.ledger, { USD: ROW, EUR, BASE }), 'ledger', { baseCurrency: 'EUR' }),
    ).toThrow(/base currency/);
  });

  it('cannot be read when it is of another account', () => {
    for (const acctcode of ['U7654321', 'U12345678', 'U123456']) {
      expect(() => read({ USD: { ...ROW, acctcode }, BASE })).toThrow(/another account/);
    }
  });

  it('leaves a rate out that is missing or not above 0', () => {
    expect(read({ USD: ROW, EUR: { ...EUR, exchangerate: null } }).value.balances[1]).not.toHaveProperty('rateToBase');
    const zero = read({ USD: ROW, EUR: { ...EUR, exchangerate: 0 } });
    expect(zero.value.balances[1]).not.toHaveProperty('rateToBase');
    expect(zero.oddities).toMatchObject([{ kind: 'value', name: 'exchangerate' }]);
  });

  it("takes a missing accrual for none only where the row's own total proves it", () => {
    const { interest: _, dividends: __, ...bare } = ROW;
    expect(read({ USD: { ...bare, netliquidationvalue: 1500 } }).value.balances[0]).toMatchObject({
      accruedInterest: 0,
      accruedDividends: 0,
    });
    expect(() => read({ USD: bare })).toThrow(AnswerUnreadable);
  });

  it('counts the accrual a row names before it takes the one it does not name for none', () => {
    const { dividends: _, ...recorded } = { ...EUR, stockmarketvalue: 0, ...RECORDED_EUR };
    expect(read({ USD: ROW, EUR: recorded }).value.balances[1]).toMatchObject({
      accruedInterest: 632.03,
      accruedDividends: 0,
    });
    expect(() => read({ USD: ROW, EUR: { ...recorded, netliquidationvalue: 288512.94 } })).toThrow(
      /dividends is missing/,
    );
    const { interest: __, ...other } = { ...ROW, netliquidationvalue: 1501.5 };
    expect(read({ USD: other }).value.balances[0]).toMatchObject({ accruedInterest: 0, accruedDividends: 1.5 });
  });

  it('stands without profits, which are then absent and not 0', () => {
    for (const nothing of [null, undefined, '']) {
      const { value } = read({ USD: { ...ROW, unrealizedpnl: nothing, realizedpnl: nothing } });
      expect(value.balances[0]).toMatchObject({ cash: 1000, netLiquidation: 1504 });
      expect(value.balances[0]).not.toHaveProperty('unrealizedProfit');
      expect(value.balances[0]).not.toHaveProperty('realizedProfit');
    }
  });

  it('never turns a missing balance into 0', () => {
    for (const field of ['cashbalance', 'netliquidationvalue']) {
      expect(() => read({ USD: { ...ROW, [field]: null } })).toThrow(AnswerUnreadable);
    }
  });

  it('reports currencies and fields it does not know, and keeps the fields', () => {
    const reading = read({
      USD: { ...ROW, tokenvalue: 3 },
      QQQ: { ...EUR, exchangerate: 2 },
      BASE: { ...BASE, tokenvalue: 3 },
    });
    expect(reading.value.balances[0]?.remainder).toEqual({ tokenvalue: 3 });
    expect(reading.value.remainder).toEqual({ tokenvalue: 3 });
    expect(reading.oddities).toEqual([
      { kind: 'field', where: 'ledger', name: 'tokenvalue', count: 2 },
      { kind: 'currency', where: 'ledger', name: 'QQQ', count: 1 },
    ]);
  });

  it.each([['new'], [1.5], [[1]], [{ a: 1 }], [null], [true]])(
    'is read beside something new, %j, which is reported and kept',
    (newField) => {
      const reading = read({ USD: ROW, EUR, BASE, newField });
      expect(reading.value.balances).toEqual(read({ USD: ROW, EUR, BASE }).value.balances);
      expect(reading.value.remainder).toEqual({ newField });
      expect(reading.oddities).toEqual([{ kind: 'field', where: 'ledger', name: 'newField', count: 1 }]);
    },
  );

  it("passes no row over: a currency's key must hold one, and under any key a balance is one", () => {
    expect(() => read({ USD: ROW, EUR: 5 })).toThrow(/row EUR has another form/);
    expect(() => read({ USD: ROW, EUR: null })).toThrow(AnswerUnreadable);
    expect(() => read({ USD: ROW, EUR: { exchangerate: 1.1 } })).toThrow(/row EUR, field cashbalance is missing/);
    expect(() => read({ USD: ROW, BASE: [] })).toThrow(/row BASE/);
    expect(() => read({ USD: ROW, XQQ: { netliquidationvalue: 5 } })).toThrow(/row XQQ, field cashbalance is missing/);
  });

  it('has no time where the rows carry none, and is empty without rows', () => {
    const { timestamp: _, ...untimed } = ROW;
    expect(read({ USD: untimed })).not.toHaveProperty('asOf');
    expect(read({}).empty).toBe(true);
    expect(read({ newField: 'new' }).empty).toBe(true);
  });

  it('reads the same from numbers and from the same numbers as text', () => {
    const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(amount, amount, amount, (cashbalance, netliquidationvalue, unrealizedpnl) => {
        const row = { ...ROW, cashbalance, netliquidationvalue, unrealizedpnl };
        const texts = Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === 'number' && name !== 'timestamp' ? String(value) : value,
          ]),
        );
        expect(read({ USD: texts }).value).toEqual(read({ USD: row }).value);
      }),
    );
  });
});
