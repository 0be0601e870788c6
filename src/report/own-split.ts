import { type Attribution, added } from '#analytics/value-attribution';
import type { Missing } from './value.ts';

/** What prices and rates did, by our own two Snapshots. Base currency. */
export interface OwnSplit {
  readonly price: number;
  readonly fx: number;
  /** Dividends, tax and interest, booked and accrued; absent where no source tells bookings. */
  readonly income?: number;
}

/** Undefined where it is not known of every holding: a part of it is no answer. */
export function ownSplit(parts: Attribution | Missing): OwnSplit | undefined {
  if ('missing' in parts) return undefined;
  const { holdings, cashFx, otherIncome, interest } = parts;
  const price = added(holdings.map((holding) => holding.price));
  const fx = added([...holdings.map((holding) => holding.fx), cashFx]);
  if (typeof price !== 'number' || typeof fx !== 'number') return undefined;
  if (otherIncome === undefined || interest === undefined) return { price, fx };
  const income = added([...holdings.map((holding) => holding.income), otherIncome, interest]);
  return typeof income === 'number' ? { price, fx, income } : { price, fx };
}
