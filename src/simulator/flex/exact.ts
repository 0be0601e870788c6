/**
 * Base currency in ten-millionths, a whole number: cents times a rate of five decimals, so that what is converted adds
 * up without any rounding. Exact up to 900 million.
 */
export type Exact = number;

const RATE_UNITS = 100_000;
const EXACT_DECIMALS = 7;
/** Most decimals that the broker writes. */
const MOST_DECIMALS = 9;

/** Cents of a currency in base currency. @param rate base currency for one unit, five decimals */
export const toExact = (cents: number, rate: number): Exact => cents * Math.round(rate * RATE_UNITS);

/** Whole cents of base currency. */
export const exactCents = (cents: number): Exact => cents * RATE_UNITS;

/** Base currency as a statement writes it. */
export const exactText = (amount: Exact): string => shifted(amount, EXACT_DECIMALS);

/** Cents as a statement writes them: `-1.5`, `12`. */
export const centsText = (cents: number): string => shifted(cents, 2);

/** Any other figure: as many decimals as it has, nine at most, never with an exponent. */
export function figureText(value: number): string {
  const text = value.toFixed(MOST_DECIMALS).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/** A whole number with its point moved, without arithmetic on fractions. */
function shifted(units: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const text = fraction === '' ? digits.slice(0, -decimals) : `${digits.slice(0, -decimals)}.${fraction}`;
  return units < 0 ? `-${text}` : text;
}
