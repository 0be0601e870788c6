import type { AccountProfile } from '#simulator/account';
import type { Booking, DayRecord } from '#simulator/life/day-record';
import type { Day } from '#simulator/market/day';
import type { Instrument } from '#simulator/market/instrument';
import type { Exact } from './exact.ts';

/** An account's closed days as statements tell them. `index` counts trading days of this life from 0. */
export interface StatementLife {
  /** Trading days that are over, ascending. */
  readonly days: readonly Day[];
  close(index: number): Omit<DayRecord, 'bookings'>;
  /** In the order they were booked; may be very many. */
  bookings(index: number): Iterable<Booking>;
  /** Net asset value at the close, base currency. */
  nav(index: number): Exact;
  /** Market value of the holdings at the close, base currency: one entry or more of each class and side. */
  worth(index: number): Iterable<{ readonly assetClass: Instrument['assetClass']; readonly amount: Exact }>;
  instrument(conid: number): Instrument;
  price(conid: number, index: number): number;
  /** Base currency for one unit. */
  rate(currency: string, index: number): number;
}

/** An account that the Flex Web Service knows. */
export interface FlexAccount {
  readonly profile: AccountProfile;
  /** Its life up to the last close before an instant; undefined for one that was never funded. */
  life(now: number): StatementLife | undefined;
}
