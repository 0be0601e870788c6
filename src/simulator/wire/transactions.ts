import type { SimulatedAccount, TransactionState } from '#simulator/account';
import { addDays, compact, type Day, dayToMs, newYorkDay, newYorkOffset, weekdayOf } from '#simulator/market/day';
import type { Instrument } from '#simulator/market/instrument';
import { double, type Json } from './json.ts';

export interface TransactionsRequest {
  readonly accounts: readonly SimulatedAccount[];
  readonly conid: number;
  /** Currency the rates convert to, and what it is worth in US dollars on a day. */
  readonly currency: string;
  readonly toDollars: (day: Day) => number;
  readonly days: number;
  readonly now: number;
}

/** What the broker takes when the request names no number of days. */
export const DEFAULT_DAYS = 90;

/**
 * `POST /pa/transactions` of one contract, several accounts merged. Knows trades and dividends, and no deposit, fee,
 * interest or tax. Rows are made while they are written: the list may be very long.
 */
export function transactionsBody(request: TransactionsRequest): Json {
  const { conid, now } = request;
  const to = newYorkDay(now);
  const from = addDays(to, -request.days);
  const instrument = request.accounts.map((account) => account.instrument(conid)).find((found) => found !== undefined);
  const realized = sumRealized(request, from);
  return {
    nd: request.days + 1,
    rpnl: {
      data: instrument ? rowsOf(request, from, (id, row) => realizedRow(request, id, row)) : [],
      amt: amountText(realized),
    },
    currency: request.currency,
    from: dayToMs(from),
    id: 'getTransactions',
    to: dayToMs(to),
    transactions: instrument ? rowsOf(request, from, (id, row) => transactionRow(request, instrument, id, row)) : [],
  };
}

function* rowsOf(
  request: TransactionsRequest,
  from: Day,
  write: (account: string, row: TransactionState) => Json | undefined,
): Generator<Json> {
  for (const account of request.accounts) {
    for (const row of account.transactions(request.conid, from, request.now)) {
      const written = write(account.profile.id, row);
      if (written !== undefined) yield written;
    }
  }
}

function transactionRow(
  request: TransactionsRequest,
  instrument: Instrument,
  account: string,
  row: TransactionState,
): Json {
  const traded = row.quantity !== undefined && row.price !== undefined;
  return {
    cur: row.currency,
    date: javaDate(row.day),
    rawDate: compact(row.day),
    fxRate: double(rateOf(request, row)),
    ...(traded ? { pr: double(row.price ?? 0), qty: double(row.quantity ?? 0) } : {}),
    acctid: account,
    amt: double(row.amount),
    conid: request.conid,
    type: row.type,
    desc: instrument.name,
  };
}

function realizedRow(request: TransactionsRequest, account: string, row: TransactionState): Json | undefined {
  if (row.realized === undefined) return undefined;
  return {
    date: compact(row.day),
    cur: row.currency,
    fxRate: double(rateOf(request, row)),
    // "L" stands on gains and losses alike: only the sign of the amount tells.
    side: 'L',
    acctid: account,
    amt: amountText(row.realized),
    conid: String(request.conid),
  };
}

function sumRealized(request: TransactionsRequest, from: Day): number {
  let sum = 0;
  for (const account of request.accounts) {
    for (const row of account.transactions(request.conid, from, request.now)) {
      sum += (row.realized ?? 0) * rateOf(request, row);
    }
  }
  return Math.round(sum * 100) / 100;
}

/** Units of the requested currency for one unit of the row's. */
const rateOf = (request: TransactionsRequest, row: TransactionState): number =>
  Math.round((row.rate / request.toDollars(row.day)) * 1e7) / 1e7;

const amountText = (amount: number): string => (Number.isInteger(amount) ? `${amount}.0` : String(amount));

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Tue Mar 31 00:00:00 EDT 2026`. */
function javaDate(day: Day): string {
  const [year, month = '1', date] = day.split('-');
  const zone = newYorkOffset(day) === 4 ? 'EDT' : 'EST';
  return `${WEEKDAYS[weekdayOf(day)]} ${MONTHS[Number(month) - 1]} ${date} 00:00:00 ${zone} ${year}`;
}
