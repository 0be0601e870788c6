import type { AccountState } from '#simulator/account';
import { double, type Json, single } from './json.ts';
import { type CurrencyTotals, currencyTotals, inBase } from './totals.ts';

/** `GET /portfolio/{id}/ledger`: a row by currency, and `BASE`, whose own currency says BASE. Single precision. */
export function ledgerBody(account: string, state: AccountState, now: number): Json {
  const rows = currencyTotals(state);
  const base = (figure: (row: CurrencyTotals) => number): number => inBase(rows, figure);
  const body: Record<string, Json> = {};
  for (const [index, row] of rows.entries()) {
    body[row.currency] = rowOf(
      account,
      row.currency,
      row.rate,
      (figure) => figure(row),
      now,
      index === rows.length - 1,
    );
  }
  body.BASE = rowOf(account, 'BASE', 1, base, now, false);
  return body;
}

function rowOf(
  account: string,
  currency: string,
  rate: number,
  figure: (pick: (row: CurrencyTotals) => number) => number,
  now: number,
  last: boolean,
): Json {
  const amount = (pick: (row: CurrencyTotals) => number): Json => single(figure(pick));
  const none = double(0);
  return {
    commoditymarketvalue: none,
    futuremarketvalue: none,
    settledcash: amount((row) => row.cash),
    exchangerate: rate,
    sessionid: 1,
    cashbalance: amount((row) => row.cash),
    corporatebondsmarketvalue: none,
    warrantsmarketvalue: none,
    netliquidationvalue: amount((row) => row.total),
    interest: amount((row) => row.accruedInterest),
    unrealizedpnl: amount((row) => row.unrealized),
    stockmarketvalue: amount((row) => row.buckets.stock),
    moneyfunds: none,
    currency,
    realizedpnl: amount((row) => row.realizedToday),
    funds: none,
    acctcode: account,
    issueroptionsmarketvalue: none,
    key: 'LedgerList',
    timestamp: Math.floor(now / 1000),
    severity: 0,
    stockoptionmarketvalue: amount((row) => row.buckets.option),
    futuresonlypnl: none,
    tbondsmarketvalue: amount((row) => row.buckets.bond),
    futureoptionmarketvalue: none,
    cashbalancefxsegment: none,
    secondkey: currency,
    tbillsmarketvalue: none,
    ...(last ? { endofbundle: 1 } : {}),
    dividends: amount((row) => row.accruedDividends),
    cryptocurrencyvalue: none,
  };
}
