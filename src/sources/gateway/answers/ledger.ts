import * as z from 'zod';
import type { CashBalance, Ledger } from '#domain/cash-balance';
import { isKnownCurrency, UNKNOWN_CURRENCY } from '#domain/currency';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { parseForm, Row, shownKey, unreadable } from '#sources/gateway/row';
import { epochToIso, figure, readFigure, unused } from '#sources/gateway/scalars';
import { sameAccount } from './same-account.ts';

/** Name of the row that holds everything converted. Its own `currency` says "BASE" too. */
const BASE = 'BASE';

/** The broker's buckets of securities: field → name in {@link CashBalance.securities}. */
const BUCKETS = {
  stockmarketvalue: 'stock',
  stockoptionmarketvalue: 'option',
  futureoptionmarketvalue: 'future-option',
  corporatebondsmarketvalue: 'corporate-bond',
  tbondsmarketvalue: 'treasury-bond',
  tbillsmarketvalue: 'treasury-bill',
  warrantsmarketvalue: 'warrant',
  issueroptionsmarketvalue: 'issuer-option',
  funds: 'fund',
  moneyfunds: 'money-fund',
  commoditymarketvalue: 'commodity',
  cryptocurrencyvalue: 'crypto',
} as const;
type Bucket = keyof typeof BUCKETS;

const bucketFields = Object.fromEntries(Object.keys(BUCKETS).map((name) => [name, figure])) as Record<
  Bucket,
  typeof figure
>;

const row = z.looseObject({
  ...bucketFields,
  cashbalance: figure,
  settledcash: figure,
  exchangerate: figure,
  netliquidationvalue: figure,
  interest: figure,
  dividends: figure,
  futuremarketvalue: figure,
  futuresonlypnl: figure,
  unrealizedpnl: figure,
  realizedpnl: figure,
  timestamp: figure,
  acctcode: z.string().nullish(),
  cashbalancefxsegment: unused,
  currency: unused,
  endofbundle: unused,
  key: unused,
  secondkey: unused,
  sessionid: unused,
  severity: unused,
});
type LedgerRow = z.infer<typeof row>;

/** `GET /portfolio/{accountId}/ledger`: a row by currency, and BASE. What stands beside the rows is no reason to refuse them. */
export const ledgerForm = z.record(z.string(), z.unknown());

/** What the caller knows of the account the ledger is of. */
export interface LedgerContext {
  /** From the list of accounts. Without it the base currency is the row with rate 1. */
  readonly baseCurrency?: string;
  /** Whose ledger was asked for; rows that name another account are refused. */
  readonly account?: string;
}

/** @throws AnswerUnreadable, also when the ledger converts to another currency than the account's. */
export function readLedger(
  form: z.infer<typeof ledgerForm>,
  endpoint: string,
  context: LedgerContext = {},
): Reading<Ledger> {
  const tally = new OddityTally(endpoint);
  const place = { endpoint, at: '' };
  const balances: CashBalance[] = [];
  const times: number[] = [];
  const beside: Record<string, unknown> = {};
  let base: LedgerRow | undefined;
  for (const [key, value] of Object.entries(form)) {
    const at = { endpoint, at: `row ${shownKey(key)}` };
    if (!isRow(key, value)) {
      tally.add('field', key);
      beside[key] = value;
      continue;
    }
    const entry = parseForm(row, value, at);
    if (context.account !== undefined && entry.acctcode && !sameAccount(entry.acctcode, context.account)) {
      throw unreadable(at, 'acctcode', 'names another account than the one asked for');
    }
    const time = readFigure(entry.timestamp);
    if (typeof time === 'number') times.push(time);
    if (key === BASE) base = entry;
    else balances.push(balanceOf(key, entry, new Row(entry, at, tally), tally));
  }
  if (balances.length === 0 && !base) {
    const empty = { baseCurrency: context.baseCurrency ?? '', balances, netLiquidationBase: 0, hasBaseRow: false };
    return { value: empty, empty: true, oddities: tally.list() };
  }
  const known = context.baseCurrency ?? balances.find(({ rateToBase }) => rateToBase === 1)?.currency;
  const baseCurrency = known ?? UNKNOWN_CURRENCY;
  const own = balances.find(({ currency }) => currency === baseCurrency);
  if (own?.rateToBase !== undefined && Math.abs(own.rateToBase - 1) > 1e-9) {
    throw unreadable(
      { endpoint, at: `row ${baseCurrency}` },
      'exchangerate',
      "is not 1, though it is the account's base currency",
    );
  }
  const total = base
    ? new Row(base, { endpoint, at: 'row BASE' }, tally).figure('netliquidationvalue')
    : own?.netLiquidation;
  if (total === undefined)
    throw unreadable(place, '', "holds neither a row BASE nor a row of the account's own currency");
  const value: Ledger = {
    baseCurrency,
    balances,
    netLiquidationBase: total,
    hasBaseRow: base !== undefined,
    remainder: base ? { ...beside, ...remainderOf(row, base, tally) } : beside,
  };
  const asOf = times.length === 0 ? undefined : epochToIso(Math.max(...times));
  return { value, empty: false, oddities: tally.list(), ...defined({ asOf }) };
}

/** A currency's key holds a row whatever its form; under another key a balance makes one: no money is passed over. */
function isRow(key: string, value: unknown): boolean {
  if (key === BASE || isKnownCurrency(key)) return true;
  return typeof value === 'object' && value !== null && ('cashbalance' in value || 'netliquidationvalue' in value);
}

function balanceOf(currency: string, entry: LedgerRow, from: Row<LedgerRow>, tally: OddityTally): CashBalance {
  if (!isKnownCurrency(currency)) tally.add('currency', currency);
  const cash = from.figure('cashbalance');
  const netLiquidation = from.figure('netliquidationvalue');
  const securities: Record<string, number> = {};
  let held = 0;
  for (const [field, name] of Object.entries(BUCKETS) as [Bucket, string][]) {
    const amount = from.optionalFigure(field) ?? 0;
    if (amount !== 0) securities[name] = amount;
    held += amount;
  }
  const interest = from.optionalFigure('interest');
  const dividends = from.optionalFigure('dividends');
  // Where the row's own total leaves nothing over, an accrual it does not name is proved to be none; else it is missing.
  const over = netLiquidation - cash - held - (interest ?? 0) - (dividends ?? 0);
  const proved = Math.abs(over) <= Math.max(0.01, Math.abs(netLiquidation) * 1e-6);
  const rate = from.optionalFigure('exchangerate');
  if (rate !== undefined && rate <= 0) tally.add('value', 'exchangerate');
  return {
    currency,
    cash,
    netLiquidation,
    accruedInterest: interest ?? (proved ? 0 : from.figure('interest')),
    accruedDividends: dividends ?? (proved ? 0 : from.figure('dividends')),
    securities,
    // An account without futures has no such bucket in older bodies.
    futuresOpenProfit: from.optionalFigure('futuresonlypnl') ?? from.optionalFigure('futuremarketvalue') ?? 0,
    remainder: remainderOf(row, entry, tally),
    ...defined({
      settledCash: from.optionalFigure('settledcash'),
      unrealizedProfit: from.optionalFigure('unrealizedpnl'),
      realizedProfit: from.optionalFigure('realizedpnl'),
      rateToBase: rate !== undefined && rate > 0 ? rate : undefined,
    }),
  };
}
