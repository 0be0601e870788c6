import { describe, expect, it } from 'vitest';
import { ADVISOR_MASTER, advisorScenario } from '#simulator/advisor-scenario';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { EMPTY_ACCOUNT, emptyScenario } from '#simulator/empty-scenario';
import { LARGE_ACCOUNT, largeScenario } from '#simulator/large-scenario';
import {
  ask,
  toCents,
  type WireLedger,
  type WirePosition,
  type WireSeries,
  type WireTransactions,
} from './answered.ts';
import { call, json } from './caller.ts';
import { run } from './running.ts';

const today = new Date('2026-11-21T17:00:00Z');
const AT = '2026-11-20T21:30:00Z';
const MORNING = '2026-11-21T10:45:00Z';
type AllPeriods = Readonly<
  Record<string, Readonly<Record<string, WireSeries>> & { readonly periods: readonly string[] }>
>;

describe('a scenario', () => {
  it('gives the same bodies for the same seed and day, and others for another seed', async () => {
    const bodies = async (seed: number): Promise<string[]> => {
      const { simulator } = await run(demoScenario({ seed, today }), AT);
      const texts: string[] = [];
      for (const path of [
        '/portfolio/accounts',
        ...['summary', 'ledger', 'allocation', 'positions/0'].map((name) => `/portfolio/${DEMO_ACCOUNT}/${name}`),
      ]) {
        texts.push((await call(simulator, 'GET', path)).text);
      }
      texts.push((await call(simulator, 'POST', '/pa/allperiods', { acctIds: [DEMO_ACCOUNT] })).text);
      return texts;
    };
    const first = await bodies(7);
    expect(await bodies(7)).toEqual(first);
    const other = await bodies(8);
    expect(other.filter((text, index) => text === first[index])).toHaveLength(1);
  });

  it('goes on with the same life on a later day', () => {
    const before = demoScenario({ seed: 1, today }).truth(today);
    const later = new Date('2027-03-02T17:00:00Z');
    const after = demoScenario({ seed: 1, today: later }).truth(later);
    expect(after.days.length).toBeGreaterThan(before.days.length);
    for (const date of ['2024-05-06', '2026-01-05', before.last]) expect(after.day(date)).toEqual(before.day(date));
  });

  it('switches between rows without and with their definitions, and describes an option in both', () => {
    const scenario = demoScenario({ seed: 1, today });
    const option = (at: string): Record<string, unknown> => {
      const rows = ask<(WirePosition & Record<string, unknown>)[]>(
        scenario,
        at,
        'GET',
        `/portfolio/${DEMO_ACCOUNT}/positions/0?waitForSecDef=true`,
      );
      return rows.find(({ assetClass }) => assetClass === 'OPT') ?? {};
    };
    const lean = option('2026-11-20T21:30:00Z');
    const full = option('2026-11-20T21:35:00Z');
    expect(lean.contractDesc).toMatch(/^SPY {4}[A-Z]{3}20\d\d \d+ P \[SPY {3}\d{6}P\d{8} 100\]$/);
    expect(lean).toMatchObject({ multiplier: null, strike: 0, expiry: null, undConid: 0 });
    expect(lean.ticker).toBeUndefined();
    expect(full).toMatchObject({
      multiplier: 100,
      putOrCall: 'P',
      undConid: 756733,
      ticker: 'SPY',
      strike: expect.stringMatching(/^\d+$/),
    });
    expect(full.avgCost).toBeCloseTo(Number(full.avgPrice) * 100, 3);
  });

  it('keeps the row of a position closed today with quantity 0 and its profit until the evening', () => {
    const scenario = demoScenario({ seed: 1, today });
    const truth = scenario.truth(today);
    const gone = truth.days.findLast((date, index) => {
      const next = truth.days[index + 1];
      return (
        next !== undefined &&
        truth.day(date).positions.some(({ conid }) => truth.day(next).positions.every((row) => row.conid !== conid))
      );
    });
    const day = truth.days[truth.days.indexOf(gone ?? '') + 1] ?? '';
    const rows = (at: string): WirePosition[] => ask(scenario, at, 'GET', `/portfolio/${DEMO_ACCOUNT}/positions/0`);
    const closed = rows(`${day}T22:00:00Z`).filter(({ position }) => position === 0);
    expect(closed).toHaveLength(1);
    expect(closed[0]).toMatchObject({ mktValue: 0, avgCost: 0, unrealizedPnl: 0 });
    expect(closed[0]?.realizedPnl).not.toBe(0);
    expect(rows(`${day}T22:00:00Z`).reduce((sum, row) => sum + row.realizedPnl, 0)).toBeCloseTo(
      truth.day(day).realizedProfit.USD ?? 0,
      2,
    );
    const night = new Date(Date.parse(`${day}T22:00:00Z`) + 4 * 3_600_000).toISOString();
    expect(rows(night).filter(({ position, realizedPnl }) => position === 0 || realizedPnl !== 0)).toEqual([]);
  });
});

