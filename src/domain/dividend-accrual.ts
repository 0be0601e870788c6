import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';
import type { TradedContract } from './traded-contract.ts';

/** A dividend declared and not yet paid, or a change of it. Amounts in `currency`. */
export interface DividendAccrual {
  readonly contract: TradedContract;
  /** `open` at the end of the statement, or a `change` inside it: never to be added together. */
  readonly state: 'open' | 'change';
  readonly exDate?: CalendarDate;
  readonly payDate?: CalendarDate;
  readonly currency: string;
  readonly rateToBase?: number;
  readonly gross?: number;
  /** Expected to be withheld: positive. */
  readonly tax?: number;
  readonly net: number;
  readonly remainder: Remainder;
}
