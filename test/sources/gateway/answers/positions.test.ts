import { describe, expect, it } from 'vitest';
import { readPositions } from '#sources/gateway/answers/positions';
import { readSecurityDefinitions } from '#sources/gateway/answers/security-definitions';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';
import { AnswerUnreadable } from '#sources/gateway/errors';

const LEAN = {
  acctId: 'U1234567',
  conid: 756733,
  contractDesc: 'SPY',
  position: 44,
  mktPrice: 656.25341795,
  mktValue: 28875.15,
  currency: 'USD',
  avgCost: 652.47477275,
  avgPrice: 652.47477275,
  realizedPnl: 0,
  unrealizedPnl: 166.26,
  exchs: null,
  expiry: null,
  putOrCall: null,
  multiplier: null,
  strike: 0,
  exerciseStyle: null,
  conExchMap: [],
  assetClass: 'STK',
  undConid: 0,
  model: '',
};

const read = (...rows: object[]) =>
  readPositions(checkForm(ENDPOINTS.positions, rows), 'positions', { account: 'U1234567' });
const only = (row: object) => read({ ...LEAN, ...row }).value[0]?.position;

describe('a row of a stock', () => {
  it('keeps quantity, value, cost and profit, and has a multiplier of 1 whatever the row says', () => {
    const reading = read(LEAN);
    expect(reading.value[0]?.position).toEqual({
      conid: 756733,
      symbol: 'SPY',
      description: 'SPY',
      assetClass: 'stock',
      brokerClass: 'STK',
      currency: 'USD',
      quantity: 44,
      price: 656.25341795,
      marketValue: 28875.15,
      averageCost: 652.47477275,
      unrealizedProfit: 166.26,
      realizedProfit: 0,
      multiplier: 1,
      model: '',
      remainder: {},
    });
    expect(reading.oddities).toEqual([]);
    expect(only({ multiplier: 0 })?.multiplier).toBe(1);
  });

  it('takes numbers as text and contract ids as text', () => {
    expect(only({ conid: '756733', mktValue: '28875.15', position: '-4.4E1' })).toMatchObject({
      conid: 756733,
      marketValue: 28875.15,
      quantity: -44,
    });
  });

  it('has no average cost where the broker says 0 or null, and no figure where it says nothing', () => {
    expect(only({ avgCost: 0 })).not.toHaveProperty('averageCost');
    expect(only({ avgCost: null })).not.toHaveProperty('averageCost');
    expect(only({ unrealizedPnl: null })).not.toHaveProperty('unrealizedProfit');
  });

  it('leaves out an optional figure that is no plain number, and says so', () => {
    const reading = read({ ...LEAN, unrealizedPnl: '1,005.20 USD' });
    expect(reading.value[0]?.position).not.toHaveProperty('unrealizedProfit');
    expect(reading.oddities).toContainEqual({ kind: 'value', where: 'positions', name: 'unrealizedPnl', count: 1 });
  });

  it.each([
    ['mktValue', null],
    ['mktValue', ''],
    ['mktValue', '—'],
    ['mktValue', 1e308],
    ['mktValue', 'NaN'],
    ['position', 'Infinity'],
    ['position', true],
    ['conid', 'x'],
    ['conid', 0],
  ])('cannot be read when %s is %j', (field, value) => {
    expect(() => read(LEAN, { ...LEAN, [field]: value })).toThrow(AnswerUnreadable);
  });

  it('names row and field when it cannot be read', () => {
    expect(() => read(LEAN, { ...LEAN, mktValue: null })).toThrow(/row 2 \(conid 756733\), field mktValue is missing/);
  });

  it('is refused when it belongs to another account, and taken when to a segment of the same', () => {
    expect(() => only({ acctId: 'U7654321' })).toThrow(/another account/);
    expect(only({ acctId: 'U1234567C' })?.conid).toBe(756733);
  });
});

describe('what is not known', () => {
  it('is kept in the remainder and reported, nested fields by their path', () => {
    const reading = read({ ...LEAN, esgScore: 7 }, { ...LEAN, esgScore: 8, displayRule: { anything: 1 } });
    expect(reading.value[1]?.position.remainder).toEqual({ esgScore: 8 });
    expect(reading.oddities).toEqual([{ kind: 'field', where: 'positions', name: 'esgScore', count: 2 }]);
  });

  it('is carried as "other" when it is the asset class, under the broker\'s word', () => {
    const reading = read({ ...LEAN, assetClass: 'TOKEN' });
    expect(reading.value[0]?.position).toMatchObject({ assetClass: 'other', brokerClass: 'TOKEN' });
    expect(reading.oddities).toEqual([{ kind: 'asset-class', where: 'positions', name: 'TOKEN', count: 1 }]);
  });

  it('is reported when it is the currency, or none is named', () => {
    expect(read({ ...LEAN, currency: 'ZZZ' }).oddities).toMatchObject([{ kind: 'currency', name: 'ZZZ' }]);
    expect(read({ ...LEAN, currency: 'CNH' }).oddities).toEqual([]);
    expect(only({ currency: null })?.currency).toBe('unknown');
  });
});

