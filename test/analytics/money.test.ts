import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationByGroup, weightBase } from '#analytics/allocation';
import { ledgerRates, toBase, totalInBase } from '#analytics/conversion';
import { dayChange } from '#analytics/implied-flow';
import type { LevelPoint } from '#analytics/level-series';
import { compare, moneyTolerance } from '#analytics/reconcile';
import { valuation } from '#analytics/valuation';
import { calendarDate } from '#domain/calendar-date';
import type { AssetClass, Position } from '#domain/position';
import { balance, eightDecimals, ledger, position } from '#test/support/snapshot';

const at = (netAssetValue: number | null, level: number): LevelPoint => ({
  date: calendarDate('2026-11-20'),
  level,
  netAssetValue,
});
const cents = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100);

describe('the flow that a return implies', () => {
  it('finds a deposit to the cent and leaves it out of the result', () => {
    fc.assert(
      fc.property(
        cents(1000, 400_000),
        cents(-900, 100_000),
        fc.double({ min: -0.05, max: 0.05, noNaN: true }),
        (nav, flow, r) => {
          fc.pre(Math.abs(flow) > 1);
          const end = Math.round((nav * (1 + r) + flow) * 100) / 100;
          const twr = eightDecimals((end - flow) / nav - 1);
          const change = dayChange(at(nav, 1), at(end, 1 + twr));
          expect(Math.abs((change?.impliedFlow ?? Number.NaN) - flow)).toBeLessThanOrEqual(0.011);
          expect((change?.result ?? 0) + (change?.impliedFlow ?? 0)).toBeCloseTo(end - nav, 9);
        },
      ),
    );
  });

  it('takes the rounding of eight decimals for none, at any size and level', () => {
    fc.assert(
      fc.property(
        cents(1, 900_000_000),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.double({ min: -0.2, max: 0.2, noNaN: true }),
        (nav, level0, r) => {
          const before = eightDecimals(level0 - 1) + 1;
          const after = eightDecimals(level0 * (1 + r) - 1) + 1;
          const end = Math.round(nav * (1 + r) * 100) / 100;
          const change = dayChange(at(nav, before), at(end, after));
          expect(change?.impliedFlow).toBe(0);
          expect(change?.result).toBe(end - nav);
        },
      ),
    );
  });

  it('is unknown without values and for an account that had nothing', () => {
    expect(dayChange(at(null, 1), at(10, 1.1))).toBeUndefined();
    expect(dayChange(at(0, 1), at(10, 1))).toBeUndefined();
    expect(dayChange(at(-5, 1), at(10, 1))).toBeUndefined();
  });
});

describe('converting to base currency', () => {
  const rates = ledgerRates(
    ledger([balance('USD', 1), balance('EUR', 1, { rateToBase: 1.16 }), withoutRate('XYZ', 5)]),
  );

  it('multiplies by the broker’s rate, and the base by one', () => {
    expect(toBase(100, 'EUR', rates)).toBeCloseTo(116, 12);
    expect(toBase(100, 'USD', rates)).toBe(100);
  });

  it('never takes a missing or zero rate for nought', () => {
    expect(toBase(100, 'XYZ', rates)).toBeUndefined();
    expect(ledgerRates(ledger([balance('GBP', 1, { rateToBase: 0 })])).has('GBP')).toBe(false);
    const total = totalInBase(
      [
        { amount: 10, currency: 'USD' },
        { amount: 3, currency: 'XYZ' },
      ],
      rates,
    );
    expect(total).toEqual({ amount: 10, without: ['XYZ'] });
  });

  it('misses no rate for a currency that holds nothing', () => {
    expect(totalInBase([{ amount: 0, currency: 'XYZ' }], rates)).toEqual({ amount: 0, without: [] });
  });
});

function withoutRate(currency: string, cash: number) {
  const { rateToBase: _, ...rest } = balance(currency, cash);
  return rest;
}

