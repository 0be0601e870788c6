import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type CalendarDate, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Performance, PerformanceSeries } from '#domain/performance-series';
import type { StatementBookings, StatementHistory } from '#domain/statement';
import { flexPerformance } from '#pipeline/flex-performance';
import { daysBack } from '#test/support/snapshot';
import { cashTransaction, daySpan, netAssetValue } from '#test/support/statement';
import { DAY, historyOf } from './flex-day.ts';

const calendar = newYorkCalendar();
const performanceOf = (history: StatementHistory, day = DAY): Performance | undefined =>
  flexPerformance(history, day, 'USD', calendar);
const seriesOf = (history: StatementHistory, period: string, day = DAY): PerformanceSeries | undefined =>
  performanceOf(history, day)?.series.find((series) => series.period === period);
const lastOf = (history: StatementHistory, period = '1Y', day = DAY): number | null | undefined =>
  seriesOf(history, period, day)?.points.at(-1)?.cumulativeReturn;

/** Values of the trading days up to the market day, and no flows. */
function daily(values: readonly number[], more: Partial<StatementBookings> = {}): Partial<StatementBookings> {
  const days = daysBack(DAY, values.length);
  return {
    netAssetValues: values.map((value, i) => netAssetValue(days[i] as CalendarDate, value)),
    cashTransactions: [],
    transfers: [],
    changes: [],
    ...more,
  };
}
const deposit = (date: string, amount: number, parts = {}) =>
  cashTransaction({
    date,
    amount,
    kind: amount < 0 ? 'withdrawal' : 'deposit',
    brokerType: 'Deposits/Withdrawals',
    ...parts,
  });
const change = (date: string, starting: number, ending: number, parts = {}) => ({
  from: calendarDate(date),
  to: calendarDate(date),
  starting,
  ending,
  items: {},
  ...parts,
});

