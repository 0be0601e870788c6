import { toldFrom } from '#analytics/told-from';
import type { CalendarDate } from '#domain/calendar-date';
import type { CashTransaction } from '#domain/cash-transaction';
import type { CorporateAction } from '#domain/corporate-action';
import type { BookingsName, StatementBookings, StatementHistory } from '#domain/statement';
import type { Trade } from '#domain/trade';
import type { TradedContract } from '#domain/traded-contract';
import type { Transaction, TransactionCoverage, TransactionHistory } from '#domain/transaction';
import type { Transfer } from '#domain/transfer';

/**
 * Bookings of contracts out of statements, in the shape the gateway gives them: trades gross of commission, dividends
 * and their tax, and what else changed a holding. Exchanges of currency are no bookings of a contract. A booking whose
 * amount the statement does not name is left out: the statement itself still lists it.
 *
 * @param held contract ids of the holdings, whose history is covered though nothing was booked
 */
export function flexTransactions(
  history: StatementHistory,
  held: readonly number[],
  told: { readonly day: CalendarDate; readonly askedAt: string; readonly baseCurrency: string },
): TransactionHistory {
  const rows = LISTS.flatMap((list) => history[list].flatMap((booking) => rowOf(list, booking)))
    .filter(({ date }) => date <= told.day)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.conid - b.conid));
  const superseded = history.superseded.flatMap(({ list, row, lastSeen, notSeen }) =>
    rowOf(list, row).map((of) => ({ row: of, lastSeen, notSeen })),
  );
  return {
    currency: told.baseCurrency,
    rows,
    covered: coverage(history, rows, held, told),
    notCovered: [],
    ...(superseded.length === 0 ? {} : { superseded }),
  };
}

const LISTS = ['trades', 'cashTransactions', 'transfers', 'corporateActions'] as const;

function rowOf(list: BookingsName, booking: StatementBookings[BookingsName][number]): readonly Transaction[] {
  switch (list) {
    case 'trades':
      return tradeRow(booking as Trade);
    case 'cashTransactions':
      return cashRow(booking as CashTransaction);
    case 'transfers':
      return transferRow(booking as Transfer);
    case 'corporateActions':
      return actionRow(booking as CorporateAction);
    default:
      return [];
  }
}

interface Booking {
  readonly date: CalendarDate;
  readonly contract: TradedContract;
  readonly currency: string;
  readonly rateToBase?: number;
}

function row(
  { date, contract, currency, rateToBase }: Booking,
  amount: number | undefined,
  rest: Pick<Transaction, 'kind' | 'brokerType' | 'description'> & { quantity?: number; price?: number },
): readonly Transaction[] {
  if (contract.conid === undefined || amount === undefined) return [];
  return [
    {
      date,
      conid: contract.conid,
      ...(contract.symbol === '' ? {} : { symbol: contract.symbol }),
      ...rest,
      amount,
      currency,
      ...(rateToBase === undefined ? {} : { rate: rateToBase }),
      source: 'flex',
      remainder: {},
    },
  ];
}

function tradeRow(trade: Trade): readonly Transaction[] {
  const { contract, quantity, price } = trade;
  if (contract.assetClass === 'cash') return [];
  return row(trade, grossOf(trade), {
    kind: quantity < 0 ? 'sell' : 'buy',
    brokerType: quantity < 0 ? 'Sell' : 'Buy',
    description: contract.description,
    quantity,
    ...(price === undefined ? {} : { price }),
  });
}

/** Before commission and tax; undefined when the trade does not name what it takes. */
function grossOf({ proceeds, netCash, commission, tax }: Trade): number | undefined {
  if (proceeds !== undefined) return proceeds;
  return netCash === undefined || commission === undefined ? undefined : netCash - commission - (tax ?? 0);
}

const KINDS: { readonly [K in CashTransaction['kind']]?: Transaction['kind'] } = {
  dividend: 'dividend',
  'payment-in-lieu': 'dividend',
  'withholding-tax': 'tax',
};

function cashRow(booking: CashTransaction): readonly Transaction[] {
  const { kind, brokerType, description, amount } = booking;
  return row(booking, amount, { kind: KINDS[kind] ?? 'other', brokerType, description });
}

function transferRow(transfer: Transfer): readonly Transaction[] {
  const { quantity, cashAmount, positionAmount, contract, brokerType } = transfer;
  if (quantity === undefined) return [];
  // The broker writes 0 of cash beside every holding that moves.
  return row(transfer, cashAmount || (positionAmount ?? cashAmount), {
    kind: 'transfer',
    brokerType: brokerType || 'Transfer',
    description: contract.description,
    quantity,
  });
}

function actionRow(action: CorporateAction): readonly Transaction[] {
  const { quantity, proceeds, brokerType, description } = action;
  return row(action, proceeds, { kind: 'other', brokerType, description, quantity });
}

/** The last run of days up to the market day of which every trade and booking was told, the same for each contract. */
function coverage(
  history: StatementHistory,
  rows: readonly Transaction[],
  held: readonly number[],
  { day, askedAt }: { readonly day: CalendarDate; readonly askedAt: string },
): readonly TransactionCoverage[] {
  const trades = toldFrom(history.told.trades, day);
  const cash = toldFrom(history.told.cashTransactions, day);
  if (trades === undefined || cash === undefined) return [];
  const first = trades > cash ? trades : cash;
  const counts = new Map(held.map((conid) => [conid, 0]));
  for (const { conid, date } of rows) if (date >= first) counts.set(conid, (counts.get(conid) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([conid, count]) => ({ conid, from: first, to: day, rows: count, askedAt }));
}