const classes: readonly AssetClass[] = ['stock', 'fund', 'option', 'bond', 'crypto', 'other'];
const positions: fc.Arbitrary<Position[]> = fc
  .array(
    fc.record({
      quantity: fc.integer({ min: -500, max: 500 }),
      price: cents(1, 2000),
      assetClass: fc.constantFrom(...classes),
      currency: fc.constantFrom('USD', 'EUR', 'JPY'),
      etf: fc.boolean(),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) =>
    all.map(({ etf, ...parts }, i) =>
      position({ ...parts, conid: i, symbol: `S${i}`, ...(etf ? { type: 'ETF' } : {}) }),
    ),
  );
const book = ledger([
  balance('USD', 250_000, { accruedInterest: 12.5 }),
  balance('EUR', -4200, { rateToBase: 1.16, accruedInterest: -3 }),
  balance('JPY', 900_000, { rateToBase: 0.0066 }),
]);

describe('valuing an account', () => {
  it('adds holdings, cash and accruals up to the total, and weights to one', () => {
    fc.assert(
      fc.property(positions, (held) => {
        const value = valuation(held, book);
        const parts = value.holdings.amount + value.cash.amount + value.accruals.amount;
        expect(parts).toBeCloseTo(value.total.amount, 6);
        const groups = allocationByGroup(value.positions);
        expect(groups.reduce((sum, group) => sum + group.amount, 0)).toBeCloseTo(value.holdings.amount, 6);
        expect(groups.flatMap(({ members }) => members)).toHaveLength(held.length);
        const whole = weightBase(value);
        if (whole === undefined) expect(value.total.amount).toBeLessThanOrEqual(0);
        else {
          const weights = groups.map(({ amount }) => amount / whole);
          const rest = (value.cash.amount + value.accruals.amount) / whole;
          expect(weights.reduce((sum, weight) => sum + weight, rest)).toBeCloseTo(1, 9);
        }
      }),
    );
  });

  it('orders groups and holdings alike whatever the order of the broker’s rows', () => {
    fc.assert(
      fc.property(
        positions.chain((held) => fc.tuple(fc.constant(held), fc.shuffledSubarray(held, { minLength: held.length }))),
        ([held, shuffled]) => {
          const order = (rows: readonly Position[]) =>
            allocationByGroup(valuation(rows, book).positions).map(({ group, members }) => [
              group,
              members.map((member) => member.position.conid),
            ]);
          expect(order(shuffled)).toEqual(order(held));
        },
      ),
    );
  });

  it('keeps the weights when the base currency is another', () => {
    fc.assert(
      fc.property(positions, cents(1, 50), (held, rate) => {
        const other = ledger(
          book.balances.map((row) => ({ ...row, rateToBase: (row.rateToBase ?? 1) * rate })),
          {
            baseCurrency: 'CHF',
          },
        );
        const [a, b] = [valuation(held, book), valuation(held, other)];
        const weights = (value: typeof a) =>
          value.positions.map(({ valueBase }) => (valueBase ?? 0) / value.total.amount);
        fc.pre(Math.abs(a.total.amount) > 1);
        for (const [i, weight] of weights(b).entries()) expect(weight).toBeCloseTo(weights(a)[i] ?? Number.NaN, 6);
      }),
    );
  });

  it('leaves the notional of a future and a currency position out, as cash holds them', () => {
    const held = [
      position(),
      position({ conid: 2, assetClass: 'future', marketValue: 250_000 }),
      position({ conid: 3, assetClass: 'cash', symbol: 'EUR.USD', marketValue: 9000 }),
    ];
    const value = valuation(held, ledger([balance('USD', 500)]));
    expect(value.total.amount).toBe(1500);
    expect(value.positions.map(({ valueBase }) => valueBase)).toEqual([1000, null, null]);
  });

  it('counts a contract for difference by what it has gained, and not at all where that is not told', () => {
    const cfd = { conid: 2, assetClass: 'cfd', marketValue: 12_000 } as const;
    const told = valuation([position({ ...cfd, unrealizedProfit: -25 })], ledger([balance('USD', 500)]));
    expect(told.total.amount).toBe(475);
    expect(told.positions.map(({ valueBase }) => valueBase)).toEqual([-25]);
    const { unrealizedProfit: _, ...untold } = position(cfd);
    expect(valuation([untold], ledger([balance('USD', 500)])).positions).toMatchObject([{ valueBase: null }]);
  });

  it('takes the sum of the rows for the broker’s total when there is no BASE row, and nothing when a rate is missing', () => {
    const rows = [balance('USD', 100), balance('EUR', 10, { rateToBase: 2 })];
    const lone = { hasBaseRow: false, netLiquidationBase: 100 };
    expect(valuation([], ledger(rows, lone)).brokerTotal).toBe(120);
    expect(valuation([], ledger([...rows, withoutRate('XYZ', 1)], lone)).brokerTotal).toBeUndefined();
  });
});

describe('comparing two figures', () => {
  it('passes at the tolerance and fails past it, on both sides', () => {
    expect(compare(100, 101, 1).verdict).toBe('pass');
    expect(compare(100, 99, 1).verdict).toBe('pass');
    expect(compare(100, 101.01, 1).verdict).toBe('fail');
    expect(compare(100, 98.99, 1).verdict).toBe('fail');
    expect(compare(100, Number.NaN, 1).verdict).toBe('fail');
  });

  it('allows one unit on small accounts and one basis point on large ones', () => {
    expect(moneyTolerance(5000)).toBe(1);
    expect(moneyTolerance(-2_000_000)).toBe(200);
  });
});
