import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanSeries, type LevelSeries } from '#analytics/level-series';
import { monthlyReturns, periodReturn, returnSinceBase } from '#analytics/period-return';
import { addDays, type CalendarDate, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { PerformancePoint } from '#domain/performance-series';

const calendar = newYorkCalendar();
const day = calendarDate;
const base = day('2026-01-02');

function point(date: string, netAssetValue: number | null, cumulativeReturn: number | null): PerformancePoint {
  return { date: day(date), netAssetValue, cumulativeReturn };
}

function clean(points: readonly PerformancePoint[], parts: { baseNetAssetValue?: number; until?: CalendarDate } = {}) {
  return cleanSeries({
    baseDate: base,
    baseNetAssetValue: 1000,
    points,
    isTradingDay: calendar.isTradingDay,
    ...parts,
  });
}

/** A walk of daily returns over trading days from 5 January 2026 on, as the broker would send it. */
const walks = fc
  .array(fc.double({ min: -0.2, max: 0.25, noNaN: true }), { minLength: 2, maxLength: 120 })
  .map((returns) => {
    let level = 1;
    let date = base;
    return returns.map((r): PerformancePoint => {
      level *= 1 + r;
      do date = addDays(date, 1);
      while (!calendar.isTradingDay(date));
      return { date, netAssetValue: 1000 * level, cumulativeReturn: level - 1 };
    });
  });

describe('cleaning a series', () => {
  it('leaves out the running point of the day after and says so', () => {
    const series = clean([point('2026-01-05', 1010, 0.01), point('2026-01-06', 1020, 0.02)], {
      until: day('2026-01-05'),
    });
    expect(series.points.map(({ date }) => date)).toEqual(['2026-01-05']);
    expect(series.dropped.later).toBe(1);
  });

  it('drops points on holidays and weekends, also when they carry a value', () => {
    const series = clean([point('2026-01-16', 1010, 0.01), point('2026-01-17', 1, 0.5), point('2026-01-19', 2, 0.6)]);
    expect(series.points).toEqual([{ date: '2026-01-16', level: 1.01, netAssetValue: 1010 }]);
    expect(series.dropped.nonTrading).toBe(2);
  });

  it('rejects a run of bogus values between true ones, and keeps the return over it', () => {
    const bogus = ['2026-01-06', '2026-01-07', '2026-01-08'].map((date) => point(date, 101, -0.899));
    const series = clean([point('2026-01-05', 1010, 0.01), ...bogus, point('2026-01-09', 1030, 0.03)]);
    expect(series.holes).toEqual(['2026-01-06', '2026-01-07', '2026-01-08']);
    expect(series.points.map(({ date }) => date)).toEqual(['2026-01-05', '2026-01-09']);
    const whole = returnSinceBase(series);
    expect('value' in whole && whole.value).toBeCloseTo(0.03, 12);
  });

  it('sees a bogus last day by the live value that comes after it', () => {
    const series = clean(
      [point('2026-01-05', 1010, 0.01), point('2026-01-06', 101, -0.899), point('2026-01-07', 1020, 0.02)],
      {
        until: day('2026-01-06'),
      },
    );
    expect(series.holes).toEqual(['2026-01-06']);
    expect(series.points.at(-1)?.date).toBe('2026-01-05');
  });

  it('measures a new account from the close of its first funded day, and never divides by the zero before', () => {
    const series = clean(
      [point('2026-01-05', 0, 0), point('2026-01-06', 500, 0.25), point('2026-01-07', 505, 0.2625)],
      {
        baseNetAssetValue: 0,
      },
    );
    expect(series.fromFirstDay).toBe(true);
    expect(series.base).toEqual({ date: '2026-01-06', level: 1, netAssetValue: 500 });
    const year = periodReturn(series, 'YTD');
    expect(year).toMatchObject({ partial: true });
    expect('value' in year && year.value).toBeCloseTo(0.01, 12);
  });

  it('has no return for an account that was never funded', () => {
    const series = clean([point('2026-01-05', 0, 0)], { baseNetAssetValue: 0 });
    expect(returnSinceBase(series)).toEqual({ missing: '0 of 1 days' });
  });

  it('calls a return meaningless once the level was at or below zero, and a zero at the end a total loss', () => {
    const below = clean([point('2026-01-05', -200, -1.2), point('2026-01-06', 100, -0.9)]);
    expect(returnSinceBase(below)).toEqual({ missing: 'value fell to zero or below' });
    const lost = returnSinceBase(clean([point('2026-01-05', 800, -0.2), point('2026-01-06', 0, -1)]));
    expect(lost).toMatchObject({ value: -1 });
  });

  it('gives the same series whatever the order of the points', () => {
    fc.assert(
      fc.property(
        walks.chain((points) =>
          fc.tuple(fc.constant(points), fc.shuffledSubarray(points, { minLength: points.length })),
        ),
        ([points, shuffled]) => {
          expect(clean(shuffled)).toEqual(clean(points));
        },
      ),
    );
  });

  it('links the months and the rest to the whole', () => {
    fc.assert(
      fc.property(walks, (points) => {
        const series = clean(points);
        const months = monthlyReturns(series, () => true);
        const linked = months.reduce((product, month) => product * (1 + month.value), 1);
        const whole = returnSinceBase(series);
        if ('value' in whole) expect(linked - 1).toBeCloseTo(whole.value, 9);
      }),
    );
  });

  it('links the return before a period and the period to the whole', () => {
    fc.assert(
      fc.property(walks, fc.constantFrom('MTD' as const, 'QTD' as const), (points, name) => {
        const series = clean(points);
        const [period, whole] = [periodReturn(series, name), returnSinceBase(series)];
        if ('missing' in period || 'missing' in whole) return;
        const before = returnSinceBase(upTo(series, period.base.date));
        const first = 'value' in before ? before.value : 0;
        expect((1 + first) * (1 + period.value) - 1).toBeCloseTo(whole.value, 9);
      }),
    );
  });
});

function upTo(series: LevelSeries, date: CalendarDate): LevelSeries {
  return { ...series, points: series.points.filter((kept) => kept.date <= date) };
}
