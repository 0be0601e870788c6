import { describe, expect, it } from 'vitest';
import { holdingName, holdingSymbol } from '#report/holding-name';
import { position } from '#test/support/snapshot';

describe('the name of a holding', () => {
  it('is an option’s terms, not the name of what it is written on', () => {
    const terms = { underlying: 'SPY', expiry: '2026-12-18', strike: 600, right: 'put' as const };
    const option = position({ symbol: 'SPY', name: 'SPDR S&P 500 ETF TRUST', assetClass: 'option', terms });
    expect(holdingName(option)).toBe('SPY 18 Dec 2026 600 put');
  });

  it('is an option’s terms where a statement tells it by the clearing house’s symbol', () => {
    const told = position({ symbol: 'SPY   270115P00515000', name: 'SPY 15JAN27 515 P', assetClass: 'option' });
    expect([holdingSymbol(told), holdingName(told)]).toEqual(['SPY', 'SPY 15 Jan 2027 515 put']);
    expect(holdingSymbol(position({ symbol: 'KO' }))).toBe('KO');
  });

  it('is a future’s month where only that is known', () => {
    const terms = { underlying: 'ES', expiry: '2026-03' };
    expect(holdingName(position({ symbol: 'ES', assetClass: 'future', terms }))).toBe('ES 2026-03');
  });

  it('is the full name, else the description, else nothing that the symbol doesn’t say', () => {
    expect(holdingName(position({ symbol: 'KO', name: 'COCA-COLA CO/THE' }))).toBe('COCA-COLA CO/THE');
    expect(holdingName(position({ symbol: 'KO', description: 'COCA-COLA' }))).toBe('COCA-COLA');
    expect(holdingName(position({ symbol: 'KO', name: '', description: 'KO' }))).toBeUndefined();
  });

  it('does not take an empty set of terms for a derivative', () => {
    expect(holdingName(position({ name: 'A bond', assetClass: 'bond', terms: {} }))).toBe('A bond');
  });
});
