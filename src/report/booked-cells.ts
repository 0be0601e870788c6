import { type BookedAmount, bookedInBase, rateOf } from '#analytics/booked-amount';
import { noRate } from './missing.ts';
import type { Cell } from './value.ts';

/** Cells of every list of bookings: the amount in its currency, and its value at the booking's own rate. */
export interface BookedCells {
  readonly amount: number;
  readonly currency: string;
  readonly rate: Cell;
  readonly value: Cell;
}

/** @param base ISO 4217 code of the base currency */
export function bookedCells(booking: Omit<BookedAmount, 'day'>, base: string): BookedCells {
  const { amount, currency } = booking;
  return {
    amount,
    currency,
    rate: rateOf(booking, base) ?? noRate([currency]),
    value: bookedInBase(booking, base) ?? noRate([currency]),
  };
}
