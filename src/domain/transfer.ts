import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';
import type { TradedContract } from './traded-contract.ts';

/** Holdings or cash moved between accounts: a flow for the account, no gain. */
export interface Transfer {
  readonly contract: TradedContract;
  readonly date: CalendarDate;
  /** The day it was reported: the statement of this day holds it. Absent where the query does not tick it. */
  readonly reported?: CalendarDate;
  /** The broker's word as sent: `ACATS`, `INTERNAL`, `FOP` … */
  readonly brokerType: string;
  readonly direction: 'in' | 'out' | 'unknown';
  readonly currency: string;
  readonly rateToBase?: number;
  /** Signed; absent for cash alone. */
  readonly quantity?: number;
  /** Signed value of the holding that moved. */
  readonly positionAmount?: number;
  /** Signed cash that moved. */
  readonly cashAmount?: number;
  readonly transactionId?: string;
  readonly remainder: Remainder;
}
