import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';
import type { TradedContract } from './traded-contract.ts';

/** What a split, merger, spin-off … did to one contract of the account. */
export interface CorporateAction {
  readonly contract: TradedContract;
  readonly date: CalendarDate;
  /** The day it was reported: the statement of this day holds it. Absent where the query does not tick it. */
  readonly reported?: CalendarDate;
  /** The broker's code as sent: `FS`, `TC`, `SO` …; empty where the statement names none. */
  readonly brokerType: string;
  readonly description: string;
  readonly currency: string;
  readonly rateToBase?: number;
  /** Signed change of the holding. */
  readonly quantity: number;
  readonly proceeds?: number;
  readonly value?: number;
  readonly realizedProfit?: number;
  readonly transactionId?: string;
  readonly actionId?: string;
  readonly remainder: Remainder;
}
