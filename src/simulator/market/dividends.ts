import { addDays, type Day, dayOf } from './day.ts';
import type { Listing } from './listings.ts';

/** A dividend that shares trade without from this day on. */
export interface Dividend {
  /** In the currency of the share, before tax. */
  readonly perShare: number;
  /** Tax withheld, a fraction. */
  readonly tax: number;
  /** The rate that the broker finds later to be the right one, and days from the payment until then. */
  readonly corrected?: { readonly tax: number; readonly after: number };
  /** Paid on this day or the next trading day. */
  readonly payDay: Day;
}

/** The dividend of a listing whose ex-date is the day at `index`, if there is one. */
export function dividendOn(listing: Listing, days: readonly Day[], index: number): Dividend | undefined {
  const { income } = listing;
  const day = days[index];
  const before = days[index - 1];
  if (!income || !day || !before) return undefined;
  const year = +day.slice(0, 4);
  const month = +day.slice(5, 7);
  if ((month - income.firstMonth + 12) % income.everyMonths !== 0) return undefined;
  const exDay = dayOf(year, month, income.exDay);
  // An ex-date on a closed day moves to the next trading day.
  if (day < exDay || before >= exDay) return undefined;
  const perShare = Math.round(((income.perYear * income.everyMonths) / 12) * 10_000) / 10_000;
  const corrected = income.corrected ? { corrected: income.corrected } : {};
  return { perShare, tax: income.tax, payDay: addDays(exDay, income.payAfter), ...corrected };
}
