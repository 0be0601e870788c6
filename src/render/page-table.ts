import type { Column, TableBlock } from '#report/block';
import { isMissing } from '#report/value';
import type { TableCell, TableData, TableHead } from '#templates/page-data';
import { barScale } from './bars.ts';
import { numberText, readsZero } from './format.ts';
import { heatOf } from './heat.ts';
import { standsRight, type TextRow, type TextTable, textTable } from './table-text.ts';
import { textWidth, wordWidth } from './text-width.ts';
import { turned } from './turned-table.ts';

const SIZE = 13;
const HEAD_SIZE = 12;
const GAP = 16;
const PHONE_GAP = 12;
/** The track of a bar and the air after it. */
const TRACK = 62;
const TRACK_ROOM = TRACK + 10;
/** In a table that stands alone the bars may take what the columns leave, up to this. */
const TRACK_MOST = 220;
/** And in half a row. */
const TRACK_HALF = 110;
const HALF_RESERVE = 60;
/** A text may wrap, down to this; a reason why a figure is missing too. */
const WRAPS_AT = 150;
const WRAPS_AT_LEAST = 90;
/** Contents of a phone of 360 pixels, of half a row, of the one-column layout and of the whole row. */
const PHONE = 328;
export const HALF = 588;
const COLUMN = 812;
const WHOLE = 1200;

/**
 * A table for the page in two forms at once. Where the window is too narrow for all columns, the compact form keeps the
 * first column, the leading one and as many others as fit, and sets the rest with their names in a line below each row:
 * nothing is left out, nothing scrolls sideways.
 */
export function pageTable(block: TableBlock, timeZone: string, limit: number): { table: TableData; width: number } {
  const text = textTable(block, 'page', timeZone, limit);
  const widths = text.columns.map((_, i) => columnWidth(text, i));
  const width = spread(widths.map(({ needed }) => needed));
  const compactBelow = belowWhich(widths);
  const kept = compactBelow === 0 ? new Set(text.columns.keys()) : keptOnPhone(text, widths);
  const bars = text.columns.findIndex((column) => column.bar === true);
  const room = COLUMN - spread(widths.map(({ least }) => least));
  // Widths of texts are estimates: half a row is not filled to the last pixel.
  const [air, most] = width > HALF ? [room, TRACK_MOST] : [(HALF - width - HALF_RESERVE) / 2, TRACK_HALF];
  const track = Math.max(TRACK, Math.min(most, Math.round(TRACK + air)));
  const numbers = text.rows.filter((row) => row.form === 'row').map((row) => row.cells[bars]);
  const scale = barScale(
    numbers.filter((cell) => typeof cell === 'number'),
    track,
  );
  const isHeated = (row: TextRow, i: number): boolean =>
    row.form === 'row' && row.tone !== 'dim' && text.columns[i]?.heat === true;
  const heads = text.columns.map(
    (column, i): TableHead => ({
      title: text.heads[i]?.title ?? '',
      // Of a row of like columns the subtitle names the measure once.
      unit: column.heat ? '' : (text.heads[i]?.unit ?? ''),
      figure: standsRight(column),
      side: column.weight === 'side',
      lead: column.weight === 'lead',
      bar: i === bars,
      whole: isMoment(column) || isShort(text, i),
      wideOnly: !kept.has(i),
    }),
  );
  const rows = text.rows.map((row) => ({
    form: row.form,
    tone: row.tone,
    cells: row.texts.map((value, i): TableCell => {
      const number = row.cells[i];
      const drawn = i === bars && row.form === 'row' && typeof number === 'number' && !readsZero(value);
      const bar = drawn ? scale.bar(number) : undefined;
      const tint = isHeated(row, i) && typeof number === 'number' ? heatOf(number) : 0;
      return { text: value, missing: isMissing(number), ...(bar ? { bar } : {}), ...(tint === 0 ? {} : { tint }) };
    }),
    details: row.texts.flatMap((value, i) => {
      if (kept.has(i) || value === '' || isUnitOf(text, kept, row, i)) return [];
      const unit = row.texts[i + 1];
      const own = isUnitOf(text, kept, row, i + 1) ? `${value}\u00a0${unit}` : value;
      return [{ name: nameFor(text.columns[i], heads[i]), text: own }];
    }),
  }));
  const sheet = block.shownIn.includes('workbook') ? ' in the workbook' : '';
  const more = text.hidden > 0 ? `${numberText(text.hidden, { decimals: 0 })} more${sheet}` : '';
  const table = { heads, rows, track, zero: scale.zero, compactBelow, more };
  const like = new Set([...text.columns.keys()].filter((i) => text.columns[i]?.heat === true));
  if (like.size === 0 || compactBelow === 0) return { table, width };
  const whole = rows.map((row) => ({ ...row, details: [] }));
  return { table: { ...table, rows: whole, turned: turned(table, like, 'Month') }, width };
}

