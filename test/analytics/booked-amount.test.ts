import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookedInBase, sumBooked } from '#analytics/booked-amount';
import { addDays, calendarDate } from '#domain/calendar-date';

const FIRST = calendarDate('2026-01-01');
const YEAR = { from: FIRST, to: calendarDate('2026-12-31') };

const booking = fc.record({
  day: fc.integer({ min: 0, max: 364 }).map((days) => addDays(FIRST, days)),
  amount: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 100),
  currency: fc.constantFrom('USD', 'EUR', 'JPY'),
  rateToBase: fc.double({ min: 0.001, max: 10, noNaN: true }),
});

describe('bookings in base currency', () => {
  it('are converted at their own rate, and those in base currency need none', () => {
    expect(bookedInBase({ amount: 100, currency: 'EUR', rateToBase: 1.1 }, 'USD')).toBeCloseTo(110, 9);
    expect(bookedInBase({ amount: 100, currency: 'USD' }, 'USD')).toBe(100);
  });

  it.each([undefined, 0, -1, Number.NaN])('are neither zero nor unconverted with the rate %s', (rate) => {
    const row = { day: FIRST, amount: 100, currency: 'EUR', ...(rate === undefined ? {} : { rateToBase: rate }) };
    expect(bookedInBase(row, 'USD')).toBeUndefined();
    const dollars = { day: FIRST, amount: 7, currency: 'USD' };
    expect(sumBooked([dollars, row], 'USD', YEAR)).toEqual({ amount: 7, without: ['EUR'] });
  });

  it('add up: the sums of two halves of a span are the sum of the whole', () => {
    fc.assert(
      fc.property(fc.array(booking, { maxLength: 40 }), fc.integer({ min: 0, max: 363 }), (rows, days) => {
        const cut = addDays(FIRST, days);
        const left = sumBooked(rows, 'USD', { from: FIRST, to: cut });
        const right = sumBooked(rows, 'USD', { from: addDays(cut, 1), to: YEAR.to });
        expect(left.amount + right.amount).toBeCloseTo(sumBooked(rows, 'USD', YEAR).amount, 4);
      }),
    );
  });

  it('turn their sign with the bookings', () => {
    fc.assert(
      fc.property(fc.array(booking, { maxLength: 40 }), (rows) => {
        const turned = rows.map((row) => ({ ...row, amount: -row.amount }));
        expect(sumBooked(turned, 'USD', YEAR).amount).toBeCloseTo(-sumBooked(rows, 'USD', YEAR).amount, 4);
      }),
    );
  });
});
