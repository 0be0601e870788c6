import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanSeries, type LevelSeries } from '#analytics/level-series';
import { mergeSeries } from '#analytics/merge-series';
import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import { daysBack, eightDecimals } from '#test/support/snapshot';

const everyDay = () => true;
const TO = calendarDate('2026-11-20');
const days = daysBack(TO, 41);
const levels = days.map((_, i) => 1 + 0.01 * Math.sin(i) + i * 0.002);

/** The same life, told from day `from` on, with bogus values on the given days. */
function told(from: number, bogus: readonly number[] = []): LevelSeries {
  const start = levels[from] ?? 1;
  return cleanSeries({
    baseDate: days[from] as CalendarDate,
    baseNetAssetValue: 1000 * start,
    isTradingDay: () => true,
    points: days.slice(from + 1).map((date, i) => {
      const level = levels[from + 1 + i] ?? 1;
      const wrong = bogus.includes(from + 1 + i);
      return {
        date,
        netAssetValue: 1000 * (wrong ? level / 10 : level),
        cumulativeReturn: eightDecimals((wrong ? 0.1 : 1) * (level / start) - 1),
      };
    }),
  });
}

describe('merging the series of several periods', () => {
  it('fills what the longest lacks from a shorter one, on its own scale', () => {
    const merged = mergeSeries([told(20), told(0, [25, 26, 33])], everyDay);
    expect(merged?.repaired).toEqual([days[25], days[26], days[33]]);
    expect(merged?.holes).toEqual([]);
    for (const [i, point] of (merged?.points ?? []).entries()) {
      expect(point.level).toBeCloseTo((levels[i + 1] ?? 0) / (levels[0] ?? 1), 7);
    }
  });

  it('leaves a hole open that no other series fills', () => {
    const merged = mergeSeries([told(0, [5, 6]), told(20)], everyDay);
    expect(merged?.holes).toEqual([days[5], days[6]]);
    expect(merged?.points).toHaveLength(38);
  });

  it('distrusts a last value that a shorter series contradicts, which nothing after it could show', () => {
    const merged = mergeSeries([told(0, [39, 40]), told(30)], everyDay);
    expect(merged?.points.at(-1)).toMatchObject({ date: TO });
    expect(merged?.points.at(-1)?.netAssetValue).toBeCloseTo(1000 * (levels[40] ?? 0), 9);
  });

  it('distrusts a last value that the account’s own close contradicts', () => {
    const merged = mergeSeries([told(0, [40])], everyDay, { date: TO, netAssetValue: 1000 * (levels[40] ?? 0) });
    expect(merged?.holes).toEqual([TO]);
    expect(merged?.points.at(-1)?.date).toBe(days[39]);
  });

  it('keeps a value below the close when money was paid out after it: the return did not fall', () => {
    const merged = mergeSeries([told(0)], everyDay, { date: TO, netAssetValue: 5000 });
    expect(merged?.points.at(-1)?.date).toBe(TO);
  });

  it('keeps a value above the close when money was paid in after it', () => {
    const merged = mergeSeries([told(0)], everyDay, { date: TO, netAssetValue: 100 });
    expect(merged?.points.at(-1)?.date).toBe(TO);
  });

  it('takes no value of a day without trading from the base of a shorter series', () => {
    const holiday = days[39] as CalendarDate;
    const longest = told(0);
    const points = longest.points.filter(({ date }) => date !== holiday);
    const merged = mergeSeries([{ ...longest, points }, told(39)], (date) => date !== holiday);
    expect(merged?.repaired).toEqual([]);
    expect(merged?.points.map(({ date }) => date)).toEqual(points.map(({ date }) => date));
  });

  it('takes a trading day that the longest lacks from the base of a shorter series', () => {
    const longest = told(0);
    const points = longest.points.filter(({ date }) => date !== days[39]);
    expect(mergeSeries([{ ...longest, points }, told(39)], everyDay)?.repaired).toEqual([days[39]]);
  });

  it('gives the same whatever the order of the series', () => {
    const all = [told(0, [12, 35]), told(10, [35]), told(30), told(39)];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(mergeSeries(shuffled, everyDay)).toEqual(mergeSeries(all, everyDay));
      }),
    );
  });

  it('says nothing where there is nothing', () => {
    expect(mergeSeries([], everyDay)).toBeUndefined();
  });
});
