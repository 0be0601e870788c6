import { isWorth } from '#analytics/worth';
import { NOTHING_AT_OPENING } from './missing.ts';
import type { Cell } from './value.ts';

/**
 * An amount as a fraction of the opening value it was made with. What is missing of either gives its own reason, of the
 * amount first. Both in base currency.
 */
export function partOfOpening(amount: Cell, opening: Cell): Cell {
  if (typeof amount !== 'number') return amount;
  if (typeof opening !== 'number') return opening;
  return isWorth(opening) ? amount / opening : NOTHING_AT_OPENING;
}
