import { describe, expect, it } from 'vitest';
import { concentration } from '#analytics/concentration';
import { flowReturns } from '#analytics/flow-returns';
import { cleanSeries } from '#analytics/level-series';
import { calendarDate } from '#domain/calendar-date';

const [day0, day1, day2] = [calendarDate('2026-11-18'), calendarDate('2026-11-19'), calendarDate('2026-11-20')];

describe('what is less than a cent', () => {
  it.each([1e-15, 5e-324, 0.009])('has no return, though it is above zero: %d', (dust) => {
    const values = [
      { date: day0, netAssetValue: 1000 },
      { date: day1, netAssetValue: dust },
      { date: day2, netAssetValue: 1000 },
    ] as const;
    const [base, ...days] = values;
    const told = flowReturns(base, days, [], 'end-of-day');
    expect(told.daily.map(({ value }) => value)).toEqual([undefined, undefined]);
    expect(told.totalReturn).toBeUndefined();
  });

  it('is no first funded day', () => {
    const points = [
      { date: day1, netAssetValue: 1e-9, cumulativeReturn: 0 },
      { date: day2, netAssetValue: 1000, cumulativeReturn: 0 },
    ];
    const series = cleanSeries({ baseDate: day0, baseNetAssetValue: 1e-9, points, isTradingDay: () => true });
    expect(series.base.date).toBe(day2);
  });

  it('has no weights', () => {
    expect(concentration([100], 1e-12)).toMatchObject({ grossLeverage: { missing: 'value is not above zero' } });
  });
});
