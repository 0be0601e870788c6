import type { AccountProfile } from '#simulator/account';
import type { Booking } from '#simulator/life/day-record';
import type { Day } from '#simulator/market/day';
import type { FlexQuery } from './flex-query.ts';
import type { StatementLife } from './statement-life.ts';

/** One account over the days of one statement: what every section is made from. */
export interface StatementSpan {
  readonly profile: AccountProfile;
  readonly query: FlexQuery;
  readonly life: StatementLife;
  readonly from: Day;
  readonly to: Day;
  /** Trading days of the life inside the span; `first` is `last` + 1 when none is. */
  readonly first: number;
  readonly last: number;
}

/** A booking with the trading day it stands on. */
export interface DatedBooking {
  readonly booking: Booking;
  readonly index: number;
  /** Position among the bookings of its day. */
  readonly position: number;
}

export function spanFor(
  profile: AccountProfile,
  query: FlexQuery,
  life: StatementLife,
  from: Day,
  to: Day,
): StatementSpan {
  const last = life.days.findLastIndex((day) => day <= to);
  const begin = life.days.findIndex((day) => day >= from);
  const first = begin === -1 ? last + 1 : Math.min(begin, last + 1);
  return { profile, query, life, from, to, first, last };
}

/** Everything booked in the span, in order. */
export function* bookingsOf({ life, first, last }: StatementSpan): Generator<DatedBooking> {
  for (let index = first; index <= last; index += 1) {
    let position = 0;
    for (const booking of life.bookings(index)) {
      yield { booking, index, position };
      position += 1;
    }
  }
}

/** The pair of bookings of a conversion: what was bought, and the dollars paid for it. */
export function* conversionsOf(span: StatementSpan): Generator<{ bought: DatedBooking; paid: DatedBooking }> {
  let bought: DatedBooking | undefined;
  for (const dated of bookingsOf(span)) {
    if (dated.booking.kind !== 'conversion') continue;
    if (bought) {
      yield { bought, paid: dated };
      bought = undefined;
    } else bought = dated;
  }
}

/**
 * Number of a booking at the broker: the same in every statement that holds it, and another one for each.
 * @param series one digit, so that a booking can have numbers of several sorts
 */
export function bookingNumber(
  { profile, life }: StatementSpan,
  series: number,
  dated: Omit<DatedBooking, 'booking'>,
): string {
  const day = (life.days[dated.index] ?? '').replaceAll('-', '').slice(2);
  return `${series}${profile.id.replaceAll(/\D/g, '').slice(-5)}${day}${String(dated.position).padStart(3, '0')}`;
}
