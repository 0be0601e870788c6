import * as z from 'zod';
import { type CalendarDate, calendarDate, parseCalendarDate } from '#domain/calendar-date';
import { isKnownCurrency } from '#domain/currency';
import type { Transaction } from '#domain/transaction';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { type Place, parseForm, Row, unreadable } from '#sources/gateway/row';
import { epochToIso, figure, identifier, readFigure, unused, words } from '#sources/gateway/scalars';
import { kindOf } from './booking-kind.ts';
import { conidOf } from './positions.ts';

const row = z.looseObject({
  acctid: words,
  amt: figure,
  conid: identifier,
  cur: words,
  date: words,
  desc: words,
  fxRate: figure,
  isRealTime: unused,
  pr: figure,
  qty: figure,
  rawDate: z.union([z.string(), z.number(), z.null()]).optional(),
  symbol: words,
  type: words,
});

/** `POST /pa/transactions`. Rows are read one by one: an active contract has tens of thousands. */
export const transactionsForm = z.looseObject({
  transactions: z.array(unused),
  currency: z.string().min(1),
  from: figure,
  to: figure,
  rpnl: z.looseObject({ data: z.array(unused).nullish(), amt: figure }).nullish(),
  warning: words,
  id: unused,
  includesRealTime: unused,
  nd: unused,
  rc: unused,
});

/** The bookings of one contract. */
export interface ContractTransactions {
  /** The currency that was asked for. */
  readonly currency: string;
  /** Rows by account number, in the broker's order. */
  readonly rows: ReadonlyMap<string, readonly Transaction[]>;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** Realised profit of the span, net of commission, in `currency`. */
  readonly realizedProfit?: number;
  /** How many bookings realised one. */
  readonly realizedRows: number;
  /** What the broker says beside the rows. */
  readonly warning?: string;
}

/**
 * @param accounts whose transactions were asked for; rows of others are refused, rows without a name are the only one's
 * @param conid the contract that was asked for; a row of another one is refused, it would count twice
 */
export function readTransactions(
  form: z.infer<typeof transactionsForm>,
  endpoint: string,
  accounts?: readonly string[],
  conid?: number,
): Reading<ContractTransactions> {
  const tally = new OddityTally(endpoint);
  const place = { endpoint, at: '' };
  remainderOf(transactionsForm, form, tally);
  const rows = new Map<string, Transaction[]>();
  const texts = new Map<string, string>();
  const days = new Map<string, CalendarDate>();
  for (const [index, entry] of form.transactions.entries()) {
    const at = { endpoint, at: `row ${index + 1}` };
    const booking = parseForm(row, entry, at);
    const account = booking.acctid || (accounts?.length === 1 ? accounts[0] : '') || '';
    if (accounts !== undefined && !accounts.includes(account)) {
      throw unreadable(at, 'acctid', account === '' ? 'is missing' : 'names an account that was not asked for');
    }
    const transaction = transactionOf(booking, at, { texts, days }, tally);
    if (conid !== undefined && transaction.conid !== conid) {
      throw unreadable(at, 'conid', 'names a contract that was not asked for');
    }
    const list = rows.get(account) ?? [];
    if (list.length === 0) rows.set(account, list);
    list.push(transaction);
  }
  const realized = readFigure(form.rpnl?.amt);
  if (realized === 'absurd' || realized === 'unreadable') tally.add('value', 'rpnl.amt');
  const value = {
    currency: form.currency,
    rows,
    from: dayOfEpoch(form.from, place, 'from'),
    to: dayOfEpoch(form.to, place, 'to'),
    realizedRows: form.rpnl?.data?.length ?? 0,
    ...defined({
      realizedProfit: typeof realized === 'number' ? realized : undefined,
      warning: form.warning || undefined,
    }),
  };
  return { value, empty: form.transactions.length === 0, oddities: tally.list() };
}

function transactionOf(
  booking: z.infer<typeof row>,
  place: Place,
  { texts, days }: Shared,
  tally: OddityTally,
): Transaction {
  const from = new Row(booking, place, tally);
  const brokerType = shared(booking.type ?? '', texts);
  const kind = kindOf(brokerType);
  if (kind === 'other') tally.add('transaction-type', brokerType === '' ? '(none)' : brokerType);
  const currency = booking.cur;
  if (!currency) throw unreadable(place, 'cur', 'is missing');
  if (!isKnownCurrency(currency)) tally.add('currency', currency);
  return {
    date: dateOf(booking, place, days),
    conid: conidOf(booking.conid, place),
    description: shared(booking.desc ?? '', texts),
    kind,
    brokerType,
    amount: from.figure('amt'),
    currency: shared(currency, texts),
    remainder: remainderOf(row, booking, tally),
    ...defined({
      symbol: booking.symbol ? shared(booking.symbol, texts) : undefined,
      quantity: from.optionalFigure('qty'),
      price: from.optionalFigure('pr'),
      rate: from.optionalFigure('fxRate'),
    }),
  };
}

/** `rawDate` is not documented and always there; `date` is Java's text `Tue Mar 31 00:00:00 EDT 2026`. */
function dateOf(booking: z.infer<typeof row>, place: Place, days: Map<string, CalendarDate>): CalendarDate {
  const text = String(booking.rawDate || booking.date);
  const known = days.get(text);
  if (known !== undefined) return known;
  const date = parseCalendarDate(text) ?? javaDay(booking.date ?? '');
  if (date === undefined) throw unreadable(place, booking.rawDate ? 'rawDate' : 'date', 'is no day');
  days.set(text, date);
  return date;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function javaDay(text: string): CalendarDate | undefined {
  const match = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) [\d:]{8} \S+ (\d{4})$/.exec(text);
  const month = MONTHS.indexOf(match?.[1] ?? '') + 1;
  if (!match || month === 0) return undefined;
  return parseCalendarDate(`${match[3]}-${String(month).padStart(2, '0')}-${match[2]}`);
}

/** Midnight of a day, in UTC on the wire, in New York in the documentation's example: the same day in UTC. */
function dayOfEpoch(value: z.infer<typeof figure>, place: Place, field: string): CalendarDate {
  const number = readFigure(value);
  const iso = typeof number === 'number' ? epochToIso(number) : undefined;
  if (iso === undefined) throw unreadable(place, field, 'is no moment');
  return calendarDate(iso.slice(0, 10));
}

/** One copy of each text and day for all rows: thousands of rows say the same. */
interface Shared {
  readonly texts: Map<string, string>;
  readonly days: Map<string, CalendarDate>;
}

function shared(text: string, texts: Map<string, string>): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, text);
  return text;
}
