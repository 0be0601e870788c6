import type { Booking } from '#simulator/life/day-record';
import { centsText, figureText } from './exact.ts';
import type { FlexQuery } from './flex-query.ts';
import type { FlexRow } from './flex-row.ts';
import { accountFields, currencyFields, instrumentFields, NO_INSTRUMENT } from './instrument-fields.ts';
import { bookingNumber, bookingsOf, type DatedBooking, type StatementSpan } from './statement-span.ts';

/** Cash is booked in the evening. */
const CASH_TIME = '20:20:00';
/** The country whose sales tax the simulated fees carry. */
const TAX_COUNTRY = 'Austria';

/** Bookings of cash that are no trades: each one, with sums by type and contract beside them. */
export function* cashTransactions(span: StatementSpan): Generator<FlexRow> {
  const sums = new Map<string, { dated: DatedBooking; type: string; amount: number }>();
  for (const dated of bookingsOf(span)) {
    const type = typeOf(dated.booking, span.query);
    if (type === undefined) continue;
    const { currency, conid, amount } = dated.booking;
    const key = `${dated.index} ${type} ${currency} ${conid ?? ''}`;
    const sum = sums.get(key)?.amount ?? 0;
    sums.set(key, { dated, type, amount: sum + amount });
    yield { name: 'CashTransaction', fields: cashFields(span, dated, type) };
  }
  for (const { dated, type, amount } of sums.values()) {
    const fields = cashFields(span, dated, type);
    const summed = { amount: centsText(amount), transactionID: '', actionID: '', levelOfDetail: 'SUMMARY' };
    yield { name: 'CashTransaction', repeats: true, fields: { ...fields, ...summed } };
  }
}

function typeOf({ kind, amount, conid }: Booking, query: FlexQuery): string | undefined {
  const direction = amount < 0 ? 'Paid' : 'Received';
  switch (kind) {
    case 'deposit':
    case 'withdrawal':
      return query.transferType;
    case 'dividend':
      return amount < 0 ? 'Payment In Lieu Of Dividends' : 'Dividends';
    case 'tax':
      return 'Withholding Tax';
    case 'interest':
      return `${conid === undefined ? 'Broker' : 'Bond'} Interest ${direction}`;
    case 'fee':
      return 'Other Fees';
    default:
      return undefined;
  }
}

function cashFields(span: StatementSpan, dated: DatedBooking, type: string): FlexRow['fields'] {
  const { life, profile } = span;
  const { booking, index } = dated;
  const { currency, amount, conid, corrects } = booking;
  const day = life.days[index] ?? '';
  const description = describe(span, booking, day);
  const contract = conid === undefined ? NO_INSTRUMENT : instrumentFields(life.instrument(conid));
  return {
    ...accountFields(profile),
    ...currencyFields(currency, life.rate(currency, index)),
    ...contract,
    description,
    dateTime: { day: corrects ?? day, time: CASH_TIME },
    settleDate: { day: corrects ?? day },
    availableForTradingDate: '',
    amount: centsText(amount),
    type,
    tradeID: '',
    code: corrects !== undefined && amount > 0 ? 'Re' : '',
    transactionID: bookingNumber(span, 3, dated),
    reportDate: { day },
    exDate: '',
    clientReference: '',
    actionID: conid === undefined ? '' : bookingNumber(span, 4, { index, position: conid % 1000 }),
    levelOfDetail: 'DETAIL',
  };
}

function describe({ life }: StatementSpan, { kind, currency, conid, corrects }: Booking, day: string): string {
  const name = conid === undefined ? '' : life.instrument(conid).symbol;
  switch (kind) {
    case 'deposit':
      return 'CASH RECEIPTS / ELECTRONIC FUND TRANSFERS';
    case 'withdrawal':
      return 'DISBURSEMENT / ELECTRONIC FUND TRANSFERS';
    case 'dividend':
      return `${name} CASH DIVIDEND ${currency} (Ordinary Dividend)`;
    case 'tax':
      return `${name} CASH DIVIDEND ${currency} - TAX${corrects === undefined ? '' : ' (CORRECTION)'}`;
    case 'interest':
      return conid === undefined ? `${currency} INTEREST FOR ${before(day)}` : `BOND COUPON ${name}`;
    default:
      return `MARKET DATA SUBSCRIPTION FOR ${monthOf(day)}`;
  }
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const monthOf = (day: string): string => `${MONTHS[+day.slice(5, 7) - 1]} ${day.slice(0, 4)}`;

/** The month before a day's. */
function before(day: string): string {
  const month = +day.slice(5, 7);
  return month === 1 ? `DEC-${+day.slice(0, 4) - 1}` : `${MONTHS[month - 2]}-${day.slice(0, 4)}`;
}

/** Sales tax on fees. */
export function* salesTaxes(span: StatementSpan): Generator<FlexRow> {
  const { life, profile } = span;
  let fee: DatedBooking | undefined;
  for (const dated of bookingsOf(span)) {
    const { booking, index } = dated;
    if (booking.kind === 'fee') fee = dated;
    if (booking.kind !== 'sales-tax') continue;
    const day = life.days[index] ?? '';
    const taxed = fee?.booking.amount ?? 0;
    yield {
      name: 'SalesTax',
      fields: {
        ...accountFields(profile),
        ...currencyFields(booking.currency, life.rate(booking.currency, index)),
        ...NO_INSTRUMENT,
        multiplier: '',
        date: { day },
        country: TAX_COUNTRY,
        taxType: 'VAT',
        payer: profile.id,
        taxableDescription: `MARKET DATA SUBSCRIPTION FOR ${monthOf(day)}`,
        taxableAmount: centsText(taxed),
        taxRate: taxed === 0 ? '' : figureText(booking.amount / taxed),
        salesTax: centsText(booking.amount),
        taxableTransactionID: fee ? bookingNumber(span, 3, fee) : '',
        transactionID: bookingNumber(span, 3, dated),
        code: '',
      },
    };
  }
}
