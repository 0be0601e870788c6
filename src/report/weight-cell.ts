import { weightBase } from '#analytics/allocation';
import type { Valuation } from '#analytics/valuation';
import { noRate } from './missing.ts';
import type { Cell } from './value.ts';

/** An amount in base currency as a fraction of the account's value, or why it has none. */
export function weightCell(amount: number, valuation: Valuation): Cell {
  const whole = weightBase(valuation);
  if (whole !== undefined) return amount / whole;
  const { without } = valuation.total;
  return without.length > 0 ? noRate(without) : { missing: 'value is not above zero' };
}
