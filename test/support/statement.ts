import { type CalendarDate, calendarDate } from '#domain/calendar-date';
import type { CashTransaction } from '#domain/cash-transaction';
import type { NetAssetValueChange, NetAssetValueDay } from '#domain/net-asset-value';
import type { StatementPiece } from '#domain/statement';
import type { Trade } from '#domain/trade';
import type { TradedContract } from '#domain/traded-contract';

/** Small builders of a statement's parts for tests: each takes what matters to the test and fills in the rest. */

type Dated<T, D extends string> = Omit<Partial<T>, D> & { readonly [N in D]: string };

const NO_CONTRACT: TradedContract = { symbol: '', description: '', assetClass: 'other', brokerClass: '' };

export function trade({ date, ...parts }: Dated<Trade, 'date'>): Trade {
  return {
    contract: { conid: 265598, symbol: 'AAPL', description: 'APPLE INC', assetClass: 'stock', brokerClass: 'STK' },
    date: calendarDate(date),
    currency: 'USD',
    quantity: 10,
    price: 200,
    proceeds: -2000,
    commission: -1,
    remainder: {},
    ...parts,
  };
}

export function cashTransaction({ date, ...parts }: Dated<CashTransaction, 'date'>): CashTransaction {
  return {
    kind: 'dividend',
    brokerType: 'Dividends',
    date: calendarDate(date),
    amount: 12.5,
    currency: 'USD',
    description: 'AAPL CASH DIVIDEND',
    contract: NO_CONTRACT,
    remainder: {},
    ...parts,
  };
}

export const netAssetValue = (date: string, total: number): NetAssetValueDay => ({
  date: calendarDate(date),
  total,
  parts: { cash: total },
  remainder: {},
});

export const valueChange = (from: string, to: string, starting: number, ending: number): NetAssetValueChange => ({
  from: calendarDate(from),
  to: calendarDate(to),
  starting,
  ending,
  items: { mtm: ending - starting },
});

export function statementPiece({ from, to, ...parts }: Dated<StatementPiece, 'from' | 'to'>): StatementPiece {
  return {
    accountId: 'U1234567',
    baseCurrency: 'USD',
    from: calendarDate(from),
    to: calendarDate(to),
    query: 'activity',
    bookings: {},
    close: {},
    unknown: [],
    ...parts,
  };
}

export const daySpan = (from: string, to: string): { readonly from: CalendarDate; readonly to: CalendarDate } => ({
  from: calendarDate(from),
  to: calendarDate(to),
});
