import { describe, expect, it } from 'vitest';
import { comparePeriod } from '#analytics/benchmark-period';
import type { LevelSeries } from '#analytics/level-series';
import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';

const { isTradingDay } = newYorkCalendar();
const day = (text: string): CalendarDate => calendarDate(text);

/** Monday 16 to Friday 20 November 2026, from the Sunday before. */
const LEVELS: readonly (readonly [string, number])[] = [
  ['2026-11-15', 1],
  ['2026-11-16', 1.01],
  ['2026-11-17', 1.02],
  ['2026-11-18', 1.03],
  ['2026-11-19', 1.05],
  ['2026-11-20', 1.1],
];
const points = LEVELS.map(([date, level]) => ({ date: day(date), level, netAssetValue: null }));
const series = {
  base: points[0],
  points: points.slice(1),
  fromFirstDay: false,
  holes: [],
  dropped: { duplicate: 0, null: 0, nonTrading: 0, later: 0 },
} as LevelSeries;
const CLOSES: readonly (readonly [string, number])[] = [
  ['2026-11-16', 100],
  ['2026-11-17', 101],
  ['2026-11-18', 99],
  ['2026-11-19', 102],
  ['2026-11-20', 103],
];
const compare = (from: string, to: string, without: readonly string[] = []) =>
  comparePeriod(
    series,
    new Map(CLOSES.filter(([date]) => !without.includes(date)).map(([date, close]) => [day(date), close])),
    { from: day(from), to: day(to), isTradingDay },
  );

describe('a period beside its benchmark', () => {
  it('is taken on its own two days for both', () => {
    const found = compare('2026-11-17', '2026-11-20');
    expect(found).toMatchObject({ from: '2026-11-17', to: '2026-11-20' });
    if ('missing' in found) expect.fail(found.missing);
    expect(found.portfolio).toBeCloseTo(1.1 / 1.02 - 1, 12);
    expect(found.benchmark).toBeCloseTo(103 / 101 - 1, 12);
    expect(found.difference).toBeCloseTo(1.1 / 1.02 - 103 / 101, 12);
  });

  it('ends for both on the last day they share, where the benchmark is late', () => {
    const found = compare('2026-11-17', '2026-11-20', ['2026-11-19', '2026-11-20']);
    expect(found).toMatchObject({ from: '2026-11-17', to: '2026-11-18' });
    expect('portfolio' in found && found.portfolio).toBeCloseTo(1.03 / 1.02 - 1, 12);
  });

  it('takes no other close for a missing first one', () => {
    expect(compare('2026-11-17', '2026-11-20', ['2026-11-17'])).toEqual({ missing: 'no close of 2026-11-17' });
    expect(compare('2026-11-19', '2026-11-20', ['2026-11-20'])).toEqual({ missing: 'no close after 2026-11-19' });
  });

  it('begins with the first day they share after a first day without trading', () => {
    expect(compare('2026-11-15', '2026-11-20')).toMatchObject({ from: '2026-11-16', to: '2026-11-20' });
  });

  it('has no return once the value was at zero', () => {
    const lost = { ...series, points: series.points.map((point, i) => (i === 2 ? { ...point, level: 0 } : point)) };
    const closes = new Map(CLOSES.map(([date, close]) => [day(date), close]));
    const asked = { from: day('2026-11-17'), to: day('2026-11-20'), isTradingDay };
    expect(comparePeriod(lost, closes, asked)).toEqual({ missing: 'value fell to zero or below' });
  });
});