describe('returns from statements', () => {
  it('are the value’s own growth where nothing came in or went out', () => {
    expect(lastOf(historyOf(daily([1000, 1010, 1020.1])))).toBeCloseTo(0.0201, 12);
  });

  it('leave deposits and withdrawals out, counted at the end of their day of report', () => {
    const flows = [deposit('2026-11-19', 500), deposit('2026-09-01', -100, { reported: DAY })];
    expect(lastOf(historyOf(daily([1000, 1510, 1420], { cashTransactions: flows })))).toBeCloseTo(
      1.01 * ((1420 + 100) / 1510) - 1,
      12,
    );
  });

  it('count flows of another currency at their own rate, and tell no return without one', () => {
    const rated = historyOf(
      daily([1000, 1120], { cashTransactions: [deposit(DAY, 100, { currency: 'CHF', rateToBase: 1.1 })] }),
    );
    expect(lastOf(rated)).toBeCloseTo(0.01, 12);
    const unrated = historyOf(daily([1000, 1120], { cashTransactions: [deposit(DAY, 100, { currency: 'CHF' })] }));
    expect(seriesOf(unrated, '1D')).toBeUndefined();
  });

  it('count holdings that were moved in, and tell no return where their value is not known', () => {
    const moved = {
      contract: { conid: 1, symbol: 'AAA', description: '', assetClass: 'stock', brokerClass: 'STK' },
      date: DAY,
      brokerType: 'ACATS',
      direction: 'in',
      currency: 'USD',
      quantity: 5,
      remainder: {},
    } as const;
    const valued = historyOf(daily([1000, 1510], { transfers: [{ ...moved, positionAmount: 500 }] }));
    expect(lastOf(valued)).toBeCloseTo(0.01, 12);
    expect(seriesOf(historyOf(daily([1000, 1510], { transfers: [moved] })), '1D')).toBeUndefined();
  });

  it('are the broker’s own where a statement was made for just that day', () => {
    const changes = [change(DAY, 1000, 1010, { timeWeightedReturn: 0.0042 })];
    expect(lastOf(historyOf(daily([1000, 1010], { changes })))).toBeCloseTo(0.0042, 12);
    const other = [change(DAY, 999, 1010, { timeWeightedReturn: 0.0042 })];
    expect(lastOf(historyOf(daily([1000, 1010], { changes: other })))).toBeCloseTo(0.01, 12);
  });

  it('are not those of a statement over more days, though it begins with the same value', () => {
    const longer = { ...change(DAY, 1000, 1010, { timeWeightedReturn: 0.5 }), from: calendarDate('2026-11-18') };
    expect(lastOf(historyOf(daily([1000, 1010], { changes: [longer] })))).toBeCloseTo(0.01, 12);
  });

  it('take flows from the bridge of the day where it adds up, also when bookings were not told', () => {
    const items = { mtm: 10, depositsWithdrawals: 300, assetTransfers: 200 };
    const told = (bridge: Record<string, number>) => {
      const {
        cashTransactions: _,
        transfers: __,
        ...rest
      } = daily([1000, 1510], {
        changes: [change(DAY, 1000, 1510, { items: bridge })],
      });
      return historyOf(rest);
    };
    expect(lastOf(told(items))).toBeCloseTo(0.01, 12);
    // The query may tick the result as a whole and split in two.
    expect(lastOf(told({ ...items, realized: 4, changeInUnrealized: 6 }))).toBeCloseTo(0.01, 12);
    const { depositsWithdrawals: _, ...short } = items;
    expect(seriesOf(told(short), '1D')).toBeUndefined();
  });

  it('are not told over days of which deposits or transfers are not known', () => {
    const cases = [
      historyOf(daily([1000, 1010]), { transfers: [] }),
      historyOf(daily([1000, 1010]), { cashTransactions: [daySpan('2025-11-20', '2026-11-19')] }),
      historyOf(daily([1000, 1010]), { transfers: [daySpan('2026-11-21', '2026-11-22')] }),
    ];
    for (const history of cases) {
      expect(performanceOf(history)).toMatchObject({ series: [{ period: '1Y', start: { date: DAY }, points: [] }] });
    }
    const touching = [daySpan('2025-11-20', '2026-11-19'), daySpan('2026-11-20', '2026-11-20')];
    expect(lastOf(historyOf(daily([1000, 1010]), { transfers: touching }))).toBeCloseTo(0.01, 12);
  });

  it('begin anew after a value that is not above zero', () => {
    const history = historyOf(daily([1000, 0, 500, 510]));
    expect(seriesOf(history, '1Y')?.start).toEqual({ date: '2026-11-19', netAssetValue: 500 });
    expect(lastOf(history)).toBeCloseTo(0.02, 12);
  });

  it('show a market day without a value as missing, and link over it', () => {
    const values = daily([1000, 1005, 1010]);
    const history = historyOf({ ...values, netAssetValues: values.netAssetValues?.filter((_, i) => i !== 1) ?? [] });
    expect(seriesOf(history, '1Y')?.points).toEqual([
      { date: '2026-11-19', netAssetValue: null, cumulativeReturn: null },
      { date: DAY, netAssetValue: 1010, cumulativeReturn: expect.closeTo(0.01, 12) },
    ]);
    expect(seriesOf(history, '1D')).toBeUndefined();
  });

  it('take nothing of the days after the market day', () => {
    const later = netAssetValue(addDays(DAY, 3), 9999);
    const values = daily([1000, 1010]);
    const history = historyOf({ ...values, netAssetValues: [...(values.netAssetValues ?? []), later] });
    expect(seriesOf(history, '1Y')?.points.at(-1)?.date).toBe(DAY);
  });

  it('stand under PortfolioAnalyst’s names of periods, each from its own base, as far as the history reaches', () => {
    const days = daysBack(DAY, 60);
    const performance = performanceOf(historyOf(daily(days.map((_, i) => 1000 + i))));
    expect(performance).toMatchObject({ method: 'TWR', baseCurrency: 'USD', absentPeriods: ['YTD'] });
    expect(performance?.series.map(({ period, start }) => [period, start.date])).toEqual([
      ['1D', '2026-11-19'],
      ['7D', '2026-11-13'],
      ['MTD', '2026-10-30'],
      ['1M', '2026-10-20'],
      ['1Y', days[0]],
    ]);
  });

  it('are not there without a value', () => {
    expect(performanceOf(historyOf(daily([])))).toBeUndefined();
  });

  it('link to the product of the daily ones, from any base', () => {
    const growth = fc.array(fc.integer({ min: 500, max: 2000 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(growth, (steps) => {
        const values = [1_000_000];
        for (const step of steps) values.push(((values.at(-1) as number) * step) / 1000);
        const history = historyOf(daily(values));
        const series = performanceOf(history)?.series ?? [];
        for (const { period, start, points } of series) {
          const days = daysBack(DAY, values.length);
          const from = days.indexOf(start.date);
          const product = steps.slice(from).reduce((level, step) => (level * step) / 1000, 1);
          expect(1 + (points.at(-1)?.cumulativeReturn ?? 0) - product, period).toBeCloseTo(
            0,
            6 - Math.log10(product + 1),
          );
        }
        expect(series.map(({ period }) => period)).toContain('1Y');
      }),
      { numRuns: 60 },
    );
  });
});

describe('the vectors with flows', () => {
  interface Case {
    readonly name: string;
    readonly input: {
      readonly base_date: string;
      readonly base_nav: number;
      readonly dates: readonly string[];
      readonly nav: readonly number[];
      readonly flows: readonly { readonly date: string; readonly amount: number }[];
    };
    readonly expected: { readonly twr_eod: number };
  }
  const path = new URL('../fixtures/vectors/flows_mwr.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] };

  it.each(cases)('give the same time-weighted return: $name', ({ input, expected }) => {
    const day = calendarDate(input.dates.at(-1) as string);
    const whole = [{ from: calendarDate(input.base_date), to: day }];
    const history = historyOf(
      {
        netAssetValues: [
          netAssetValue(input.base_date, input.base_nav),
          ...input.dates.map((date, i) => netAssetValue(date, input.nav[i] as number)),
        ],
        cashTransactions: input.flows.map(({ date, amount }) => deposit(date, amount)),
        transfers: [],
      },
      { cashTransactions: whole, transfers: whole },
    );
    // A year's series begins later than the longest vector: its last level over its first is what both have.
    const { base, level } = chained(history, day, calendarDate(input.base_date));
    expect(base).toBe(input.base_date);
    expect(level - 1).toBeCloseTo(expected.twr_eod, 9);
  });
});

/** Links the yearly series that end on a day and on its base, back to the first day. */
function chained(history: StatementHistory, day: CalendarDate, first: CalendarDate): { base: string; level: number } {
  let [end, level] = [day, 1];
  while (end > first) {
    const series = seriesOf(history, '1Y', end);
    if (!series) break;
    level *= 1 + (series.points.at(-1)?.cumulativeReturn ?? 0);
    end = series.start.date;
  }
  return { base: end, level };
}
