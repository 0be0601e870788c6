import type { BenchmarkChoice, BenchmarkClose } from '#domain/benchmark';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';

/** A benchmark with a close on each trading day up to the market date, ups and downs included, the same each time. */
export function benchmarkOf(
  parts: Partial<BenchmarkChoice> & { readonly without?: readonly string[] } = {},
): BenchmarkChoice & { readonly closes: readonly BenchmarkClose[] } {
  const { without = [], ...rest } = parts;
  const days = newYorkCalendar().tradingDays(calendarDate('2024-01-02'), calendarDate('2026-11-20'));
  let close = 1000;
  let state = 11;
  const closes = days.map((date) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    close *= 1 + (state / 2_147_483_648 - 0.49) * 0.02;
    return { date, close: Math.round(close * 100) / 100 };
  });
  return {
    name: 'S&P 500 TR',
    kind: 'total-return',
    currency: 'USD',
    closes: closes.filter(({ date }) => !without.includes(date)),
    ...rest,
  };
}
