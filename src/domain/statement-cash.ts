import type { CalendarDate } from './calendar-date.ts';
import type { Remainder } from './dataset.ts';

/** Cash of one currency over a statement's days. */
export interface StatementCash {
  /** ISO 4217; `base` for the broker's own total of all currencies, which is not to be added to them. */
  readonly currency: string;
  readonly starting: number;
  readonly ending: number;
  readonly endingSettled?: number;
  /** What moved it between the two, by the broker's own names: `deposits`, `dividends`, `commissions` … */
  readonly items?: Readonly<Record<string, number>>;
  readonly remainder?: Remainder;
}

/** One line of the statement of funds. */
export interface FundsLine {
  readonly date: CalendarDate;
  /** `base`: the same booking in base currency; a statement may list both. */
  readonly level: 'currency' | 'base';
  readonly currency: string;
  readonly amount: number;
  /** Cash after the booking. */
  readonly balance?: number;
  readonly activity: string;
  readonly description: string;
  readonly transactionId?: string;
  readonly remainder: Remainder;
}

/** Profit or loss on cash of another currency, booked when that cash was spent. */
export interface FxResult {
  readonly date: CalendarDate;
  readonly currency: string;
  readonly quantity?: number;
  /** Base currency. */
  readonly realizedProfit: number;
  readonly description: string;
  readonly remainder: Remainder;
}
