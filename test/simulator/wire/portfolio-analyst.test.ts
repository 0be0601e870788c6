import { describe, expect, it } from 'vitest';
import type { PastDay } from '#simulator/account';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { consolidate, PERIODS, periodStart, seriesFrom } from '#simulator/wire/windows';
import { ask, type WireSeries, type WireTransactions } from '#test/simulator/answered';

const today = new Date('2026-11-21T17:00:00Z');
const scenario = demoScenario({ seed: 1, today });
const MORNING = '2026-11-21T10:45:00Z';
const acctIds = [DEMO_ACCOUNT];

interface WirePerformance {
  readonly nd: number;
  readonly nav: {
    readonly dates: readonly string[];
    readonly data: readonly { readonly navs: readonly number[]; readonly startNAV: object; readonly start: string }[];
  };
  readonly cps: { readonly data: readonly { readonly returns: readonly number[] }[] };
  readonly tpps: {
    readonly dates: readonly string[];
    readonly data: readonly { readonly returns: readonly number[] }[];
  };
}
const performance = (period: string): WirePerformance =>
  ask(scenario, MORNING, 'POST', '/pa/performance', { acctIds, period });

describe('the periods', () => {
  it('begin as on the recorded answer of 2 April 2026', () => {
    const starts = Object.fromEntries(PERIODS.map((period) => [period, periodStart(period, '2026-04-02')]));
    expect(starts).toEqual({
      '1D': '2026-04-02',
      '7D': '2026-03-27',
      MTD: '2026-04-01',
      '1M': '2026-03-02',
      YTD: '2026-01-01',
      '1Y': '2025-04-02',
    });
  });

  it('end on the last day of a shorter month', () => {
    expect(periodStart('1M', '2026-03-31')).toBe('2026-02-28');
    expect(periodStart('1Y', '2028-02-29')).toBe('2027-02-28');
  });

  it('have a point for every weekday, a holiday repeating the day before', () => {
    const body = ask<Record<string, Record<string, WireSeries>>>(scenario, MORNING, 'POST', '/pa/allperiods', {
      acctIds,
    });
    const year = body[DEMO_ACCOUNT]?.['1Y'] as WireSeries;
    expect(year.startNAV.date).toBe('20251119');
    expect(year.dates[0]).toBe('20251120');
    expect(year.dates).toHaveLength(262);
    expect(body[DEMO_ACCOUNT]).toMatchObject({ lastSuccessfulUpdate: '2026-11-21 10:45:00', end: '20261120' });
    const thanksgiving = year.dates.indexOf('20251127');
    expect(year.nav[thanksgiving]).toBe(year.nav[thanksgiving - 1]);
    expect(year.cps[thanksgiving]).toBe(year.cps[thanksgiving - 1]);
  });

  it('start from a value of 0 and a first return of 0 where the account is younger', () => {
    const past: PastDay[] = [
      { day: '2026-02-02', nav: 1_000, growth: 1 },
      { day: '2026-02-03', nav: 1_010, growth: 1.01 },
    ];
    expect(seriesFrom(past, '2026-01-01')).toMatchObject({
      start: '2026-02-02',
      startNav: { day: '2026-01-30', value: 0 },
      returns: [0, 0.01],
    });
    expect(seriesFrom([], '2026-01-01')).toBeUndefined();
  });

  it('weight the returns of several accounts by what each was worth', () => {
    const first: PastDay[] = [
      { day: '2026-02-02', nav: 100, growth: 1 },
      { day: '2026-02-03', nav: 110, growth: 1.1 },
      { day: '2026-02-04', nav: 110, growth: 1.1 },
    ];
    const second: PastDay[] = [
      { day: '2026-02-03', nav: 330, growth: 1 },
      { day: '2026-02-04', nav: 297, growth: 0.9 },
    ];
    expect(consolidate([first, second]).map(({ nav, growth }) => [nav, Math.round(growth * 1e9) / 1e9])).toEqual([
      [100, 1],
      [440, 1.1],
      [407, 1.0175],
    ]);
  });
});

