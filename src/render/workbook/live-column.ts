import type { Column, Row, SeriesBlock, TableBlock } from '#report/block';
import type { Book } from './book.ts';
import type { SheetColumn } from './columns.ts';
import { internalRate } from './internal-rate.ts';
import { scaleOf } from './kind-scale.ts';
import { columnLetters } from './names.ts';
import type { Plan, PlannedSheet } from './plan.ts';
import type { StyledCell } from './sheet.ts';

/** Gives a cell its live formula, or gives it back as it is. */
export type MakeLive = (cell: StyledCell, row: Row, at: number) => StyledCell;

/** Doubles reckoned in another order differ by less than this, as a part of their size. */
const SAME = 1e-11;

/** Undefined for a column without a formula, and for one whose figures the book doesn't hold. */
export function liveColumn(
  book: Book,
  shown: readonly Column[],
  columns: readonly SheetColumn[],
  index: number,
  plan: Plan,
): MakeLive | undefined {
  const live = shown[index]?.live;
  if (!live) return undefined;
  const letters = (key: string): string => columnLetters(shown.findIndex((column) => column.key === key) + 1);
  const has = (key: string): boolean => shown.some((column) => column.key === key);
  const scale = scaleOf(columns[index]?.kind ?? 'text');
  const format = columns[index]?.liveFormat;
  if (live.kind === 'less') {
    if (!has(live.from) || !has(live.less)) return undefined;
    return (cell, row, at) => {
      const [from, less] = [row[live.from], row[live.less]];
      if (typeof from !== 'number' || typeof less !== 'number') return cell;
      const difference = `${letters(live.from)}${at}-${letters(live.less)}${at}`;
      const size = Math.abs(from) + Math.abs(less);
      const formula = scale === 1 ? difference : `(${difference})*${scale}`;
      return withFormula(cell, formula, (from - less) * scale, size * scale, format);
    };
  }
  if (live.kind === 'internal-rate') {
    const flows = plan.sheets.find(
      (sheet): sheet is PlannedSheet<TableBlock> => sheet.block.kind === 'table' && sheet.block.id === live.flows,
    );
    if (!flows || ![live.from, live.to, live.guess].every(has)) return undefined;
    return (cell, row, at) => {
      const rate = internalRate(live, { sheet: flows.name, block: flows.block }, row, at, letters);
      if (!rate || typeof cell.value !== 'number' || !rate.gives(cell.value)) return cell;
      return formulaCell(cell, rate.formula, cell.value, format);
    };
  }
  const days = plan.sheets.find(
    (sheet): sheet is PlannedSheet<SeriesBlock> => sheet.block.kind === 'series' && sheet.block.id === live.series,
  );
  const levels = days?.block.extra?.find(({ title }) => title === live.levels)?.values;
  if (!days || !levels || !has(live.from) || !has(live.to)) return undefined;
  const table = book.tableName(days.name);
  const levelOn = new Map(days.block.dates.map((date, day) => [date as string, levels[day]]));
  const level = (key: string, at: number): string =>
    `(1+INDEX(${table}[${live.levels}],MATCH(${letters(key)}${at},${table}[Date],0)))`;
  return (cell, row, at) => {
    const [from, to] = [levelOn.get(String(row[live.from])), levelOn.get(String(row[live.to]))];
    if (typeof from !== 'number' || typeof to !== 'number' || from <= -1) return cell;
    const growth = (1 + to) / (1 + from);
    return withFormula(cell, `${level(live.to, at)}/${level(live.from, at)}-1`, growth - 1, 1 + growth, format);
  };
}

/** A formula stands only where it gives the figure of the report, which is kept as its stored result. */
function withFormula(
  cell: StyledCell,
  formula: string,
  result: number,
  size: number,
  format: string | undefined,
): StyledCell {
  if (typeof cell.value !== 'number' || Math.abs(cell.value - result) > size * SAME) return cell;
  return formulaCell(cell, formula, cell.value, format);
}

function formulaCell({ style }: StyledCell, formula: string, result: number, format: string | undefined): StyledCell {
  return { value: { formula, result, date1904: false }, style: { ...style, ...(format ? { numFmt: format } : {}) } };
}
