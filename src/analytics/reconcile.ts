/** Outcome of comparing two figures that should be equal. */
export interface Comparison {
  readonly verdict: 'pass' | 'fail';
  readonly expected: number;
  readonly found: number;
  /** Found less expected. */
  readonly difference: number;
  readonly tolerance: number;
}

/** One basis point. */
const BASIS_POINT = 1e-4;

/** Compares within an absolute tolerance. A figure that is no number fails. */
export function compare(expected: number, found: number, tolerance: number): Comparison {
  const difference = found - expected;
  const verdict = Math.abs(difference) <= tolerance ? 'pass' : 'fail';
  return { verdict, expected, found, difference, tolerance };
}

/** Tolerance of a reconciliation of money: 1.00 in the account's currency, or one basis point where that is more. */
export function moneyTolerance(expected: number): number {
  return Math.max(1, oneBasisPoint(expected));
}

/** One basis point of an amount. */
export function oneBasisPoint(expected: number): number {
  return Math.abs(expected) * BASIS_POINT;
}