describe('the performance of one period', () => {
  it('is the series of all periods under its own names', () => {
    const all = ask<Record<string, Record<string, WireSeries>>>(scenario, MORNING, 'POST', '/pa/allperiods', {
      acctIds,
    });
    for (const period of PERIODS) {
      const one = performance(period);
      const series = all[DEMO_ACCOUNT]?.[period] as WireSeries;
      expect(one.nav.dates).toEqual(series.dates);
      expect(one.nav.data[0]).toMatchObject({ navs: series.nav, startNAV: series.startNAV });
      expect(one.cps.data[0]?.returns).toEqual(series.cps);
    }
  });

  it('has monthly returns that chain to the last cumulative one', () => {
    const { tpps, cps, nd, nav } = performance('1Y');
    expect(tpps.dates).toHaveLength(13);
    expect([tpps.dates[0], tpps.dates.at(-1)]).toEqual(['202511', '202611']);
    const chained = (tpps.data[0]?.returns ?? []).reduce((growth, month) => growth * (1 + month), 1) - 1;
    expect(chained).toBeCloseTo(cps.data[0]?.returns.at(-1) ?? Number.NaN, 6);
    expect({ nd, start: nav.data[0]?.start }).toEqual({ nd: 366, start: '20251120' });
  });
});

describe('the transactions of one contract', () => {
  const history = (
    conid: number,
    days: number,
    currency = 'USD',
  ): WireTransactions & { transactions: readonly Record<string, unknown>[] } =>
    ask(scenario, MORNING, 'POST', '/pa/transactions', { acctIds, conids: [conid], currency, days });

  it('reach back the days asked for and name the window at midnight UTC', () => {
    const { nd, from, to, transactions } = history(756733, 365);
    expect({ nd, from: new Date(from).toISOString(), to: new Date(to).toISOString() }).toEqual({
      nd: 366,
      from: '2025-11-21T00:00:00.000Z',
      to: '2026-11-21T00:00:00.000Z',
    });
    expect(transactions.length).toBeGreaterThan(10);
    expect(transactions.every(({ rawDate }) => rawDate >= '20251121')).toBe(true);
    expect(history(756733, 30).transactions.length).toBeLessThan(transactions.length);
  });

  it('are trades before commission and dividends without quantity or price', () => {
    const { transactions } = history(756733, 365);
    for (const row of transactions.filter(({ type }) => type !== 'Dividend')) {
      expect(row.amt).toBeCloseTo(-(row.qty ?? Number.NaN) * (row.pr ?? Number.NaN), 6);
      expect(row.type).toBe((row.qty ?? 0) > 0 ? 'Buy' : 'Sell');
    }
    const dividends = transactions.filter(({ type }) => type === 'Dividend');
    expect(dividends.length).toBeGreaterThanOrEqual(3);
    for (const row of dividends) expect([row.qty, row.pr, row.amt > 0]).toEqual([undefined, undefined, true]);
  });

  it('carry the day as Java writes it and the rate to the currency asked for', () => {
    const truth = scenario.truth(today);
    const sap = history(14204, 1_200).transactions;
    expect(sap.length).toBeGreaterThan(0);
    for (const row of sap) {
      const date = `${row.rawDate.slice(0, 4)}-${row.rawDate.slice(4, 6)}-${row.rawDate.slice(6)}`;
      expect(row.fxRate).toBe(truth.day(date).rates.EUR);
      expect(row.date).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d 00:00:00 E[SD]T 20\d\d$/);
      expect(new Date(String(row.date).replace(/E[SD]T/, 'UTC')).toISOString().slice(0, 10)).toBe(date);
    }
    expect(history(14204, 1_200, 'EUR').transactions.every(({ fxRate }) => fxRate === 1)).toBe(true);
  });

  it('tell profits net of commission as text, summed in the currency asked for', () => {
    const truth = scenario.truth(today);
    const { rpnl, transactions } = history(3691937, 1_200);
    expect(transactions.map(({ type }) => type)).toEqual(['Buy', 'Sell']);
    const [bought, sold] = transactions.map(({ amt }) => amt);
    const paid = truth.days.reduce((sum, date) => {
      const day = transactions.some(({ rawDate }) => rawDate === date.replaceAll('-', ''));
      return day ? sum + (truth.day(date).commissions.USD ?? 0) : sum;
    }, 0);
    expect(rpnl.data).toHaveLength(1);
    expect(rpnl.data[0]).toMatchObject({ conid: '3691937', side: 'L', amt: expect.any(String) });
    expect(Number(rpnl.amt)).toBeCloseTo((bought ?? 0) + (sold ?? 0) + paid, 2);
  });
});