interface Width {
  /** With its texts on one line, up to a point. */
  readonly needed: number;
  /** When its texts wrap as far as they may. */
  readonly least: number;
}

function columnWidth(text: TextTable, index: number): Width {
  const column = text.columns[index];
  const head = text.heads[index];
  const bold = column?.weight === 'lead';
  const headWidth = Math.max(wordWidth(head?.title ?? '', HEAD_SIZE), textWidth(head?.unit ?? '', HEAD_SIZE));
  let needed = headWidth;
  let least = headWidth;
  for (const row of text.rows) {
    const value = row.texts[index] ?? '';
    const wide = textWidth(value, SIZE, bold || row.form !== 'row');
    const why = isMissing(row.cells[index]);
    const wraps = why || (column !== undefined && !standsRight(column) && !isMoment(column));
    needed = Math.max(needed, wraps ? Math.min(wide, why ? WRAPS_AT_LEAST : WRAPS_AT) : wide);
    least = Math.max(least, wraps ? Math.min(wide, WRAPS_AT_LEAST) : wide);
  }
  const track = column?.bar ? TRACK_ROOM : 0;
  return { needed: needed + track, least: least + track };
}

const isMoment = (column: Column): boolean => ['date', 'instant', 'wall-clock'].includes(column.kind);

/** Texts that are narrower than a text may be wrapped to: a second line would only look like a mistake. */
const isShort = (text: TextTable, index: number): boolean =>
  text.rows.every((row) => textWidth(row.texts[index] ?? '', SIZE, true) <= WRAPS_AT_LEAST);

const spread = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);

function belowWhich(widths: readonly Width[]): TableData['compactBelow'] {
  const least = spread(widths.map((width) => width.least));
  if (least <= PHONE) return 0;
  if (least <= COLUMN) return 860;
  return least <= WHOLE ? 1280 : 9999;
}

/**
 * First column, leading column, then what stands right of it; a short text beside the first column, for it belongs to
 * the row's name; then the other figures. As long as they fit.
 */
function keptOnPhone(text: TextTable, widths: readonly Width[]): Set<number> {
  const all = [...text.columns.keys()];
  const lead = Math.max(
    text.columns.findIndex((column) => column.weight === 'lead'),
    0,
  );
  const kept = new Set<number>([0]);
  let used = Math.min(widths[0]?.least ?? 0, WRAPS_AT_LEAST);
  for (const i of [...all.slice(lead), 1, ...all.slice(2, lead)]) {
    const column = text.columns[i];
    // A part of a year's months in columns, the rest below them, would read as two kinds.
    if (kept.has(i) || column === undefined || column.heat) continue;
    const own = (widths[i]?.needed ?? 0) - (column.bar ? TRACK_ROOM : 0) + PHONE_GAP;
    const short = own < WRAPS_AT_LEAST + PHONE_GAP && (i === 1 || i > lead);
    const worth = i === lead || (column.weight !== 'side' && (standsRight(column) || short));
    if (!worth || used + own > PHONE) continue;
    kept.add(i);
    used += own;
  }
  return kept;
}

/** A currency below a row is one with the price or amount before it, so that it never begins a line alone. */
function isUnitOf({ columns }: TextTable, kept: ReadonlySet<number>, { texts }: TextRow, index: number): boolean {
  const [before, own] = [columns[index - 1], columns[index]];
  const both = !kept.has(index) && !kept.has(index - 1) && texts[index] !== '' && texts[index - 1] !== '';
  return both && own?.key === 'currency' && before !== undefined && standsRight(before);
}

/** A figure or a day needs its column's name; a text explains itself unless the column asks a question (`Partial?`). */
function nameFor(column: Column | undefined, head: TableHead | undefined): string {
  if (!column || !head) return '';
  if ((column.kind === 'text' || column.kind === 'id') && !head.title.endsWith('?')) return '';
  return head.title.replace(/\?$/, '') + (head.unit === '' ? '' : ` ${head.unit}`);
}
