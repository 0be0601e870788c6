import type { Style } from 'exceljs';
import type { Row } from '#report/block';
import { type Cell, isMissing, type ValueKind } from '#report/value';
import type { Book } from './book.ts';
import { WorkbookValueRefused } from './errors.ts';
import { scaleOf } from './kind-scale.ts';
import type { Look } from './look.ts';
import type { StyledCell } from './sheet.ts';
import { dateSerial, wallClockSerial } from './zone-time.ts';

/** Makes the cells of one column. `row` is the sheet's row, named when a figure is refused. */
export type CellWriter = (cell: Cell | undefined, row: number, tone?: Tone) => StyledCell;

export type Tone = Row['$tone'];

export interface CellWriterSpec {
  readonly sheet: string;
  /** Title of the column, for errors. */
  readonly column: string;
  readonly kind: ValueKind;
  readonly look: Look;
  readonly format: (value: number) => string | undefined;
}

/**
 * Numbers stay numbers at full precision, days and instants become Excel's dates, a difference of percentages becomes
 * points (a hundredth each), a part of the value basis points. A missing figure is `n/a: reason` in grey, `null` an empty cell. Text stays text whatever
 * it begins with. What is no day in a day's column (a month, a date before 1900), no time in a column of times, stands there as text.
 *
 * @throws WorkbookValueRefused when called with NaN or an infinity
 */
export function cellWriter(book: Book, { sheet, column, kind, look, format }: CellWriterSpec): CellWriter {
  const styles = new Map<Tone | 'missing', Map<string | undefined, Style>>();
  const styled = (tone: Tone | 'missing', numberFormat: string | undefined): Style => {
    const known = styles.get(tone)?.get(numberFormat);
    if (known) return known;
    const style = book.look({ ...toned(look, tone), ...(numberFormat ? { format: numberFormat } : {}) });
    styles.set(tone, (styles.get(tone) ?? new Map()).set(numberFormat, style));
    return style;
  };
  return (cell, row, tone) => {
    if (cell === null || cell === undefined) return { value: null, style: styled(tone, undefined) };
    if (isMissing(cell)) return { value: `n/a: ${cell.missing}`, style: styled('missing', undefined) };
    const value = typeof cell === 'string' ? (serialOf(book, kind, cell) ?? cell) : cell * scaleOf(kind);
    if (typeof value === 'string') return { value, style: styled(tone, undefined) };
    if (!Number.isFinite(value)) throw new WorkbookValueRefused(value, sheet, column, row);
    return { value, style: styled(tone, format(value)) };
  };
}

/** Excel's number of a day or an instant; undefined where the kind or the text is neither. */
function serialOf(book: Book, kind: ValueKind, text: string): number | undefined {
  if (kind === 'date') return dateSerial(text);
  if (kind === 'wall-clock') return wallClockSerial(text);
  return kind === 'instant' ? book.zone.serial(text) : undefined;
}

function toned(look: Look, tone: Tone | 'missing'): Look {
  if (tone === 'missing') return { ...look, color: 'quiet', size: 9, bold: false, shrink: true };
  if (tone === 'loss') return { ...look, color: 'loss' };
  if (tone === 'dim') return { ...look, color: 'quiet' };
  return tone === 'strong' ? { ...look, bold: true } : look;
}
