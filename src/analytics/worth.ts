/** One cent: the smallest amount a broker books. */
const LEAST = 0.01;

/**
 * Whether an amount is money that a return, weight or share can be counted on. Sums of booked amounts leave dust such as
 * 1e-15 where nothing is left; a return on it would be a number without meaning, or without end.
 */
export function isWorth(amount: number): boolean {
  return amount >= LEAST;
}
