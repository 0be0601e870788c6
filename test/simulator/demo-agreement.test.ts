import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEMO_ACCOUNT, type DemoScenario, demoScenario } from '#simulator/demo-scenario';
import {
  ask,
  toCents,
  type WireAllocation,
  type WireBalance,
  type WireLedger,
  type WirePosition,
  type WireSeries,
  type WireTransactions,
} from './answered.ts';

const path = (rest: string): string => `/portfolio/${DEMO_ACCOUNT}/${rest}`;
const acctIds = [DEMO_ACCOUNT];

interface Seen {
  readonly positions: readonly WirePosition[];
  readonly ledger: WireLedger;
  readonly allocation: WireAllocation;
}

const see = (scenario: DemoScenario, at: string): Seen => ({
  positions: ask(scenario, at, 'GET', path('positions/0?sort=position&direction=d')),
  ledger: ask(scenario, at, 'GET', path('ledger')),
  allocation: ask(scenario, at, 'GET', path('allocation')),
});

const rows = (ledger: WireLedger): WireBalance[] => Object.values(ledger).filter(({ currency }) => currency !== 'BASE');
const rateOf = (ledger: WireLedger, currency: string): number => ledger[currency]?.exchangerate ?? Number.NaN;

/** Positions, cash and accruals converted and added up, cents. */
function total({ positions, ledger }: Seen): number {
  const held = positions.reduce((sum, row) => sum + row.mktValue * rateOf(ledger, row.currency), 0);
  const rest = rows(ledger).reduce(
    (sum, row) => sum + (row.cashbalance + row.interest + row.dividends) * row.exchangerate,
    0,
  );
  return toCents(held + rest);
}

/** Single precision: half a step of a number of this size. */
const step = (amount: number): number => Math.max(0.006, Math.abs(amount) * 2 ** -23);

const anyWorld = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  day: fc.date({ min: new Date('2012-01-05T17:00:00Z'), max: new Date('2060-12-30T17:00:00Z'), noInvalidDate: true }),
});

