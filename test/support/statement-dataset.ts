import { addDays, calendarDate } from '#domain/calendar-date';
import type { CashTransaction } from '#domain/cash-transaction';
import type { CorporateAction } from '#domain/corporate-action';
import type { DividendAccrual } from '#domain/dividend-accrual';
import type { NetAssetValueChange } from '#domain/net-asset-value';
import type { SalesTax } from '#domain/sales-tax';
import {
  BOOKINGS,
  type BookingsName,
  type DaySpan,
  type Statement,
  type StatementBookings,
  type StatementHistory,
} from '#domain/statement';
import type { Trade } from '#domain/trade';
import type { TradedContract } from '#domain/traded-contract';
import type { Transfer } from '#domain/transfer';
import { MARKET_DATE } from '#test/support/snapshot';

/** Builders of the dataset `statement` of the standard market day, and of its rows: each test says what matters to it. */

/** 19 November 2026: the day before the market date. */
export const DAY_BEFORE = addDays(MARKET_DATE, -1);

/** A stock called AAA unless told otherwise; its conid is that of the standard holding. */
export function contract(parts: Partial<TradedContract> = {}): TradedContract {
  const { symbol = 'AAA' } = parts;
  return {
    conid: 1,
    symbol,
    description: `${symbol} COMMON STOCK`,
    assetClass: 'stock',
    brokerClass: 'STK',
    multiplier: 1,
    ...parts,
  };
}

const NO_CONTRACT: TradedContract = { symbol: '', description: '', assetClass: 'other', brokerClass: '' };

/** A purchase of 1 AAA at 100.00 USD for a commission of 1.00 on the market date; proceeds and cash follow. */
export function trade(parts: Partial<Trade> = {}): Trade {
  const { quantity = 1, price = 100, commission = -1, tax = 0 } = parts;
  const proceeds = -quantity * price;
  return {
    contract: contract(),
    date: MARKET_DATE,
    executedAt: `${parts.date ?? MARKET_DATE}T10:30:00-05:00`,
    currency: 'USD',
    rateToBase: 1,
    quantity,
    price,
    proceeds,
    commission,
    commissionCurrency: parts.currency ?? 'USD',
    tax,
    netCash: proceeds + commission + tax,
    realizedProfit: 0,
    remainder: {},
    ...parts,
  };
}

const BROKER_TYPES: Readonly<Record<CashTransaction['kind'], string>> = {
  deposit: 'Deposits/Withdrawals',
  withdrawal: 'Deposits/Withdrawals',
  dividend: 'Dividends',
  'payment-in-lieu': 'Payment In Lieu Of Dividends',
  'withholding-tax': 'Withholding Tax',
  interest: 'Broker Interest Received',
  'bond-interest': 'Bond Interest Received',
  fee: 'Other Fees',
  'advisor-fee': 'Advisor Fees',
  'commission-adjustment': 'Commission Adjustments',
  'price-adjustment': 'Price Adjustments',
  other: 'Something New',
};

const OF_A_CONTRACT = new Set<CashTransaction['kind']>(['dividend', 'payment-in-lieu', 'withholding-tax']);

/** A booking of cash in USD, of the market date and reported on it, by the broker's word for its kind. */
export function cashTransaction(
  kind: CashTransaction['kind'],
  amount: number,
  parts: Partial<CashTransaction> = {},
): CashTransaction {
  const date = parts.date ?? MARKET_DATE;
  return {
    kind,
    brokerType: BROKER_TYPES[kind],
    date,
    reported: date,
    amount,
    currency: 'USD',
    rateToBase: 1,
    description: `${BROKER_TYPES[kind]} of ${date}`,
    contract: OF_A_CONTRACT.has(kind) ? contract() : NO_CONTRACT,
    remainder: {},
    ...parts,
  };
}

/** 10 AAA worth 1,000.00 USD that came from another broker. */
export function transfer(parts: Partial<Transfer> = {}): Transfer {
  return {
    contract: contract(),
    date: MARKET_DATE,
    brokerType: 'ACATS',
    direction: 'in',
    currency: 'USD',
    rateToBase: 1,
    quantity: 10,
    positionAmount: 1000,
    cashAmount: 0,
    remainder: {},
    ...parts,
  };
}

/** A split that adds 10 AAA. */
export function corporateAction(parts: Partial<CorporateAction> = {}): CorporateAction {
  return {
    contract: contract(),
    date: MARKET_DATE,
    brokerType: 'FS',
    description: 'AAA split 2 for 1',
    currency: 'USD',
    rateToBase: 1,
    quantity: 10,
    remainder: {},
    ...parts,
  };
}

export function salesTax(amount: number, parts: Partial<SalesTax> = {}): SalesTax {
  const common = { date: MARKET_DATE, currency: 'USD', rateToBase: 1, brokerType: 'VAT', country: 'Austria' };
  return { ...common, amount, remainder: {}, ...parts };
}

/** A dividend of 5.00 USD declared, 0.75 of it tax. */
export function dividendAccrual(parts: Partial<DividendAccrual> = {}): DividendAccrual {
  return {
    contract: contract(),
    state: 'open',
    exDate: DAY_BEFORE,
    payDate: calendarDate('2026-12-10'),
    currency: 'USD',
    rateToBase: 1,
    gross: 5,
    tax: 0.75,
    net: 4.25,
    remainder: {},
    ...parts,
  };
}

/** The bridge of the market date, which its items make whole. */
export function bridge(
  starting: number,
  items: Readonly<Record<string, number>>,
  parts: Partial<NetAssetValueChange> = {},
): NetAssetValueChange {
  const ending = Object.values(items).reduce((sum, item) => sum + item, starting);
  return { from: MARKET_DATE, to: MARKET_DATE, starting, ending, items, ...parts };
}

export interface HistoryParts extends Partial<Pick<StatementHistory, 'window' | 'superseded'>> {
  /** Days told of every list; all of the window unless said. */
  readonly since?: DaySpan['from'];
  /** Lists whose days differ from that. */
  readonly told?: Partial<StatementHistory['told']>;
}

/** What statements told of the year up to the market date. */
export function statementHistory(
  bookings: Partial<StatementBookings> = {},
  { since, told, ...parts }: HistoryParts = {},
): StatementHistory {
  const { window = { from: addDays(MARKET_DATE, -365), to: MARKET_DATE }, superseded = [] } = parts;
  const spans: readonly DaySpan[] = [{ from: since ?? window.from, to: window.to }];
  const each = <T>(value: T): Record<BookingsName, T> =>
    Object.fromEntries(BOOKINGS.map((name) => [name, value])) as Record<BookingsName, T>;
  return { ...each([]), ...bookings, window, told: { ...each(spans), ...told }, superseded };
}

/** A statement of the market date in US dollars that has every part. */
export function statement(
  bookings: Partial<StatementBookings> = {},
  { history, close, ...rest }: Partial<Omit<Statement, 'history'>> & { readonly history?: HistoryParts } = {},
): Statement {
  return {
    day: MARKET_DATE,
    from: MARKET_DATE,
    baseCurrency: 'USD',
    generatedAt: '2026-11-21T04:12:00',
    close: {
      positions: [],
      cash: [],
      dividendAccruals: [],
      interestAccruals: [],
      ratesToBase: { USD: 1 },
      ...close,
    },
    history: statementHistory(bookings, history),
    lacks: [],
    unknown: [],
    ...rest,
  };
}
