import { type CalendarDate, dayNumber, yearsBefore } from '#domain/calendar-date';
import { none, type Statistic } from './statistic.ts';

/** Whether the span holds a whole year: from then on a return may be told as a yearly rate (convention C8; GIPS 2020). */
export function isYearLong(base: CalendarDate, end: CalendarDate): boolean {
  return end >= yearsBefore(base, -1);
}

/** A span's return as a yearly rate: exponent 365 / calendar days, from the first anniversary of the base on. */
export function annualised(value: number, base: CalendarDate, end: CalendarDate): Statistic {
  if (!isYearLong(base, end)) return none('less than a year');
  return (1 + value) ** (365 / (dayNumber(end) - dayNumber(base))) - 1;
}