describe('the demo’s investor, whatever the seed and the day', () => {
  it('has positions, cash and accruals that make the true net asset value, to the cent', () => {
    fc.assert(
      fc.property(anyWorld, ({ seed, day }) => {
        const scenario = demoScenario({ seed, today: day });
        const truth = scenario.truth(day);
        // Late in the evening: no session is open and prices sit at the last close.
        const at = `${truth.last}T23:30:00Z`;
        const seen = see(scenario, at);
        const then = truth.day(truth.last);
        expect(total(seen)).toBe(toCents(then.netAssetValueBase));
        for (const row of rows(seen.ledger)) {
          expect(row.cashbalance).toBe(then.cash[row.currency] ?? 0);
          expect(row.interest).toBe(then.accruedInterest[row.currency] ?? 0);
          expect(row.dividends).toBe(then.accruedDividends[row.currency] ?? 0);
          expect(row.exchangerate).toBe(then.rates[row.currency]);
        }
        const open = seen.positions.filter(({ position }) => position !== 0);
        const byConid = new Map(open.map((row) => [row.conid, row]));
        expect(open).toHaveLength(then.positions.length);
        for (const held of then.positions) {
          expect(byConid.get(held.conid)).toMatchObject({ position: held.quantity, mktValue: held.value });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has a portfolio with shares, funds, an option, a bond, a short one, euros borrowed, two years of life', () => {
    fc.assert(
      fc.property(anyWorld, ({ seed, day }) => {
        const scenario = demoScenario({ seed, today: day });
        const truth = scenario.truth(day);
        const then = truth.day(truth.last);
        expect(Date.parse(truth.last) - Date.parse(truth.first)).toBeGreaterThanOrEqual(2 * 365 * 86_400_000);
        expect(then.positions.length).toBeGreaterThanOrEqual(12);
        expect(then.positions.length).toBeLessThanOrEqual(17);
        expect(new Set(then.positions.map(({ assetClass }) => assetClass))).toEqual(new Set(['STK', 'OPT', 'BOND']));
        expect(then.positions.find(({ assetClass }) => assetClass === 'OPT')).toMatchObject({
          quantity: -1,
          multiplier: 100,
        });
        expect(then.positions.some(({ assetClass, quantity }) => assetClass === 'STK' && quantity < 0)).toBe(true);
        expect(then.cash.EUR).toBeLessThan(0);
        expect(Object.keys(then.cash).sort()).toEqual(['CHF', 'EUR', 'USD']);
        for (const amount of Object.values(then.cash)) expect(Math.abs(amount)).toBeLessThan(100_000);
        expect(then.netAssetValueBase).toBeGreaterThan(200_000);
        expect(then.netAssetValueBase).toBeLessThan(600_000);
        const flows = truth.days.map((date) => truth.day(date).externalFlowBase);
        expect(flows.filter((flow) => flow > 0).length).toBeGreaterThan(3);
        // Beside a deposit of the same day it may be no flow in sum.
        expect(truth.days.some((date) => (truth.day(date).withdrawals.USD ?? 0) < 0)).toBe(true);
        for (const name of ['dividends', 'withholdingTax', 'interest', 'fees', 'commissions'] as const) {
          expect(truth.days.some((date) => (truth.day(date)[name].USD ?? 0) !== 0)).toBe(true);
        }
      }),
      { numRuns: 10, examples: [[{ seed: 2_147_483_642, day: new Date('2012-01-05T17:00:00Z') }]] },
    );
  });

  it('has daily returns that chain to the series PortfolioAnalyst gives, with flows at the end of their day', () => {
    fc.assert(
      fc.property(anyWorld, ({ seed, day }) => {
        const scenario = demoScenario({ seed, today: day });
        const truth = scenario.truth(day);
        const days = truth.days.map((date) => truth.day(date));
        const off = days.filter((now, index) => {
          const before = days[index - 1];
          if (!before) return now.dayReturn !== 0;
          const expected = (now.netAssetValueBase - now.externalFlowBase) / before.netAssetValueBase - 1;
          return Math.abs(now.dayReturn - expected) > 1e-12;
        });
        expect(off).toEqual([]);
        const body = ask<Record<string, Record<string, WireSeries>>>(
          scenario,
          `${truth.last}T23:30:00Z`,
          'POST',
          '/pa/allperiods',
          { acctIds },
        );
        for (const period of ['7D', 'MTD', '1M', 'YTD', '1Y']) {
          const series = body[DEMO_ACCOUNT]?.[period] as WireSeries;
          for (const [index, compact] of series.dates.slice(0, -1).entries()) {
            const date = `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`;
            const start = `${series.startNAV.date.slice(0, 4)}-${series.startNAV.date.slice(4, 6)}-${series.startNAV.date.slice(6)}`;
            expect(series.nav[index]).toBe(truth.day(date).netAssetValueBase);
            expect(series.cps[index]).toBeCloseTo(truth.returnBetween(start, date), 7);
          }
        }
      }),
      { numRuns: 6 },
    );
  });

  it('explains each holding by its transactions', () => {
    fc.assert(
      fc.property(anyWorld, ({ seed, day }) => {
        const scenario = demoScenario({ seed, today: day });
        const truth = scenario.truth(day);
        const closing = truth.day(truth.last);
        for (const held of closing.positions) {
          const history = ask<WireTransactions>(scenario, day.toISOString(), 'POST', '/pa/transactions', {
            acctIds,
            conids: [held.conid],
            currency: 'USD',
            days: 3_000,
          });
          const net = history.transactions.reduce((sum, row) => sum + (row.qty ?? 0), 0);
          expect(net).toBe(held.quantity);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('the euros of the demo', () => {
  it('are what trades, dividends, tax, interest and commissions left of them, to the cent', () => {
    const today = new Date('2026-11-21T17:00:00Z');
    const scenario = demoScenario({ seed: 3, today });
    const truth = scenario.truth(today);
    let cents = 0;
    for (const conid of [117589399, 14204]) {
      const body = { acctIds, conids: [conid], currency: 'EUR', days: 3_000 };
      const history = ask<WireTransactions>(scenario, today.toISOString(), 'POST', '/pa/transactions', body);
      for (const { amt } of history.transactions) cents += toCents(amt);
    }
    for (const date of truth.days) {
      const day = truth.day(date);
      for (const name of ['withholdingTax', 'interest', 'fees', 'commissions'] as const)
        cents += toCents(day[name].EUR ?? 0);
    }
    expect(cents).toBe(toCents(truth.day(truth.last).cash.EUR ?? Number.NaN));
  });
});

describe('one close of the demo', () => {
  const today = new Date('2026-11-21T17:00:00Z');
  const scenario = demoScenario({ seed: 1, today });
  const evening = '2026-11-20T21:30:00Z';
  const morning = '2026-11-21T10:45:00Z';

  it('is the same half an hour after it and before the next morning’s opening', () => {
    const withoutTime = (seen: Seen): string =>
      JSON.stringify(seen, (name, value: unknown) => (name === 'timestamp' ? 0 : value));
    const lean = ({ positions, ...seen }: Seen): Seen => ({
      ...seen,
      positions: positions.map(
        ({ conid, position, mktPrice, mktValue, avgCost }) =>
          ({ conid, position, mktPrice, mktValue, avgCost }) as WirePosition,
      ),
    });
    expect(withoutTime(lean(see(scenario, morning)))).toBe(withoutTime(lean(see(scenario, evening))));
  });

  it('has an allocation that is the sum of its positions and cash in base currency', () => {
    const { positions, ledger, allocation } = see(scenario, evening);
    const expected = new Map<string, number>();
    const add = (name: string, amount: number): void => {
      const key = `${amount < 0 ? 'short' : 'long'} ${name}`;
      expected.set(key, (expected.get(key) ?? 0) + amount);
    };
    for (const row of positions) add(row.assetClass, row.mktValue * rateOf(ledger, row.currency));
    for (const row of rows(ledger)) add('CASH', row.cashbalance * row.exchangerate);
    const { long = {}, short = {} } = allocation.assetClass ?? {};
    const got = [
      ...Object.entries(long).map(([name, amount]) => [`long ${name}`, amount] as const),
      ...Object.entries(short).map(([name, amount]) => [`short ${name}`, amount] as const),
    ];
    expect(got.map(([name]) => name).sort()).toEqual([...expected.keys()].sort());
    for (const [name, amount] of got) expect(toCents(amount)).toBe(toCents(expected.get(name) ?? Number.NaN));
    expect(short.CASH).toBeLessThan(0);
    const sectors = allocation.sector;
    const sum = (side: Record<string, number> = {}): number =>
      Object.values(side).reduce((all, amount) => all + amount, 0);
    const held = positions.reduce((all, row) => all + row.mktValue * rateOf(ledger, row.currency), 0);
    expect(sum(sectors?.long) + sum(sectors?.short)).toBeCloseTo(held, 1);
  });

  it('has a BASE row that is the sum of the others, as far as single precision goes', () => {
    const { ledger } = see(scenario, evening);
    const { BASE } = ledger;
    for (const field of [
      'cashbalance',
      'interest',
      'dividends',
      'stockmarketvalue',
      'netliquidationvalue',
      'unrealizedpnl',
    ] as const) {
      const sum = rows(ledger).reduce((all, row) => all + row[field] * row.exchangerate, 0);
      const base = BASE?.[field] ?? Number.NaN;
      expect(Math.abs(base - sum)).toBeLessThanOrEqual(3 * step(base));
    }
    expect(BASE?.currency).toBe('BASE');
    expect(BASE?.timestamp).toBe(Date.parse(evening) / 1_000);
  });

  it('has a summary that says the same, in single precision widened', () => {
    const summary = ask<Record<string, { amount: number }>>(scenario, evening, 'GET', path('summary'));
    const truth = scenario.truth(today).day('2026-11-20');
    expect(summary.netliquidation?.amount).toBe(Math.fround(truth.netAssetValueBase));
    expect(Object.keys(summary)).toHaveLength(143);
    expect(Object.keys(summary)).toEqual([...Object.keys(summary)].sort());
  });

  it('gives the running day a value that is not rounded and moves, and closed days their cents', () => {
    const last = (at: string): number => {
      const body = ask<Record<string, Record<string, WireSeries>>>(scenario, at, 'POST', '/pa/allperiods', { acctIds });
      return body[DEMO_ACCOUNT]?.['1D']?.nav.at(-1) ?? Number.NaN;
    };
    const truth = scenario.truth(today).day('2026-11-20').netAssetValueBase;
    expect(last(evening)).not.toBe(last('2026-11-20T21:30:05Z'));
    expect(Math.abs(last(evening) / truth - 1)).toBeLessThan(1e-5);
    expect(last(evening) * 100).not.toBe(Math.round(last(evening) * 100));
    // On Saturday Friday is over.
    expect(last(morning)).toBe(truth);
  });

  it('moves prices within a session and holds quantities until its close', () => {
    const noon = see(scenario, '2026-11-20T17:00:00Z');
    const before = see(scenario, '2026-11-20T12:00:00Z');
    expect(noon.positions.map(({ conid, position }) => [conid, position])).toEqual(
      before.positions.map(({ conid, position }) => [conid, position]),
    );
    expect(
      noon.positions.filter((row, index) => row.mktPrice === before.positions[index]?.mktPrice).length,
    ).toBeLessThan(3);
  });

  it('ends a session where the close is: the last moment before it is near', () => {
    const nearly = see(scenario, '2026-11-20T20:59:59.999Z');
    const close = see(scenario, '2026-11-20T21:00:00Z');
    for (const row of close.positions) {
      const before = nearly.positions.find(({ conid }) => conid === row.conid)?.mktPrice ?? Number.NaN;
      expect(Math.abs(before - row.mktPrice)).toBeLessThan(0.011);
    }
  });

  it('says nothing of deposits, fees, interest or tax anywhere', () => {
    const types = new Set<string>();
    for (const { conid } of see(scenario, evening).positions) {
      const history = ask<WireTransactions>(scenario, evening, 'POST', '/pa/transactions', {
        acctIds,
        conids: [conid],
        currency: 'USD',
        days: 3_000,
      });
      for (const row of history.transactions) types.add(row.type);
    }
    expect([...types].sort()).toEqual(['Buy', 'Dividend', 'Sell']);
  });
});