describe('the scenario empty', () => {
  it('has an account without money, holdings, past or periods', async () => {
    const { simulator } = await run(emptyScenario({ today }), AT);
    const acctIds = [EMPTY_ACCOUNT];
    await call(simulator, 'GET', '/portfolio/accounts');
    const ledger = await json<WireLedger>(simulator, 'GET', `/portfolio/${EMPTY_ACCOUNT}/ledger`);
    expect(Object.keys(ledger)).toEqual(['USD', 'BASE']);
    expect(ledger.USD).toMatchObject({ cashbalance: 0, netliquidationvalue: 0 });
    expect(await json(simulator, 'GET', `/portfolio/${EMPTY_ACCOUNT}/positions/0`)).toEqual([]);
    const periods = await json<AllPeriods>(simulator, 'POST', '/pa/allperiods', { acctIds });
    expect(periods[EMPTY_ACCOUNT]?.periods).toEqual([]);
    expect((await call(simulator, 'POST', '/portfolio/allocation', { acctIds })).status).toBe(500);
    expect((await call(simulator, 'POST', '/pa/performance', { acctIds, period: '1M' })).status).toBe(200);
  });
});

describe('the scenario advisor', () => {
  const scenario = advisorScenario({ seed: 1, today });

  it('lists the master alone, and it with 25 clients as sub-accounts, twenty a page', async () => {
    const { simulator } = await run(scenario, AT);
    const listed = await json<{ id: string; businessType: string; faclient: boolean }[]>(
      simulator,
      'GET',
      '/portfolio/accounts',
    );
    expect(listed).toMatchObject([{ id: ADVISOR_MASTER, businessType: 'FA', faclient: false }]);
    const all = await json<typeof listed>(simulator, 'GET', '/portfolio/subaccounts');
    expect(all).toHaveLength(26);
    expect(all[0]?.id).toBe(ADVISOR_MASTER);
    expect(all.slice(1).every(({ businessType, faclient }) => businessType === 'FA_CLIENT' && faclient)).toBe(true);
    const pages = await Promise.all(
      [0, 1, 2].map((page) =>
        json<{ metadata: object; subaccounts: { id: string }[] }>(
          simulator,
          'GET',
          `/portfolio/subaccounts2?page=${page}`,
        ),
      ),
    );
    expect(pages.map(({ subaccounts }) => subaccounts.length)).toEqual([20, 6, 0]);
    expect(pages.flatMap(({ subaccounts }) => subaccounts.map(({ id }) => id))).toEqual(all.map(({ id }) => id));
    expect(pages[1]?.metadata).toEqual({ total: 26, pageSize: 20, pageNum: 1 });
  });

  it('opens a client only once the sub-accounts were listed', async () => {
    const { simulator } = await run(scenario, AT);
    await call(simulator, 'GET', '/portfolio/accounts');
    const [, client = ''] = scenario.accountIds;
    expect((await call(simulator, 'GET', `/portfolio/${client}/ledger`)).status).toBe(401);
    await call(simulator, 'GET', '/portfolio/subaccounts');
    expect((await call(simulator, 'GET', `/portfolio/${client}/ledger`)).status).toBe(200);
  });

  it('gives each client a life of its own, true to the cent, and one curve for several together', () => {
    const clients = scenario.accountIds.slice(1);
    const values = clients.map((id) => scenario.truthOf(id, today).day('2026-11-20').netAssetValueBase);
    expect(new Set(values).size).toBe(25);
    for (const [index, id] of clients.entries()) {
      const rows = ask<WirePosition[]>(scenario, AT, 'GET', `/portfolio/${id}/positions/0`);
      const ledger = ask<WireLedger>(scenario, AT, 'GET', `/portfolio/${id}/ledger`);
      const held = rows.reduce(
        (sum, row) => sum + row.mktValue * (ledger[row.currency]?.exchangerate ?? Number.NaN),
        0,
      );
      const rest = Object.values(ledger)
        .filter(({ currency }) => currency !== 'BASE')
        .reduce((sum, row) => sum + (row.cashbalance + row.interest + row.dividends) * row.exchangerate, 0);
      expect(toCents(held + rest)).toBe(toCents(values[index] ?? Number.NaN));
    }
    const together = ask<AllPeriods>(scenario, MORNING, 'POST', '/pa/allperiods', { acctIds: clients });
    const sum = values.reduce((all, value) => all + value, 0);
    expect(together.All?.['7D']?.nav.at(-1)).toBeCloseTo(sum, 6);
    const one = ask<AllPeriods>(scenario, MORNING, 'POST', '/pa/allperiods', { acctIds: clients.slice(0, 1) });
    expect(Object.keys(one)).toContain(clients[0]);
  });
});

