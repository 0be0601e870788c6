import { expect, it } from 'vitest';
import { cleanSeries, type LevelSeries } from '#analytics/level-series';
import { riskStatistics } from '#analytics/risk-statistics';
import { addDays, calendarDate } from '#domain/calendar-date';

/** Bounds of the conventions that no vector stands on. */

const BASE = calendarDate('2026-01-02');

function seriesOf(levels: readonly number[], first = 1): LevelSeries {
  const points = levels.map((level, i) => ({
    date: addDays(BASE, first + i),
    cumulativeReturn: level - 1,
    netAssetValue: 1000,
  }));
  return cleanSeries({ baseDate: BASE, baseNetAssetValue: 1000, points, isTradingDay: () => true });
}

it('C2: a point of the base date itself is a repeated one, whatever it says', () => {
  const series = seriesOf([1.5, 1.1], 0);
  expect(series.points.map(({ date, level }) => [date, level])).toEqual([[addDays(BASE, 1), 1.1]]);
  expect(series.dropped.duplicate).toBe(1);
});

it('C10: a tail is reckoned from twenty returns on', () => {
  const waves = (days: number) => seriesOf(Array.from({ length: days }, (_, i) => 1 + Math.sin(i) / 100));
  expect(riskStatistics(waves(19), 0).valueAtRisk).toEqual({ missing: '19 of 20 days' });
  expect(typeof riskStatistics(waves(20), 0).valueAtRisk).toBe('number');
});

it('C12: a level of zero before the end makes every figure one without meaning', () => {
  const found = riskStatistics(seriesOf([1.1, 0, 0]), 0);
  expect(found.status).toBe('not-meaningful');
  for (const figure of [found.totalReturn, found.volatility, found.meanDaily]) expect(figure).toHaveProperty('missing');
  expect(found.drawdown).toBeUndefined();
  expect(riskStatistics(seriesOf([1.1, 0.4, 0]), 0)).toMatchObject({ status: 'total-loss', totalReturn: -1 });
});
