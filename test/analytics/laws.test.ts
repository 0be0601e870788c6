import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithBenchmark } from '#analytics/benchmark-comparison';
import { concentration } from '#analytics/concentration';
import { type ExternalFlow, flowReturns, type ValueDay } from '#analytics/flow-returns';
import { cleanSeries, type LevelSeries } from '#analytics/level-series';
import { moneyWeightedReturn } from '#analytics/money-weighted';
import { splitCash, splitHolding } from '#analytics/price-and-fx';
import { dayReturns, riskStatistics } from '#analytics/risk-statistics';
import { valueBridge } from '#analytics/value-bridge';
import { addDays, type CalendarDate, calendarDate } from '#domain/calendar-date';

const BASE = calendarDate('2026-01-02');
const ANY_DAY = () => true;
const returns = fc.array(fc.double({ min: -0.2, max: 0.25, noNaN: true }), { minLength: 1, maxLength: 80 });
const amount = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const price = fc.double({ min: 0.01, max: 10_000, noNaN: true });

/** So that products are worth more than a cent. */
const large = fc.double({ min: 1, max: 1e4, noNaN: true });

const near = (found: number, expected: number, slack = 1e-9): void => {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(slack * Math.max(1, Math.abs(expected)));
};

const dayAfter = (index: number): CalendarDate => addDays(BASE, index + 1);

function seriesOf(list: readonly number[]): LevelSeries {
  let level = 1;
  const points = list.map((value, index) => {
    level *= 1 + value;
    return { date: dayAfter(index), cumulativeReturn: level - 1, netAssetValue: 1000 * level };
  });
  return cleanSeries({ baseDate: BASE, baseNetAssetValue: 1000, points, isTradingDay: ANY_DAY });
}

function valuesOf(list: readonly number[], scale = 1): readonly ValueDay[] {
  let value = 1000 * scale;
  return list.map((step, index) => {
    value *= 1 + step;
    return { date: dayAfter(index), netAssetValue: value };
  });
}

describe('linking', () => {
  it('gives the whole return as the product of its days', () => {
    fc.assert(
      fc.property(returns, (list) => {
        const series = seriesOf(list);
        const product = dayReturns(series).reduce((growth, { value }) => growth * (1 + value), 1) - 1;
        const { totalReturn } = riskStatistics(series, 0);
        near(product, totalReturn as number);
      }),
    );
  });

  it('does not change a return by money that comes and goes, when it counts at the end of the day', () => {
    fc.assert(
      fc.property(returns, fc.array(fc.nat({ max: 2000 }), { maxLength: 80 }), (list, deposits) => {
        let value = 1000;
        const flows: ExternalFlow[] = [];
        const days = list.map((step, index): ValueDay => {
          const flow = deposits[index] ?? 0;
          value = value * (1 + step) + flow;
          flows.push({ date: dayAfter(index), amount: flow });
          return { date: dayAfter(index), netAssetValue: value };
        });
        const { totalReturn } = flowReturns({ date: BASE, netAssetValue: 1000 }, days, flows, 'end-of-day');
        near(totalReturn as number, riskStatistics(seriesOf(list), 0).totalReturn as number, 1e-7);
      }),
    );
  });
});

describe('scale', () => {
  it('does not change a return when all amounts are in another currency at one rate', () => {
    fc.assert(
      fc.property(returns, fc.double({ min: 0.01, max: 200, noNaN: true }), (list, rate) => {
        const at = (scale: number) => {
          const days = valuesOf(list, scale);
          const base = { date: BASE, netAssetValue: 1000 * scale };
          const flows = [{ date: dayAfter(0), amount: 50 * scale }];
          const end = days.at(-1) as ValueDay;
          return {
            time: flowReturns(base, days, flows, 'start-of-day').totalReturn as number,
            money: moneyWeightedReturn(base, end, flows),
          };
        };
        const [one, other] = [at(1), at(rate)];
        near(other.time, one.time, 1e-7);
        near(other.money.modifiedDietz as number, one.money.modifiedDietz as number, 1e-7);
        near(other.money.period as number, one.money.period as number, 1e-6);
      }),
    );
  });
});

