import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { DaySpan } from '#domain/statement';

/**
 * The first of the days that are told without a break up to `day`; undefined when `day` itself isn't told.
 * @param spans ascending, without overlap; one may begin on the day after another's end
 */
export function toldFrom(spans: readonly DaySpan[], day: CalendarDate): CalendarDate | undefined {
  let first: CalendarDate | undefined;
  for (const { from, to } of spans.toReversed()) {
    if (first === undefined) {
      if (from <= day && to >= day) first = from;
    } else {
      if (addDays(to, 1) < first) break;
      first = from;
    }
  }
  return first;
}
