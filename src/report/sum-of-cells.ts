import type { Cell } from './value.ts';

/** Sum of cells, or why the first of them that is missing is. */
export function sumOfCells(cells: readonly Cell[]): Cell {
  let sum = 0;
  for (const cell of cells) {
    if (cell === null) continue;
    if (typeof cell !== 'number') return cell;
    sum += cell;
  }
  return sum;
}