describe('derivatives', () => {
  const OPTION = {
    contractDesc: 'SPY    JAN2025 440 C [SPY   250117C00440000 100]',
    assetClass: 'OPT',
    position: -2,
    mktPrice: 5.1,
    mktValue: -1020,
    avgCost: 480.5,
    avgPrice: 4.805,
  };

  it('reads terms and multiplier of a lean option from its description', () => {
    expect(only(OPTION)).toMatchObject({
      symbol: 'SPY',
      assetClass: 'option',
      multiplier: 100,
      terms: { underlying: 'SPY', expiry: '2025-01-17', strike: 440, right: 'call' },
    });
  });

  it('prefers the fields of a full row', () => {
    const full = { ...OPTION, contractDesc: 'SPY', ticker: 'SPY', expiry: '20250117', strike: '440', putOrCall: 'P' };
    expect(only({ ...full, multiplier: '100', undSym: 'SPY' })).toMatchObject({
      multiplier: 100,
      terms: { underlying: 'SPY', expiry: '2025-01-17', strike: 440, right: 'put' },
    });
  });

  it.each([
    ['ES       MAR2026', 'FUT', { underlying: 'ES', expiry: '2026-03' }],
    ['ES     JUN2025 6040 C (E2D)', 'FOP', { underlying: 'ES', expiry: '2025-06', strike: 6040, right: 'call' }],
    ['BRK B   19JUN26 500.5 P', 'OPT', { underlying: 'BRK B', expiry: '2026-06-19', strike: 500.5, right: 'put' }],
    ["AAPL Jan17'25 150 Put", 'OPT', { underlying: 'AAPL', expiry: '2025-01-17', strike: 150, right: 'put' }],
    ['SPXW  251219P06000000', 'OPT', { underlying: 'SPXW', expiry: '2025-12-19', strike: 6000, right: 'put' }],
  ])('reads "%s"', (contractDesc, assetClass, terms) => {
    expect(only({ contractDesc, assetClass })?.terms).toEqual(terms);
  });

  it.each([
    ['cost by price', { avgCost: 302_112.5, avgPrice: 6042.25 }, 50],
    ['value by price and quantity', { avgCost: 0, avgPrice: 0, mktPrice: 6042.25, position: 2, mktValue: 604_225 }, 50],
    [
      'the value of cheap contracts, rounded to cents',
      { avgCost: 0, avgPrice: 0, mktPrice: 0.01234567, position: 1, mktValue: 1.23 },
      100,
    ],
    ['a part of one', { avgCost: 0, avgPrice: 0, mktPrice: 95_000, position: 1, mktValue: 9_500 }, 0.1],
    ['the row itself', { multiplier: 50, avgCost: 0 }, 50],
    ['nothing', { avgCost: 0, avgPrice: 0, mktPrice: 0, position: 1, mktValue: 0 }, undefined],
  ])('finds the multiplier by %s', (_, row, multiplier) => {
    expect(only({ contractDesc: 'ES       MAR2026', assetClass: 'FUT', ...row })?.multiplier).toBe(multiplier);
  });
});

describe('rows without a definition', () => {
  const definitions = (fields: object) => {
    const body = {
      secdef: [{ conid: 756733, assetClass: 'STK', currency: 'USD', strike: '0', multiplier: 0, ...fields }],
    };
    const reading = readSecurityDefinitions(checkForm(ENDPOINTS.securityDefinitions, body), 'security-definitions');
    return new Map(reading.value.map((definition) => [definition.conid, definition.fields]));
  };

  it('are known by the missing ticker, and filled from the definition', () => {
    expect(read(LEAN, { ...LEAN, ticker: 'SPY' }).value.map(({ lean }) => lean)).toEqual([true, false]);
    const filled = readPositions(checkForm(ENDPOINTS.positions, [LEAN]), 'positions', {
      definitions: definitions({ name: 'SPDR S&P 500 ETF TRUST', ticker: 'SPY', type: 'ETF' }),
    });
    expect(filled.value[0]?.position).toMatchObject({ name: 'SPDR S&P 500 ETF TRUST', type: 'ETF' });
  });

  it('keep what they say themselves', () => {
    const filled = readPositions(checkForm(ENDPOINTS.positions, [{ ...LEAN, currency: 'USD' }]), 'positions', {
      definitions: definitions({ currency: 'EUR', ticker: 'SPY' }),
    });
    expect(filled.value[0]?.position.currency).toBe('USD');
  });

  it('take strike and multiplier of 0 for not told', () => {
    const option = { ...LEAN, assetClass: 'OPT', contractDesc: 'SPY', strike: 0, multiplier: 0 };
    const filled = readPositions(checkForm(ENDPOINTS.positions, [option]), 'positions', {
      definitions: definitions({
        assetClass: 'OPT',
        strike: '440',
        multiplier: '100',
        expiry: '20250117',
        putOrCall: 'C',
      }),
    });
    expect(filled.value[0]?.position).toMatchObject({ multiplier: 100, terms: { strike: 440, expiry: '2025-01-17' } });
  });
});
