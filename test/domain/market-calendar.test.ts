import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type CalendarDate, calendarDate, dayInZone } from '#domain/calendar-date';
import { exchangeYear } from '#domain/exchange-holidays';
import { newYorkCalendar } from '#domain/market-calendar';

const calendar = newYorkCalendar();
const day = calendarDate;
const anyDay = fc.integer({ min: 0, max: 365 * 30 }).map((n) => addDays(day('2005-01-01'), n));

function weekdaysClosed(year: number): string[] {
  const closed: string[] = [];
  for (let date = day(`${year}-01-01`); date <= day(`${year}-12-31`); date = addDays(date, 1)) {
    const why = calendar.closedBecause(date);
    if (why && why !== 'weekend') closed.push(date.slice(5));
  }
  return closed;
}

describe('the New York calendar', () => {
  it.each([2026, 2027, 2028, 2029, 2030])('has 251 trading days in %i', (year) => {
    expect(calendar.tradingDays(day(`${year}-01-01`), day(`${year}-12-31`))).toHaveLength(251);
  });

  it.each([
    [2026, '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25'],
    [2027, '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24'],
    [2028, '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25'],
    [2029, '01-01 01-15 02-19 03-30 05-28 06-19 07-04 09-03 11-22 12-25'],
    [2030, '01-01 01-21 02-18 04-19 05-27 06-19 07-04 09-02 11-28 12-25'],
    [2025, '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25'],
    [2018, '01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25'],
    [2021, '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24'],
  ])('is closed in %i on the days the exchange published', (year, days) => {
    expect(weekdaysClosed(year)).toEqual(days.split(' '));
  });

  it.each([
    [2026, ['11-27', '12-24']],
    [2027, ['11-26']],
    [2028, ['07-03', '11-24']],
    [2029, ['07-03', '11-23', '12-24']],
    [2030, ['07-03', '11-29', '12-24']],
  ])('ends at 13:00 in %i on the days the exchange published', (year, expected) => {
    const early = calendar
      .tradingDays(day(`${year}-01-01`), day(`${year}-12-31`))
      .filter((date) => hourInNewYork(calendar.closeOf(date)) === '13:00');
    expect(early.map((date) => date.slice(5))).toEqual(expected);
  });

  it('keeps 16:00 on the wall of New York through both clock changes', () => {
    expect(calendar.closeOf(day('2026-03-06')).toISOString()).toBe('2026-03-06T21:00:00.000Z');
    expect(calendar.closeOf(day('2026-03-09')).toISOString()).toBe('2026-03-09T20:00:00.000Z');
    expect(calendar.closeOf(day('2026-10-30')).toISOString()).toBe('2026-10-30T20:00:00.000Z');
    expect(calendar.closeOf(day('2026-11-02')).toISOString()).toBe('2026-11-02T21:00:00.000Z');
  });

  it('makes up for no New Year’s Day that falls on a Saturday', () => {
    expect([...exchangeYear(2028).closed.keys()].filter((date) => !date.startsWith('2028'))).toEqual([]);
    expect(calendar.isTradingDay(day('2027-12-31'))).toBe(true);
  });

  it('says why a day is closed, and that it has no close', () => {
    expect(calendar.closedBecause(day('2026-11-26'))).toBe('Thanksgiving Day');
    expect(calendar.closedBecause(day('2026-11-28'))).toBe('weekend');
    expect(() => calendar.closeOf(day('2026-11-26'))).toThrow('Thanksgiving Day');
  });

  it('takes unplanned closures and openings from the settings', () => {
    const own = newYorkCalendar({ closed: [day('2026-11-20')], open: [day('2026-11-21')] });
    expect(own.isTradingDay(day('2026-11-20'))).toBe(false);
    expect(own.isTradingDay(day('2026-11-21'))).toBe(true);
    expect(own.previousTradingDay(day('2026-11-21'))).toBe('2026-11-19');
  });

  it('names the last day whose session is over, to the minute of the close', () => {
    const at = (iso: string): CalendarDate => calendar.lastClosedMarketDay(new Date(iso));
    expect(at('2026-11-20T20:59:59Z')).toBe('2026-11-19');
    expect(at('2026-11-20T21:00:00Z')).toBe('2026-11-20');
    expect(at('2026-11-21T04:30:00Z')).toBe('2026-11-20');
    expect(at('2026-11-23T10:45:00Z')).toBe('2026-11-20');
    expect(at('2026-11-27T18:00:00Z')).toBe('2026-11-27');
  });

  it('calls a day final from 05:00 New York time of the next calendar day, weekends too', () => {
    const friday = day('2026-11-20');
    expect(calendar.finality(friday, new Date('2026-11-21T09:59:59Z'))).toBe('preliminary');
    expect(calendar.finality(friday, new Date('2026-11-21T10:00:00Z'))).toBe('final');
    const summer = day('2026-07-15');
    expect(calendar.finality(summer, new Date('2026-07-16T08:59:00Z'))).toBe('preliminary');
    expect(calendar.finality(summer, new Date('2026-07-16T09:00:00Z'))).toBe('final');
  });

  it('steps back to trading days only, leaving none out', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const previous = calendar.previousTradingDay(date);
        expect(calendar.isTradingDay(previous)).toBe(true);
        expect(calendar.tradingDays(addDays(previous, 1), addDays(date, -1))).toEqual([]);
      }),
    );
  });

  it('closes each trading day on that day, and calls it closed from then on', () => {
    fc.assert(
      fc.property(
        anyDay.filter((date) => calendar.isTradingDay(date)),
        (date) => {
          const close = calendar.closeOf(date);
          expect(dayInZone(close, calendar.timeZone)).toBe(date);
          expect(calendar.lastClosedMarketDay(close)).toBe(date);
          expect(calendar.lastClosedMarketDay(new Date(close.getTime() - 1))).toBe(calendar.previousTradingDay(date));
        },
      ),
    );
  });
});

function hourInNewYork(at: Date): string {
  return at.toLocaleTimeString('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });
}
