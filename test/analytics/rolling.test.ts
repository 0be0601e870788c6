import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareWithBenchmark } from '#analytics/benchmark-comparison';
import type { LevelSeries } from '#analytics/level-series';
import { riskStatistics } from '#analytics/risk-statistics';
import { ROLLING_DAYS, rollingBeta, rollingVolatility } from '#analytics/rolling';
import { addDays, calendarDate } from '#domain/calendar-date';

const first = calendarDate('2025-01-01');

function seriesOf(returns: readonly number[]): LevelSeries {
  let level = 1;
  const points = returns.map((value, index) => {
    level *= 1 + value;
    return { date: addDays(first, index + 1), level, netAssetValue: null };
  });
  const base = { date: first, level: 1, netAssetValue: null };
  return { base, points, fromFirstDay: false, holes: [], dropped: { duplicate: 0, null: 0, nonTrading: 0, later: 0 } };
}

const wave = (count: number, phase = 0): number[] =>
  Array.from({ length: count }, (_, index) => Math.sin(index * 1.7 + phase) / 50);
const closesOf = (returns: readonly number[]) => {
  const { base, points } = seriesOf(returns);
  return [base, ...points].map(({ date, level }) => ({ date, close: level * 100 }));
};

describe('rolling volatility', () => {
  test('begins on the sixtieth return, and is that of the sixty alone', () => {
    expect(rollingVolatility(seriesOf(wave(ROLLING_DAYS - 1)))).toEqual([]);
    const returns = wave(200);
    const found = rollingVolatility(seriesOf(returns));
    expect(found).toHaveLength(200 - ROLLING_DAYS + 1);
    expect(found[0]?.date).toBe(addDays(first, ROLLING_DAYS));
    for (const at of [0, 37, 140]) {
      const { volatility } = riskStatistics(seriesOf(returns.slice(at, at + ROLLING_DAYS)), 0);
      expect(found[at]?.value).toBeCloseTo(volatility as number, 12);
    }
  });

  test('forgets a day of any size once sixty others came after it', () => {
    const calm = wave(180);
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 59 }), (jump, at) => {
        const found = rollingVolatility(seriesOf(calm.with(at, jump)));
        expect(found.at(-1)?.value).toBeCloseTo(rollingVolatility(seriesOf(calm)).at(-1)?.value as number, 9);
      }),
    );
  });

  test('of rounding alone is none', () => {
    const dust = wave(90).map((value) => value * 1e-8);
    expect(rollingVolatility(seriesOf(dust)).every(({ value }) => value === 0)).toBe(true);
  });
});

describe('rolling beta', () => {
  const beta = (own: readonly number[], other: readonly number[]) => {
    const compared = compareWithBenchmark(seriesOf(own), closesOf(other), 0) ?? expect.fail('nothing in common');
    return { found: rollingBeta(compared), compared };
  };

  test('of the last sixty of sixty common returns is the beta of all', () => {
    const { found, compared } = beta(wave(60), wave(60, 0.4));
    expect(found).toHaveLength(1);
    expect(found[0]?.value).toBeCloseTo(compared.beta as number, 12);
    expect(beta(wave(59), wave(59, 0.4)).found).toEqual([]);
  });

  test('doubles with the size of the moves', () => {
    const other = wave(150);
    const { found } = beta(
      other.map((value) => 2 * value),
      other,
    );
    for (const { value } of found) expect(value).toBeCloseTo(2, 9);
  });

  test('is none while the benchmark stands still, and one again when it moves', () => {
    const other = [...Array.from({ length: 60 }, () => 0), ...wave(10)];
    const { found } = beta(wave(70), other);
    expect(found[0]?.value).toBeNull();
    expect(found.at(-1)?.value).toBeTypeOf('number');
  });
});
