import { addDays, type CalendarDate, previousMonthEnd, previousYearEnd, yearsBefore } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Performance, PerformancePoint, PerformanceSeries } from '#domain/performance-series';
import type { StatementHistory } from '#domain/statement';
import { type LinkedDay, linkedDays } from './flex-returns.ts';

/**
 * Values and time-weighted returns of the days that statements told, in PortfolioAnalyst's shape and under its names of
 * periods. Only what links without a break up to the market day is in it: `1Y` reaches back as far as that does, every
 * other period is there when its base is. Undefined when no statement told a value of the market day or before.
 */
export function flexPerformance(
  history: StatementHistory,
  day: CalendarDate,
  baseCurrency: string,
  calendar: MarketCalendar,
): Performance | undefined {
  const chain = linkedDays(history, day, baseCurrency);
  const [first] = chain;
  if (!first) return undefined;
  const series: PerformanceSeries[] = [];
  const absentPeriods: string[] = [];
  for (const [period, from] of periodsTo(day, calendar)) {
    const reached = chain.findLast(({ date }) => (period === '1D' ? date === from : date <= from));
    const base = reached ?? (period === '1Y' ? first : undefined);
    if (base && (base.date < day || period === '1Y')) series.push(seriesOf(period, base, chain, calendar));
    else absentPeriods.push(period);
  }
  return { baseCurrency, method: 'TWR', series, absentPeriods };
}

/** Each period with the day that its returns count from. */
function periodsTo(day: CalendarDate, calendar: MarketCalendar): readonly (readonly [string, CalendarDate])[] {
  return [
    ['1D', calendar.previousTradingDay(day)],
    ['7D', addDays(day, -7)],
    ['MTD', previousMonthEnd(day)],
    ['1M', monthBefore(day)],
    ['YTD', previousYearEnd(day)],
    ['1Y', yearsBefore(day, 1)],
  ];
}

/** The same day of the month before, or that month's last. */
function monthBefore(day: CalendarDate): CalendarDate {
  const end = previousMonthEnd(day);
  const same = `${end.slice(0, 8)}${day.slice(8)}`;
  return same < end ? (same as CalendarDate) : end;
}

/** Days without a value stand in it as null where the market was open: nothing is filled in. */
function seriesOf(
  period: string,
  base: LinkedDay,
  chain: readonly LinkedDay[],
  calendar: MarketCalendar,
): PerformanceSeries {
  const after = chain.filter(({ date }) => date > base.date);
  const points = new Map<CalendarDate, PerformancePoint>();
  const last = after.at(-1);
  const open = last ? calendar.tradingDays(addDays(base.date, 1), last.date) : [];
  for (const date of open) points.set(date, { date, netAssetValue: null, cumulativeReturn: null });
  for (const { date, netAssetValue, level } of after) {
    points.set(date, { date, netAssetValue, cumulativeReturn: level / base.level - 1 });
  }
  return {
    period,
    start: { date: base.date, netAssetValue: base.netAssetValue },
    points: [...points.values()].sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}
