import type { CalendarDate } from './calendar-date.ts';

/**
 * The day whose statement holds a booking: it is later than the day the booking is of where the broker reported it late,
 * as a trade that it cancelled or booked the day after. A row that does not say so was reported on its day.
 */
export function reportedOn({
  date,
  reported,
}: {
  readonly date: CalendarDate;
  readonly reported?: CalendarDate;
}): CalendarDate {
  return reported ?? date;
}
