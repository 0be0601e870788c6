import type { AccountState, CurrencyState } from '#simulator/account';

/** Where the ledger and the allocation put an instrument. */
export type Bucket = 'stock' | 'option' | 'bond';

/** One currency of an account added up, whole cents of that currency. */
export interface CurrencyTotals extends CurrencyState {
  readonly buckets: Readonly<Record<Bucket, number>>;
  readonly unrealized: number;
  readonly realizedToday: number;
  /** Cash, securities and accruals. */
  readonly total: number;
}

const BUCKET = { STK: 'stock', OPT: 'option', BOND: 'bond' } as const;

export function currencyTotals(state: AccountState): CurrencyTotals[] {
  return state.currencies.map((row) => {
    const buckets = { stock: 0, option: 0, bond: 0 };
    let unrealized = 0;
    let realizedToday = 0;
    for (const { instrument, value, cost, realizedToday: realized } of state.positions) {
      if (instrument.currency !== row.currency) continue;
      buckets[BUCKET[instrument.assetClass]] += value;
      unrealized += value - cost;
      realizedToday += realized;
    }
    const securities = buckets.stock + buckets.option + buckets.bond;
    const total = row.cash + securities + row.accruedInterest + row.accruedDividends;
    return { ...row, buckets, unrealized, realizedToday, total };
  });
}

/** One figure of all currencies in base currency, whole cents: converted exactly, rounded once. */
export function inBase(rows: readonly CurrencyTotals[], figure: (row: CurrencyTotals) => number): number {
  return Math.round(rows.reduce((sum, row) => sum + figure(row) * row.rate, 0));
}
