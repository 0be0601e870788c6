import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import type { CashKind, CashTransaction } from '#domain/cash-transaction';
import { reportedOn } from '#domain/day-of-report';
import type { BookedAmount } from './booked-amount.ts';

export type IncomeKind =
  | 'dividend'
  | 'payment-in-lieu'
  | 'withholding-tax'
  | 'interest-received'
  | 'interest-paid'
  | 'bond-interest';

/** What the account earned, or was taken from what it earned. */
export interface IncomeBooking extends BookedAmount {
  readonly kind: IncomeKind;
  /** The broker's word as sent. */
  readonly brokerType: string;
  readonly description: string;
  /** Who paid; empty for interest on cash. */
  readonly symbol: string;
  /** Contract id of who paid, where the statement names it. */
  readonly conid?: number;
  /** The day the booking is of. */
  readonly of: CalendarDate;
  /** It takes back or replaces what was booked of that day before. */
  readonly correction: boolean;
}

/** Dividends, payments in lieu, tax withheld and interest, with their corrections. */
export function incomeBookings(rows: readonly CashTransaction[]): readonly IncomeBooking[] {
  return rows.flatMap((row): IncomeBooking[] => {
    const kind = incomeKind(row);
    if (kind === undefined) return [];
    const { amount, currency, rateToBase, brokerType, description, contract, date } = row;
    return [
      {
        kind,
        day: reportedOn(row),
        amount,
        currency,
        ...(rateToBase === undefined ? {} : { rateToBase }),
        brokerType,
        description,
        symbol: contract.symbol,
        ...(contract.conid === undefined ? {} : { conid: contract.conid }),
        of: date,
        correction: isCorrection(row),
      },
    ];
  });
}

const KINDS: { readonly [K in CashKind]?: IncomeKind } = {
  dividend: 'dividend',
  'payment-in-lieu': 'payment-in-lieu',
  'withholding-tax': 'withholding-tax',
  'bond-interest': 'bond-interest',
};

/** Interest goes by the broker's word and not by the sign: interest received that is taken back stays received. */
function incomeKind({ kind, brokerType }: CashTransaction): IncomeKind | undefined {
  if (kind === 'interest') return /\bpaid\b/i.test(brokerType) ? 'interest-paid' : 'interest-received';
  return KINDS[kind];
}

/** A booking is reported on its day or a few days on, over a holiday; what comes later corrects that day. */
const REPORTED_WITHIN_DAYS = 7;

/** Tax that comes back, a dividend that is taken back, and what is reported long after its day. */
function isCorrection({ kind, amount, date, reported }: CashTransaction): boolean {
  if (reported !== undefined && dayNumber(reported) - dayNumber(date) > REPORTED_WITHIN_DAYS) return true;
  return (kind === 'withholding-tax' && amount > 0) || (kind === 'dividend' && amount < 0);
}
