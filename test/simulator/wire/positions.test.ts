import { describe, expect, it } from 'vitest';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { ask, toCents, type WireAllocation, type WirePosition } from '#test/simulator/answered';

const scenario = demoScenario({ seed: 1, today: new Date('2026-11-21T17:00:00Z') });
const AT = '2026-11-20T21:30:00Z';
const path = (rest: string): string => `/portfolio/${DEMO_ACCOUNT}/${rest}`;
const rows = ask<WirePosition[]>(scenario, AT, 'GET', path('positions/0?sort=position&direction=d'));

describe('the holdings', () => {
  it('are sorted by quantity as asked, longs first or last', () => {
    const quantities = rows.map(({ position }) => position);
    expect(quantities).toEqual([...quantities].sort((a, b) => b - a));
    const ascending = ask<WirePosition[]>(scenario, AT, 'GET', path('positions/0?sort=position&direction=a'));
    expect(ascending.map(({ position }) => position)).toEqual([...quantities].reverse());
  });

  it('have prices of single precision, rounded to a half of the seventh decimal', () => {
    for (const { mktPrice } of rows) {
      expect(Math.abs(mktPrice - Math.fround(Math.round(mktPrice * 1_000) / 1_000))).toBeLessThan(3e-8);
      expect(mktPrice.toFixed(8)).toMatch(/[05]$/);
    }
  });

  it('cost what was paid with commission, so that value less cost is the profit shown', () => {
    for (const row of rows) {
      expect(row.mktValue - row.avgCost * row.position).toBeCloseTo(row.unrealizedPnl, 2);
    }
  });

  it('can be had one by one with figures in base currency', () => {
    const sap = rows.find(({ contractDesc }) => contractDesc === 'SAP');
    const [row] = ask<(WirePosition & { baseMktValue: number })[]>(scenario, AT, 'GET', path(`position/${sap?.conid}`));
    const rate = scenario.truth(new Date(AT)).day('2026-11-20').rates.EUR ?? Number.NaN;
    expect(row).toMatchObject({ mktValue: sap?.mktValue, ticker: 'SAP' });
    expect(row?.baseMktValue).toBe(Math.round((sap?.mktValue ?? 0) * rate * 100) / 100);
    expect(ask(scenario, AT, 'GET', path('position/1'))).toEqual([]);
  });

  it('can be had near real time under other names, with the conid as text', () => {
    const live = ask<{ conid: string; position: number; marketValue: number; timestamp: number }[]>(
      scenario,
      AT,
      'GET',
      `/portfolio2/${DEMO_ACCOUNT}/positions`,
    );
    expect(live.map(({ conid }) => Number(conid)).sort()).toEqual(rows.map(({ conid }) => conid).sort());
    for (const row of live) {
      const same = rows.find(({ conid }) => String(conid) === row.conid);
      expect(row.position).toBe(same?.position);
      expect(row.marketValue).toBeCloseTo(same?.mktValue ?? Number.NaN, 1);
      expect(row.timestamp).toBe(Date.parse(AT) / 1_000);
    }
  });

  it('are allocated the same way for one account and for a list of one', () => {
    const one = ask<WireAllocation>(scenario, AT, 'GET', path('allocation'));
    expect(ask(scenario, AT, 'POST', '/portfolio/allocation', { acctIds: [DEMO_ACCOUNT] })).toEqual(one);
    expect(one.sector?.long.Others).toBeGreaterThan(0);
    expect(toCents(one.assetClass?.short.OPT ?? 0)).toBe(
      toCents(rows.find(({ assetClass }) => assetClass === 'OPT')?.mktValue ?? Number.NaN),
    );
  });
});
