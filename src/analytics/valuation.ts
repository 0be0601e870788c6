import type { CashBalance, Ledger } from '#domain/cash-balance';
import type { Position } from '#domain/position';
import { type BaseTotal, ledgerRates, type RateTable, toBase, totalInBase } from './conversion.ts';

/** One holding with its value in base currency. */
export interface ValuedPosition {
  readonly position: Position;
  /** Undefined without a rate; null where the value is no part of the account's: see {@link valueInAccount}. */
  readonly valueBase: number | null | undefined;
}

/** What the ledger alone tells of an account, in base currency. */
export interface LedgerValuation {
  readonly rates: RateTable;
  readonly cash: BaseTotal;
  /** Interest and dividends accrued and not yet paid. */
  readonly accruals: BaseTotal;
  /** The broker's own total of the same moment; undefined when it can't be told. */
  readonly brokerTotal: number | undefined;
}

/** An account at the moment of its holdings: all of its parts, in base currency. */
export interface Valuation extends LedgerValuation {
  readonly positions: readonly ValuedPosition[];
  readonly holdings: BaseTotal;
  /** Holdings, cash and accruals; complete when it lacks no currency. */
  readonly total: BaseTotal;
}

/**
 * What a holding adds to net asset value, in its currency; null where it adds nothing. The market value of a future is a
 * notional amount, and its gain is in cash already day by day; a currency position repeats what the cash balances hold.
 * That of a contract for difference is notional too, and its gain is paid when it is closed: until then the account is
 * worth the unrealised profit, by the broker's word, and nothing that can be told without it.
 */
export function valueInAccount(position: Position): number | null {
  if (position.assetClass === 'cfd') return position.unrealizedProfit ?? null;
  return countsInValue(position) ? position.marketValue : null;
}

/** Whether the market value of a holding is part of net asset value, and no notional amount. */
export function countsInValue({ assetClass }: Position): boolean {
  return !NOTIONAL.has(assetClass);
}

const NOTIONAL = new Set<Position['assetClass']>(['future', 'cash', 'cfd']);

/** Values cash and accruals at the ledger's own rates. */
export function ledgerValuation(ledger: Ledger): LedgerValuation {
  const rates = ledgerRates(ledger);
  return {
    rates,
    cash: totalInBase(cashOf(ledger), rates),
    accruals: totalInBase(accrualsOf(ledger), rates),
    brokerTotal: brokerTotal(ledger, rates),
  };
}

/** Values an account from its parts at the ledger's rates. */
export function valuation(positions: readonly Position[], ledger: Ledger): Valuation {
  const told = ledgerValuation(ledger);
  const { rates } = told;
  const valued = positions.map((position) => {
    const value = valueInAccount(position);
    return { position, valueBase: value === null ? null : toBase(value, position.currency, rates) };
  });
  const counted = positions.flatMap((position) => {
    const amount = valueInAccount(position);
    return amount === null ? [] : [{ amount, currency: position.currency }];
  });
  return {
    ...told,
    positions: valued,
    holdings: totalInBase(counted, rates),
    total: totalInBase([...counted, ...cashOf(ledger), ...accrualsOf(ledger)], rates),
  };
}

interface Amount {
  readonly amount: number;
  readonly currency: string;
}

function cashOf(ledger: Ledger): readonly Amount[] {
  return ledger.balances.map(({ cash, currency }) => ({ amount: cash, currency }));
}

function accrualsOf(ledger: Ledger): readonly Amount[] {
  return ledger.balances.map((balance) => ({ amount: accruedOf(balance), currency: balance.currency }));
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
