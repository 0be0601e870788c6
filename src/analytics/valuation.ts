import type { CashBalance, Ledger } from '#domain/cash-balance';
import type { Position } from '#domain/position';
import { type BaseTotal, ledgerRates, type RateTable, toBase, totalInBase } from './conversion.ts';

/** One holding with its value in base currency. */
export interface ValuedPosition {
  readonly position: Position;
  /** Undefined without a rate; null where the value is no part of the account's: see {@link countsInValue}. */
  readonly valueBase: number | null | undefined;
}

/** An account at the moment of its holdings: all of its parts, in base currency. */
export interface Valuation {
  readonly rates: RateTable;
  readonly positions: readonly ValuedPosition[];
  readonly holdings: BaseTotal;
  readonly cash: BaseTotal;
  /** Interest and dividends accrued and not yet paid. */
  readonly accruals: BaseTotal;
  /** Holdings, cash and accruals; complete when it lacks no currency. */
  readonly total: BaseTotal;
  /** The broker's own total of the same moment; undefined when it can't be told. */
  readonly brokerTotal: number | undefined;
}

/**
 * Whether the market value of a holding is part of net asset value. That of a future is a notional amount, its gain
 * is in cash already day by day; a currency position repeats what the cash balances hold.
 */
export function countsInValue(position: Position): boolean {
  return !NOTIONAL.has(position.assetClass);
}

const NOTIONAL = new Set<Position['assetClass']>(['future', 'cash']);

/** Values an account from its parts at the ledger's rates. */
export function valuation(positions: readonly Position[], ledger: Ledger): Valuation {
  const rates = ledgerRates(ledger);
  const valued = positions.map((position) => ({
    position,
    valueBase: countsInValue(position) ? toBase(position.marketValue, position.currency, rates) : null,
  }));
  const counted = positions
    .filter(countsInValue)
    .map(({ marketValue, currency }) => ({ amount: marketValue, currency }));
  const cash = ledger.balances.map((balance) => ({ amount: balance.cash, currency: balance.currency }));
  const accrued = ledger.balances.map((balance) => ({ amount: accruedOf(balance), currency: balance.currency }));
  return {
    rates,
    positions: valued,
    holdings: totalInBase(counted, rates),
    cash: totalInBase(cash, rates),
    accruals: totalInBase(accrued, rates),
    total: totalInBase([...counted, ...cash, ...accrued], rates),
    brokerTotal: brokerTotal(ledger, rates),
  };
}

/** Interest and dividends of one currency, in that currency. */
export function accruedOf(balance: CashBalance): number {
  return balance.accruedInterest + balance.accruedDividends;
}

/** Row BASE of the ledger. A ledger without one gives the sum of its rows, or nothing when a rate is missing. */
function brokerTotal(ledger: Ledger, rates: RateTable): number | undefined {
  if (ledger.hasBaseRow) return ledger.netLiquidationBase;
  const rows = ledger.balances.map((balance) => ({ amount: balance.netLiquidation, currency: balance.currency }));
  const sum = totalInBase(rows, rates);
  return sum.without.length === 0 ? sum.amount : undefined;
}