describe('base currency', () => {
  it('changes every amount by its rate alone, and no weight, leverage or share of price and rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(large, large, large, large, large), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (held, rate) => {
          const at = (scale: number) => {
            const parts = held.map(([quantity, priceOpen, priceClose, fxOpen, fxClose]) =>
              splitHolding({ quantity, priceOpen, priceClose, fxOpen: fxOpen * scale, fxClose: fxClose * scale }),
            );
            const sum = (of: (part: (typeof parts)[number]) => number) =>
              parts.reduce((all, part) => all + of(part), 0);
            const [opening, closing] = [sum((part) => part.valueOpen), sum((part) => part.valueClose)];
            const [byPrice, byRate] = [sum((part) => part.price), sum((part) => part.fx)];
            const none = { deposits: 0, withdrawals: 0, dividends: 0, withholdingTax: 0, interest: 0 };
            const items = { ...none, feesAndCommissions: 0, price: byPrice, fx: byRate };
            const values = parts.map(({ valueClose }) => valueClose);
            return { opening, byPrice, byRate, bridge: valueBridge(opening, closing, items), ...of(values, closing) };
          };
          const of = (values: readonly number[], whole: number) => {
            const { top, effectiveHoldings, gross, grossLeverage } = concentration(values, whole * 0.8);
            return { largest: top[1], effectiveHoldings, gross, grossLeverage };
          };
          const [one, other] = [at(1), at(rate)];
          const slack = 1e-9 * Math.max(1, one.gross, one.opening) * Math.max(1, rate);
          for (const amount of ['opening', 'byPrice', 'byRate', 'gross'] as const) {
            expect(Math.abs(other[amount] - one[amount] * rate)).toBeLessThanOrEqual(slack);
          }
          for (const share of ['largest', 'effectiveHoldings', 'grossLeverage'] as const) {
            near(other[share] as number, one[share] as number);
          }
          expect([one.bridge.passes, other.bridge.passes]).toEqual([true, true]);
        },
      ),
    );
  });
});

describe('order', () => {
  it('makes no difference to the statistics in which order the points come', () => {
    fc.assert(
      fc.property(
        returns.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
        ),
        ([list, order]) => {
          const series = seriesOf(list);
          const shuffled = cleanSeries({
            baseDate: BASE,
            baseNetAssetValue: 1000,
            points: order.map((index) => {
              const point = series.points[index];
              return {
                date: dayAfter(index),
                cumulativeReturn: (point?.level ?? 1) - 1,
                netAssetValue: point?.netAssetValue ?? null,
              };
            }),
            isTradingDay: ANY_DAY,
          });
          near(
            riskStatistics(shuffled, 0.02).totalReturn as number,
            riskStatistics(series, 0.02).totalReturn as number,
          );
          expect(shuffled.points.map(({ date }) => date)).toEqual(series.points.map(({ date }) => date));
        },
      ),
    );
  });
});

describe('drawdown', () => {
  it('is never above zero, never below the worst of its days, and holds its episodes in order', () => {
    fc.assert(
      fc.property(returns, (list) => {
        const { drawdown } = riskStatistics(seriesOf(list), 0);
        const lowest = Math.min(0, ...(drawdown?.daily ?? []).map(({ value }) => value));
        expect(lowest).toBeLessThanOrEqual(0);
        near(drawdown?.deepest?.depth ?? 0, lowest);
        for (const { peak, trough, recovery } of drawdown?.episodes ?? []) {
          expect(peak < trough).toBe(true);
          if (recovery !== undefined) expect(trough < recovery).toBe(true);
        }
        const recovered = (drawdown?.episodes ?? []).map(({ recovery }) => recovery !== undefined);
        expect(recovered.slice(0, -1)).not.toContain(false);
      }),
    );
  });
});

