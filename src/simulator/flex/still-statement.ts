import { newYorkDay } from '#simulator/market/day';
import { sessionOf, tradingDays } from '#simulator/market/trading-days';
import type { StatementLife } from './statement-life.ts';

/** An account that holds nothing, from the day it was opened: its statements are full of zeros. */
export function stillStatement(openedAt: number, now: number): StatementLife | undefined {
  const days = tradingDays(newYorkDay(openedAt), newYorkDay(now)).filter((day) => sessionOf(day).close <= now);
  if (days.length === 0) return undefined;
  return {
    days,
    close: (index) => ({
      day: days[index] ?? '',
      cash: {},
      holdings: [],
      accruedInterest: {},
      accruedDividends: {},
      dividendsDue: [],
      nav: 0,
      flow: 0,
      dayReturn: 0,
      growth: 1,
    }),
    bookings: () => [],
    nav: () => 0,
    worth: () => [],
    instrument: (conid) => {
      throw new RangeError(`the empty account has no contract ${conid}`);
    },
    price: () => 0,
    rate: () => 1,
  };
}
