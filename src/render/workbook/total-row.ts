import { type Cell, isMissing } from '#report/value';
import type { Book } from './book.ts';
import type { SheetColumn } from './columns.ts';
import type { StyledCell } from './sheet.ts';
import { type ColumnTotal, totalFormula } from './table-part.ts';

export interface ColumnSum {
  readonly sum: number;
  /** Sum of the absolute values. */
  readonly size: number;
}

export interface TotalRow {
  readonly cells: readonly StyledCell[];
  readonly columns: readonly (ColumnTotal | undefined)[];
}

/**
 * The total row of a table. A total that is the sum of its column becomes a live sum with the sum as stored result;
 * any other figure (an average, a whole of which the table shows a part) is written as the report gives it.
 *
 * @param sums of the numbers in each column, as written
 */
export function totalRow(
  book: Book,
  table: string,
  columns: readonly SheetColumn[],
  totals: readonly (Cell | undefined)[],
  sums: readonly ColumnSum[],
): TotalRow {
  const pairs = columns.map((column, index): [StyledCell, ColumnTotal | undefined] => {
    const look = { ...column.look, bold: true, color: 'text', size: 10, above: 'total', below: 'none' } as const;
    const cell = totals[index];
    if (cell === null || cell === undefined) return [{ value: null, style: book.look(look) }, undefined];
    if (isMissing(cell) || typeof cell === 'string') {
      const text = isMissing(cell) ? `n/a: ${cell.missing}` : cell;
      const style = book.look(isMissing(cell) ? { ...look, bold: false, color: 'quiet', size: 9, shrink: true } : look);
      return [
        { value: text, style },
        { kind: 'label', text },
      ];
    }
    const { value } = column.write(cell, 0);
    const figure = typeof value === 'number' ? value : cell;
    const { sum, size } = sums[index] ?? { sum: 0, size: 0 };
    // Doubles added in another order differ by less than this.
    const isSum = Math.abs(sum - figure) <= 1e-9 + size * 1e-12;
    // What the sum comes to under a filter is another figure.
    const format = isSum ? column.liveFormat : column.format(figure);
    const style = book.look({ ...look, ...(format ? { format } : {}) });
    return isSum
      ? [{ value: { formula: totalFormula(table, column.name), result: sum, date1904: false }, style }, { kind: 'sum' }]
      : [
          { value: { formula: String(figure), result: figure, date1904: false }, style },
          { kind: 'figure', value: figure },
        ];
  });
  return { cells: pairs.map(([cell]) => cell), columns: pairs.map(([, total]) => total) };
}