describe('a benchmark', () => {
  it('that is the account itself has beta 1, correlation 1, no alpha and no tracking error', () => {
    fc.assert(
      fc.property(returns, (list) => {
        const series = seriesOf(list);
        const closes = [series.base, ...series.points].map(({ date, level }) => ({ date, close: level * 40 }));
        const compared = compareWithBenchmark(series, closes, 0.03);
        near(compared?.excessReturn ?? Number.NaN, 0);
        if (typeof compared?.beta === 'number') near(compared.beta, 1, 1e-6);
        if (typeof compared?.correlation === 'number') near(compared.correlation, 1, 1e-6);
        if (typeof compared?.trackingError === 'number') expect(compared.trackingError).toBe(0);
        if (typeof compared?.alpha === 'number') near(compared.alpha, 0, 1e-5);
      }),
    );
  });

  it('is compared on common days alone: a day that it lacks changes no other return', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 4, maxLength: 40 }),
        (list) => {
          const series = seriesOf(list);
          const closes = [series.base, ...series.points].map(({ date, level }) => ({ date, close: level * 7 }));
          const without = closes.filter((_, index) => index !== 2);
          const compared = compareWithBenchmark(series, without, 0);
          expect(compared?.observations).toBe(series.points.length - 1);
          expect(compared?.common.map(({ date }) => date)).toEqual(without.map(({ date }) => date));
        },
      ),
    );
  });
});

describe('sums', () => {
  it('splits a holding and cash into price and rate without a rest', () => {
    fc.assert(
      fc.property(amount, price, price, price, price, (quantity, priceOpen, priceClose, fxOpen, fxClose) => {
        const held = splitHolding({ quantity, priceOpen, priceClose, fxOpen, fxClose });
        const size = Math.max(
          1,
          Math.abs(held.valueOpen),
          Math.abs(held.valueClose),
          Math.abs(quantity * priceClose * fxOpen),
        );
        expect(Math.abs(held.valueClose - held.valueOpen - held.price - held.fx)).toBeLessThanOrEqual(size * 1e-12);
        const cash = splitCash({ balance: quantity, fxOpen, fxClose });
        expect(cash.price).toBe(0);
      }),
    );
  });

  it('closes a bridge: opening, flows, items and what is unexplained give the closing value', () => {
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.tuple(amount, amount, amount, amount, amount, amount, amount, amount),
        (opening, closing, list) => {
          const [deposits, withdrawals, dividends, withholdingTax, interest, feesAndCommissions, price_, fx] = list;
          const bridge = valueBridge(opening, closing, {
            deposits,
            withdrawals,
            dividends,
            withholdingTax,
            interest,
            feesAndCommissions,
            price: price_,
            fx,
          });
          near(opening + bridge.netFlows + bridge.explained + bridge.unexplained, closing, 1e-6);
          expect(bridge.passes).toBe(Math.abs(bridge.unexplained) <= bridge.tolerance);
        },
      ),
    );
  });

  it('has shares that sum to one, and as many effective holdings as equal ones', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 10 }), (values) => {
        const { top, herfindahl, effectiveHoldings } = concentration(values, 1000);
        if (values.every((value) => value === 0)) expect(top[10]).toHaveProperty('missing');
        else {
          near(top[10] as number, 1);
          expect(herfindahl as number).toBeLessThanOrEqual(1 + 1e-9);
          expect(effectiveHoldings as number).toBeLessThanOrEqual(values.length + 1e-6);
        }
      }),
    );
    near(concentration([5, 5, -5, 5], 20).effectiveHoldings as number, 4);
  });
});

describe('money-weighted return', () => {
  it('explains the flows: what came in grows at it to what is there', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 1e6, noNaN: true }),
        fc.double({ min: 100, max: 1e6, noNaN: true }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 399 }), fc.double({ min: 1, max: 1e5, noNaN: true })), {
          maxLength: 6,
        }),
        (opening, closing, paidIn) => {
          const flows = paidIn.map(([days, sum]) => ({ date: addDays(BASE, days), amount: sum }));
          const end = { date: addDays(BASE, 400), netAssetValue: closing };
          const { yearly, period } = moneyWeightedReturn({ date: BASE, netAssetValue: opening }, end, flows);
          if (typeof yearly !== 'number' || typeof period !== 'number') return;
          const worth = paidIn.reduce(
            (sum, [days, paid]) => sum + paid * (1 + yearly) ** ((400 - days) / 365),
            opening * (1 + yearly) ** (400 / 365),
          );
          near(worth, closing, 1e-6);
          near((1 + yearly) ** (400 / 365) - 1, period, 1e-6);
        },
      ),
    );
  });
});
