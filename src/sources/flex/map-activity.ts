import { parseCalendarDate } from '#domain/calendar-date';
import type { CashKind, CashTransaction } from '#domain/cash-transaction';
import type { CorporateAction } from '#domain/corporate-action';
import type { DerivativeTerms } from '#domain/position';
import type { StatementPosition } from '#domain/statement-position';
import type { Trade } from '#domain/trade';
import type { TradedContract } from '#domain/traded-contract';
import type { Transfer } from '#domain/transfer';
import { assetClassOf, hasTerms } from '#sources/gateway/answers/asset-classes';
import { defined } from '#sources/gateway/reading';
import type { Fields } from './fields.ts';

/** An execution, of an activity statement or of trade confirmations. */
export function mapTrade(row: Fields): Trade {
  return defined({
    contract: mapContract(row),
    date: row.neededDay('tradeDate', 'dateTime', 'reportDate'),
    reported: row.day('reportDate'),
    executedAt: row.instant('dateTime'),
    settles: row.day('settleDateTarget') ?? row.day('settleDate'),
    currency: row.needed('currency'),
    rateToBase: row.figure('fxRateToBase'),
    quantity: row.neededFigure('quantity'),
    price: row.figure('tradePrice') ?? row.figure('price'),
    proceeds: row.figure('proceeds'),
    commission: row.figure('ibCommission') ?? row.figure('commission'),
    commissionCurrency: row.word('ibCommissionCurrency') ?? row.word('commissionCurrency'),
    tax: row.figure('taxes') ?? row.figure('tax'),
    netCash: row.figure('netCash'),
    realizedProfit: row.figure('fifoPnlRealized'),
    tradeId: row.word('tradeID'),
    executionId: row.word('ibExecID') ?? row.word('execID'),
    transactionId: row.word('transactionID'),
    remainder: row.remainder(),
  });
}

const CASH_KINDS: Readonly<Record<string, CashKind>> = {
  dividends: 'dividend',
  'payment in lieu of dividends': 'payment-in-lieu',
  'withholding tax': 'withholding-tax',
  '871(m) withholding': 'withholding-tax',
  'broker interest paid': 'interest',
  'broker interest received': 'interest',
  'bond interest paid': 'bond-interest',
  'bond interest received': 'bond-interest',
  'other fees': 'fee',
  'broker fees': 'fee',
  'advisor fees': 'advisor-fee',
  'commission adjustments': 'commission-adjustment',
  'price adjustments': 'price-adjustment',
};

/** A booking of cash that is no trade. */
export function mapCashTransaction(row: Fields): CashTransaction {
  const amount = row.neededFigure('amount');
  const brokerType = row.needed('type');
  return defined({
    kind: cashKindOf(brokerType, amount, row),
    brokerType,
    date: row.neededDay('dateTime', 'reportDate', 'settleDate'),
    reported: row.day('reportDate'),
    settles: row.day('settleDate'),
    amount,
    currency: row.needed('currency'),
    rateToBase: row.figure('fxRateToBase'),
    description: row.text('description'),
    contract: mapContract(row),
    transactionId: row.word('transactionID'),
    actionId: row.word('actionID'),
    remainder: row.remainder(),
  });
}

function cashKindOf(brokerType: string, amount: number, row: Fields): CashKind {
  const type = brokerType.trim().toLowerCase();
  if (/^deposits\s*(?:\/|&|and)\s*withdrawals$/.test(type)) return amount < 0 ? 'withdrawal' : 'deposit';
  const kind = Object.hasOwn(CASH_KINDS, type) ? CASH_KINDS[type] : undefined;
  if (kind === undefined) row.tally.add('transaction-type', brokerType);
  return kind ?? 'other';
}

/** A holding at the end of a day; `fallback` is the statement's last day. */
export function mapPosition(row: Fields, fallback: StatementPosition['date']): StatementPosition {
  return defined({
    contract: mapContract(row),
    level: row.text('levelOfDetail') === 'LOT' ? ('lot' as const) : ('summary' as const),
    date: row.day('reportDate') ?? fallback,
    currency: row.needed('currency'),
    rateToBase: row.figure('fxRateToBase'),
    quantity: row.neededFigure('position'),
    price: row.figure('markPrice'),
    marketValue: row.neededFigure('positionValue'),
    cost: row.figure('costBasisMoney'),
    unrealizedProfit: row.figure('fifoPnlUnrealized'),
    accruedInterest: row.figure('accruedInt') || undefined,
    model: row.text('model'),
    remainder: row.remainder(),
  });
}

/** A split, merger, spin-off … */
export function mapCorporateAction(row: Fields): CorporateAction {
  return defined({
    contract: mapContract(row),
    date: row.neededDay('reportDate', 'dateTime'),
    reported: row.day('reportDate'),
    brokerType: row.text('type'),
    description: row.word('actionDescription') ?? row.text('description'),
    currency: row.needed('currency'),
    rateToBase: row.figure('fxRateToBase'),
    quantity: row.neededFigure('quantity'),
    proceeds: row.figure('proceeds'),
    value: row.figure('value'),
    realizedProfit: row.figure('fifoPnlRealized'),
    transactionId: row.word('transactionID'),
    actionId: row.word('actionID'),
    remainder: row.remainder(),
  });
}

/** Holdings or cash moved between accounts. */
export function mapTransfer(row: Fields): Transfer {
  return defined({
    contract: mapContract(row),
    date: row.neededDay('date', 'reportDate', 'dateTime'),
    reported: row.day('reportDate'),
    brokerType: row.text('type'),
    direction: directionOf(row),
    currency: row.needed('currency'),
    rateToBase: row.figure('fxRateToBase'),
    quantity: row.figure('quantity'),
    positionAmount: row.figure('positionAmount'),
    cashAmount: row.figure('cashTransfer'),
    transactionId: row.word('transactionID'),
    remainder: row.remainder(),
  });
}

function directionOf(row: Fields): Transfer['direction'] {
  const direction = row.text('direction').toLowerCase();
  return direction === 'in' || direction === 'out' ? direction : 'unknown';
}

/** The contract a row is about. A row about none has an empty class, which is no oddity. */
export function mapContract(row: Fields): TradedContract {
  const brokerClass = row.text('assetCategory');
  const assetClass = brokerClass === '' ? ('other' as const) : assetClassOf(brokerClass, row.tally);
  const contract = defined({
    conid: row.figure('conid'),
    symbol: row.text('symbol'),
    description: row.text('description'),
    isin: row.word('isin'),
    assetClass,
    brokerClass,
    type: row.word('subCategory'),
    multiplier: row.figure('multiplier') || undefined,
    terms: hasTerms(assetClass) ? termsOf(row) : undefined,
  });
  return row.shared(contract);
}

/** What a derivative is written on and when it ends; undefined when the row names nothing of it. */
function termsOf(row: Fields): DerivativeTerms | undefined {
  const right = row.text('putCall').toUpperCase();
  const terms: DerivativeTerms = defined({
    underlying: row.word('underlyingSymbol'),
    // Beside the point of the row: one in another form is no reason to refuse the statement.
    expiry: parseCalendarDate(row.text('expiry')),
    strike: row.figure('strike') || undefined,
    right: right === 'C' ? ('call' as const) : right === 'P' ? ('put' as const) : undefined,
  });
  return Object.keys(terms).length === 0 ? undefined : terms;
}
