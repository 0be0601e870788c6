import { nameWithoutAmounts, withoutAmounts } from './hidden-amounts.ts';
import { type Cell, isMissing, type ValueKind } from './value.ts';

/**
 * Which figures a discreet reader does not see. A quantity times a public price is an amount, and a price paid is the
 * owner's own; a rate between two currencies is everybody's.
 */
const HIDES: Readonly<Record<ValueKind, boolean>> = {
  text: false,
  id: false,
  date: false,
  instant: false,
  'wall-clock': false,
  money: true,
  change: true,
  return: false,
  weight: false,
  points: false,
  'basis-points': false,
  quantity: true,
  price: true,
  rate: false,
  count: false,
  ratio: false,
};

/** Whether figures of the kind are hidden from a discreet reader. */
export const hidesKind = (kind: ValueKind): boolean => HIDES[kind];

/** A cell of a kind that is shown, without the amounts that a text in it may hold. */
export function hiddenCell(cell: Cell, kind: ValueKind): Cell {
  if (isMissing(cell)) return { missing: withoutAmounts(cell.missing) };
  return typeof cell === 'string' && (kind === 'text' || hidesKind(kind)) ? nameWithoutAmounts(cell) : cell;
}
