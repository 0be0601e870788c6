import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanSeries, type LevelSeries } from '#analytics/level-series';
import { monthlyReturns, type PeriodName, periodReturn, returnSinceBase } from '#analytics/period-return';
import { addDays, type CalendarDate, calendarDate } from '#domain/calendar-date';
import { isWeekend } from '#domain/exchange-holidays';

interface VectorCase {
  readonly name: string;
  readonly input: {
    readonly base_date: string;
    readonly base_nav: number;
    readonly dates: readonly string[];
    readonly cps?: readonly (number | null)[];
    readonly nav: readonly (number | null)[];
    readonly holidays?: readonly string[];
  };
  readonly expected: {
    readonly stats?: {
      readonly status: string;
      readonly n_obs: number;
      readonly dropped: { readonly null: number; readonly non_trading: number; readonly duplicate: number };
      readonly end_date: string | null;
      readonly total_return?: number | null;
    };
    readonly periods?: Readonly<
      Record<
        PeriodName,
        { value: number | null; base_date: string | null; partial: boolean | null; annualised: boolean }
      >
    > | null;
    readonly monthly?: readonly { month: string; value: number; partial: boolean }[] | null;
  };
}

const cases = ['short_period', 'multi_year', 'gaps', 'flat', 'one_day', 'negative_nav']
  .flatMap((name) => {
    const path = new URL(`../fixtures/vectors/${name}.json`, import.meta.url);
    return (JSON.parse(readFileSync(path, 'utf8')) as { cases: VectorCase[] }).cases;
  })
  .filter(({ input }) => input.cps !== undefined);

/** The tolerance the vectors name. */
function near(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.max(1e-12, Math.abs(expected) * 1e-9));
}

function tradingDays(input: VectorCase['input']): (date: CalendarDate) => boolean {
  const holidays = new Set(input.holidays);
  return (date) => !isWeekend(date) && !holidays.has(date);
}

function clean(input: VectorCase['input']): LevelSeries {
  return cleanSeries({
    baseDate: calendarDate(input.base_date),
    baseNetAssetValue: input.base_nav,
    points: input.dates.map((date, i) => ({
      date: calendarDate(date),
      cumulativeReturn: input.cps?.[i] ?? null,
      netAssetValue: input.nav[i] ?? null,
    })),
    isTradingDay: tradingDays(input),
  });
}

describe.each(cases)('the vector $name', ({ input, expected }) => {
  const series = clean(input);

  it('keeps and drops the points it should', () => {
    const { n_obs, dropped, end_date } = expected.stats ?? expect.fail('a vector without statistics');
    expect(series.points).toHaveLength(n_obs);
    expect(series.holes).toEqual([]);
    expect(series.fromFirstDay).toBe(false);
    expect(series.dropped).toEqual({
      null: dropped.null,
      nonTrading: dropped.non_trading,
      duplicate: dropped.duplicate,
      later: 0,
    });
    if (end_date !== null) expect(series.points.at(-1)?.date ?? series.base.date).toBe(end_date);
  });

  it('has the return of the whole series', () => {
    const found = returnSinceBase(series);
    const total = expected.stats?.total_return;
    if (total === null || total === undefined) expect(found).toHaveProperty('missing');
    else near('value' in found ? found.value : Number.NaN, total);
  });

  it('has the period returns, their base dates and what they are', () => {
    for (const [name, wanted] of Object.entries(expected.periods ?? {})) {
      const found = periodReturn(series, name as PeriodName);
      if (wanted.value === null) expect(found).toHaveProperty('missing');
      else if ('missing' in found) expect.fail(`${name}: ${found.missing}`);
      else {
        near(found.value, wanted.value);
        expect([name, found.base.date, found.partial, found.annualised]).toEqual([
          name,
          wanted.base_date,
          wanted.partial,
          wanted.annualised,
        ]);
      }
    }
  });

  it('has the returns of each month', () => {
    const isTrading = tradingDays(input);
    const isLast = (date: CalendarDate): boolean => {
      for (let day = addDays(date, 1); day.slice(0, 7) === date.slice(0, 7); day = addDays(day, 1)) {
        if (isTrading(day)) return false;
      }
      return true;
    };
    if (!expected.monthly) return;
    const months = monthlyReturns(series, isLast);
    expect(months.map(({ month, partial }) => ({ month, partial }))).toEqual(
      expected.monthly.map(({ month, partial }) => ({ month, partial })),
    );
    for (const [i, month] of months.entries()) near(month.value, expected.monthly[i]?.value ?? Number.NaN);
  });
});
