import { expect, it } from 'vitest';
import { cleanSeries, type LevelSeries } from '#analytics/level-series';
import { type PeriodName, periodReturn } from '#analytics/period-return';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';

const calendar = newYorkCalendar();

/** A tenth of a percent of the first day's value more on each trading day. */
function seriesTo(end: string): LevelSeries {
  const days = calendar.tradingDays(calendarDate('2026-06-02'), calendarDate(end));
  return cleanSeries({
    baseDate: calendarDate('2026-06-01'),
    baseNetAssetValue: 1000,
    points: days.map((date, index) => ({ date, cumulativeReturn: (index + 1) / 1000, netAssetValue: 1001 + index })),
    isTradingDay: calendar.isTradingDay,
  });
}

it.each<[string, PeriodName, string, string]>([
  ['F61: one year to leap day', '1Y', '2028-02-29', '2027-02-26'],
  ['F61: the month to leap day', 'MTD', '2028-02-29', '2028-01-31'],
  ['F61: the month after leap day', 'MTD', '2028-03-01', '2028-02-29'],
  ['F62: the year to its last day', 'YTD', '2027-12-31', '2026-12-31'],
  ['F62: the year on its first trading day', 'YTD', '2028-01-03', '2027-12-31'],
  ['F62: the quarter on its first trading day', 'QTD', '2028-01-03', '2027-12-31'],
])('%s counts from the last trading day on or before its base, and names it', (_, name, end, base) => {
  const found = periodReturn(seriesTo(end), name);
  if ('missing' in found) expect.fail(found.missing);
  expect([found.end.date, found.base.date, found.partial]).toEqual([end, base, false]);
  expect(found.value).toBeCloseTo(found.end.level / found.base.level - 1, 12);
});
