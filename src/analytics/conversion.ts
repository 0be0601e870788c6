import type { Ledger } from '#domain/cash-balance';

/** Units of base currency for one unit of each currency: multiply. */
export type RateTable = ReadonlyMap<string, number>;

/** The broker's own rates, from its ledger. A rate of 0, or none, is left out: the amount then stays in its currency. */
export function ledgerRates(ledger: Ledger): RateTable {
  const rates = new Map<string, number>();
  for (const { currency, rateToBase } of ledger.balances) {
    if (rateToBase !== undefined && Number.isFinite(rateToBase) && rateToBase > 0) rates.set(currency, rateToBase);
  }
  return rates.set(ledger.baseCurrency, 1);
}

/** The amount in base currency, or undefined without a rate: never 0, never unconverted. */
export function toBase(amount: number, currency: string, rates: RateTable): number | undefined {
  const rate = rates.get(currency);
  return rate === undefined ? undefined : amount * rate;
}

/** A total in base currency and the currencies it lacks. */
export interface BaseTotal {
  /** Sum of what could be converted; the whole only when `without` is empty. */
  readonly amount: number;
  /** Currencies without a rate that hold something, sorted. */
  readonly without: readonly string[];
}

/** Adds amounts of several currencies up in base currency. */
export function totalInBase(
  amounts: Iterable<{ readonly amount: number; readonly currency: string }>,
  rates: RateTable,
): BaseTotal {
  let amount = 0;
  const without = new Set<string>();
  for (const item of amounts) {
    if (item.amount === 0) continue;
    const converted = toBase(item.amount, item.currency, rates);
    if (converted === undefined) without.add(item.currency);
    else amount += converted;
  }
  return { amount, without: [...without].sort() };
}