describe('the scenario large', () => {
  const scenario = largeScenario({ seed: 1, today });
  const acctIds = [LARGE_ACCOUNT];

  it('pages 5,000 sorted positions by a hundred without a repeat, and unsorted ones with repeats', async () => {
    const { simulator } = await run(scenario, AT);
    await call(simulator, 'GET', '/portfolio/accounts');
    const page = (number: number, sort: string): Promise<WirePosition[]> =>
      json(simulator, 'GET', `/portfolio/${LARGE_ACCOUNT}/positions/${number}${sort}`);
    const seen = new Set<number>();
    let pages = 0;
    for (
      let rows = await page(0, '?sort=position&direction=d');
      rows.length > 0;
      rows = await page(pages, '?sort=position&direction=d')
    ) {
      for (const { conid } of rows) seen.add(conid);
      pages += 1;
    }
    expect({ pages, contracts: seen.size }).toEqual({ pages: 50, contracts: 5_000 });
    const unsorted = [...(await page(0, '')), ...(await page(1, ''))];
    expect(new Set(unsorted.map(({ conid }) => conid)).size).toBeLessThan(200);
  });

  it('has holdings that make its net asset value, and ten years of points that lead to it', () => {
    const pages = Array.from({ length: 50 }, (_, page) =>
      ask<WirePosition[]>(
        scenario,
        AT,
        'GET',
        `/portfolio/${LARGE_ACCOUNT}/positions/${page}?sort=position&direction=d`,
      ),
    );
    const ledger = ask<WireLedger>(scenario, AT, 'GET', `/portfolio/${LARGE_ACCOUNT}/ledger`);
    const held = pages.flat().reduce((sum, row) => sum + row.mktValue, 0) + (ledger.USD?.cashbalance ?? Number.NaN);
    const body = ask<AllPeriods>(scenario, MORNING, 'POST', '/pa/allperiods', { acctIds });
    const series = body[LARGE_ACCOUNT]?.['10Y'] as WireSeries;
    expect(series.dates).toHaveLength(2_610);
    expect(series.dates.at(-1)).toBe('20261120');
    expect(toCents(series.nav.at(-1) ?? 0)).toBe(toCents(held));
    expect(body[LARGE_ACCOUNT]?.periods).toEqual(['1D', '7D', 'MTD', '1M', 'YTD', '1Y', '10Y']);
  });

  it('has 60,000 transactions of its largest position and 40,000 of the next twenty, which add up to the holdings', async () => {
    const { simulator, clock } = await run(scenario, MORNING);
    await call(simulator, 'GET', '/portfolio/accounts');
    const rows = (
      await Promise.all(
        [0, 1].map((page) =>
          json<WirePosition[]>(
            simulator,
            'GET',
            `/portfolio/${LARGE_ACCOUNT}/positions/${page}?sort=position&direction=d`,
          ),
        ),
      )
    ).flat();
    const largest = rows.sort((a, b) => b.mktValue - a.mktValue).slice(0, 22);
    const counts: number[] = [];
    for (const { conid, position } of largest) {
      await clock.sleep(15 * 60_000);
      const history = await json<WireTransactions>(simulator, 'POST', '/pa/transactions', {
        acctIds,
        conids: [conid],
        currency: 'USD',
        days: 365,
      });
      counts.push(history.transactions.length);
      if (history.transactions.length === 0) continue;
      expect(history.transactions.reduce((sum, row) => sum + (row.qty ?? 0), 0)).toBe(position);
      const profit = history.rpnl.data.reduce((sum, { amt }) => sum + Number(amt), 0);
      expect(profit).toBeCloseTo(Number(history.rpnl.amt), 1);
    }
    expect(counts).toEqual([60_000, ...Array(20).fill(2_000), 0]);
  });

  it('shrinks as a whole', () => {
    const tenth = largeScenario({ seed: 1, today, size: 0.1 });
    const body = ask<AllPeriods>(tenth, MORNING, 'POST', '/pa/allperiods', { acctIds });
    expect(body[LARGE_ACCOUNT]?.['10Y']?.dates).toHaveLength(262);
    expect(ask<unknown[]>(tenth, AT, 'GET', `/portfolio/${LARGE_ACCOUNT}/positions/4?sort=position`)).toHaveLength(100);
    expect(ask<unknown[]>(tenth, AT, 'GET', `/portfolio/${LARGE_ACCOUNT}/positions/5?sort=position`)).toEqual([]);
  });
});
