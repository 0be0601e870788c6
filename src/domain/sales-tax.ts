import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';

/** Sales tax on a fee. Stands in a section of its own and not among the cash transactions. */
export interface SalesTax {
  readonly date: CalendarDate;
  /** Signed from the account's side: negative. */
  readonly amount: number;
  readonly currency: string;
  readonly rateToBase?: number;
  readonly country?: string;
  readonly brokerType: string;
  readonly transactionId?: string;
  /** The booking that is taxed. */
  readonly taxedTransactionId?: string;
  readonly remainder: Remainder;
}
