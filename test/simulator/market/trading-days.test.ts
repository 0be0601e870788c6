import { describe, expect, it } from 'vitest';
import { newYorkDay, newYorkMs } from '#simulator/market/day';
import { isTradingDay, sessionOf, tradingDays, weekdays } from '#simulator/market/trading-days';

/** Closed weekdays and early closes as the exchange published them; 2029 and 2030 by the same rules. */
const PUBLISHED: Readonly<Record<number, { closed: string; early: string }>> = {
  2026: { closed: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25', early: '11-27 12-24' },
  2027: { closed: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24', early: '11-26' },
  2028: { closed: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25', early: '07-03 11-24' },
  2029: { closed: '01-01 01-15 02-19 03-30 05-28 06-19 07-04 09-03 11-22 12-25', early: '07-03 11-23 12-24' },
  2030: { closed: '01-01 01-21 02-18 04-19 05-27 06-19 07-04 09-02 11-28 12-25', early: '07-03 11-29 12-24' },
};

describe('the simulated exchange', () => {
  it.each(Object.keys(PUBLISHED).map(Number))('keeps the published calendar of %i', (year) => {
    const days = weekdays(`${year}-01-01`, `${year}-12-31`);
    const closed = days.filter((day) => !isTradingDay(day)).map((day) => day.slice(5));
    const early = days.filter((day) => isTradingDay(day) && sessionOf(day).close === newYorkMs(day, 13));
    expect(closed.join(' ')).toBe(PUBLISHED[year]?.closed);
    expect(early.map((day) => day.slice(5)).join(' ')).toBe(PUBLISHED[year]?.early);
    expect(tradingDays(`${year}-01-01`, `${year}-12-31`)).toHaveLength(251);
  });

  it('trades by the clocks of New York in summer and in winter', () => {
    expect(new Date(sessionOf('2026-11-20').close).toISOString()).toBe('2026-11-20T21:00:00.000Z');
    expect(new Date(sessionOf('2026-07-20').open).toISOString()).toBe('2026-07-20T13:30:00.000Z');
  });

  it('knows the day in New York around midnight', () => {
    expect(newYorkDay(Date.parse('2026-11-21T04:59:59Z'))).toBe('2026-11-20');
    expect(newYorkDay(Date.parse('2026-11-21T05:00:00Z'))).toBe('2026-11-21');
    expect(newYorkDay(Date.parse('2026-07-21T04:00:00Z'))).toBe('2026-07-21');
  });
});
