import type { CalendarDate } from '#domain/calendar-date';
import type { DaySpan } from '#domain/statement';
import type { BaseTotal } from './conversion.ts';

/** Money of one booking, whatever list of a statement told it. Signed from the account's side. */
export interface BookedAmount {
  /** The day it was reported: a period holds what was new in it. */
  readonly day: CalendarDate;
  readonly amount: number;
  readonly currency: string;
  /** The broker's own rate of the booking: units of base currency for one unit. */
  readonly rateToBase?: number;
}

/** The rate of a booking; undefined when the broker named none. Base currency needs none. */
export function rateOf(
  { currency, rateToBase }: Omit<BookedAmount, 'day' | 'amount'>,
  base: string,
): number | undefined {
  if (currency === base) return 1;
  return rateToBase !== undefined && Number.isFinite(rateToBase) && rateToBase > 0 ? rateToBase : undefined;
}

/** The booking in base currency at its own rate; undefined without one, never 0 and never unconverted. */
export function bookedInBase(booked: Omit<BookedAmount, 'day'>, base: string): number | undefined {
  const rate = rateOf(booked, base);
  return rate === undefined ? undefined : booked.amount * rate;
}

/** Sum of the bookings of some days in base currency, and the currencies that lack a rate in one of them. */
export function sumBooked(rows: Iterable<BookedAmount>, base: string, { from, to }: DaySpan): BaseTotal {
  let amount = 0;
  const without = new Set<string>();
  for (const row of rows) {
    if (row.day < from || row.day > to || row.amount === 0) continue;
    const converted = bookedInBase(row, base);
    if (converted === undefined) without.add(row.currency);
    else amount += converted;
  }
  return { amount, without: [...without].sort() };
}
