import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '#domain/account';
import type { Position } from '#domain/position';
import type { Line } from './line.ts';

/**
 * What every gateway with a healthy login gives, whoever stands behind it: the simulator, the real program, or a live one.
 * It reads alone, asks each endpoint with a long limit once, and says nothing of what an account holds.
 */
export function readingContract(name: string, open: () => Promise<Line>): void {
  describe(`reading from ${name}`, () => {
    let line: Line;
    let account: Account;
    let held: readonly Position[];
    beforeAll(async () => {
      line = await open();
      const { value } = await line.gateway.accounts();
      const [first] = value.filter(({ advisorMaster }) => !advisorMaster);
      if (!first) throw new Error('the login has no account that holds anything');
      account = first;
    });
    afterAll(() => line?.close());

    it('finds the login healthy', async () => {
      expect(await line.gateway.tickle()).toMatchObject({ login: 'healthy' });
    });

    it('lists accounts with number and base currency, and describes one by itself', async () => {
      expect(account.id).toMatch(/^[A-Z]{1,4}\d{4,12}[A-Z]{0,2}$/);
      expect(account.baseCurrency).toMatch(/^[A-Z]{3}$/);
      const { value } = await line.gateway.meta(account.id);
      expect({ id: value.id, currency: value.baseCurrency }).toEqual({
        id: account.id,
        currency: account.baseCurrency,
      });
    });

    it('gives totals and ledger of one account that say the same of its value', async () => {
      const summary = (await line.gateway.summary(account)).value;
      const ledger = (await line.gateway.ledger(account)).value;
      expect(ledger.baseCurrency).toBe(account.baseCurrency);
      const value = summary.netLiquidation ?? Number.NaN;
      // Prices move between two calls.
      expect(Math.abs(value - ledger.netLiquidationBase)).toBeLessThanOrEqual(Math.abs(value) * 0.01 + 1);
    });

    it('gives holdings with contract, currency and value, and how they are spread', async () => {
      held = (await line.gateway.positions(account)).value;
      for (const { conid, currency, quantity, marketValue } of held) {
        expect(conid).toBeGreaterThan(0);
        expect(currency).toMatch(/^[A-Z]{3}$/);
        expect(quantity).not.toBe(0);
        expect(Number.isFinite(marketValue)).toBe(true);
      }
      const { assetClass } = (await line.gateway.allocation(account)).value;
      expect(assetClass.length > 0).toBe(held.length > 0);
    });

    it('gives past values whose days go forward', async () => {
      const { series } = (await line.gateway.performance(account)).value;
      for (const { points } of series) {
        const dates = points.map(({ date }) => date);
        expect(dates).toEqual(dates.toSorted());
      }
      expect(series.length).toBeGreaterThan(0);
    });

    it('gives the bookings of a contract that is held', async () => {
      const [one] = held;
      if (!one) return;
      const query = { ids: [account.id], conid: one.conid, currency: account.baseCurrency, days: 90 };
      const { value } = await line.gateway.transactions(query);
      for (const row of value.rows.get(account.id) ?? []) expect(row.conid).toBe(one.conid);
    });

    it('has kept every answer it read, and none that holds the key of the session', () => {
      const endpoints = new Set(line.kept.map(({ endpoint }) => endpoint));
      for (const endpoint of ['accounts', 'meta', 'summary', 'ledger', 'positions', 'allocation', 'all-periods']) {
        expect(endpoints).toContain(endpoint);
      }
      expect(endpoints).not.toContain('tickle');
      expect(line.kept.filter(({ partial }) => partial)).toEqual([]);
    });
  });
}
