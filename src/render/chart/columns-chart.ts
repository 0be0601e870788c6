import { figureText, numberText } from '#render/format';
import { inert, shortened } from '#render/inert';
import { textWidth } from '#render/text-width';
import type { TableBlock } from '#report/block';
import type { ColumnsData } from '#templates/chart-data';
import { placed } from './end-labels.ts';

const SIZE = 11;
const TOP = 20;
const AXIS_ROOM = 24;
/** More columns are too narrow for their figures on a page. */
const MOST = 12;
/** Thinner would not be seen. */
const LEAST = 0.8;

type Parts = NonNullable<TableBlock['columnChart']> & { readonly parts: readonly string[] };

/**
 * Standing columns of a table's newest rows, the newest at the right: the parts of each stacked from zero on, what is
 * above zero upwards and what is below downwards, and their sum at the end.
 *
 * @returns undefined where a part or a sum of one of them can't be told, or where there is nothing but zero
 */
export function columnsChart(block: TableBlock, asked: Parts, box: ColumnsBox): ColumnsData | undefined {
  const { names, values, parts } = asked;
  const rows = block.rows.slice(0, MOST).reverse();
  const told = rows.map((row) => ({
    name: String(row[names] ?? ''),
    sum: row[values],
    parts: parts.map((key) => row[key]),
  }));
  const columns = told.flatMap(({ name, sum, parts: own }) => {
    const numbers = own.filter((cell) => typeof cell === 'number');
    return typeof sum === 'number' && numbers.length === own.length ? [{ name, sum, parts: numbers }] : [];
  });
  const most = Math.max(0, ...columns.map((one) => total(one.parts, 1)));
  const least = Math.min(0, ...columns.map((one) => total(one.parts, -1)));
  if (columns.length < rows.length || columns.length < 2 || most === least) return undefined;

  const titles = parts.map((key) => inert(block.columns.find((column) => column.key === key)?.title ?? key));
  const gutter = Math.min(
    Math.max(...titles.map((title) => textWidth(title, SIZE + 1))) + 10,
    box.width < 400 ? 98 : 128,
  );
  const plotRight = Math.round(box.width - gutter);
  const bottom = box.height - AXIS_ROOM - (least < 0 ? TOP - 6 : 0);
  const y = (value: number): number => tenth(bottom - ((value - least) / (most - least)) * (bottom - TOP));
  const step = plotRight / columns.length;
  const wide = Math.round(Math.min(step * 0.62, 44));
  const figures = columns.map(({ sum }) => numberText(sum, { decimals: 0 }));
  const every = Math.ceil(Math.max(...figures.map((text) => textWidth(text, SIZE) + 3)) / step);
  const drawn = columns.map(({ name, parts: own, sum }, index) => {
    const x = Math.round(index * step + (step - wide) / 2);
    const reach = { up: 0, down: 0 };
    const stacked = own.flatMap((value, part) => {
      if (value === 0) return [];
      const from = value > 0 ? reach.up : reach.down;
      if (value > 0) reach.up += value;
      else reach.down += value;
      const [top, end] = [y(Math.max(from, from + value)), y(Math.min(from, from + value))];
      return [{ part, loss: value < 0, y: top, height: Math.max(LEAST, tenth(end - top)) }];
    });
    const middle = tenth(x + wide / 2);
    const below = sum < 0;
    // Of crowded figures every second or third stays, counted from the newest.
    const shown = (columns.length - 1 - index) % every === 0;
    return {
      ...{ x, width: wide, middle, parts: stacked, name: shown ? monthOf(name, step) : '' },
      ...(shown ? { figure: figures[index] ?? '', figureY: below ? y(reach.down) + 13 : y(reach.up) - 5 } : {}),
    };
  });
  const last = columns.at(-1);
  let height = 0;
  const ends = titles.map((name, part) => {
    const own = Math.max(0, last?.parts[part] ?? 0);
    height += own;
    return { part, name: shortened(name, Math.floor(gutter / 6)), y: y(height - own / 2) + 4 };
  });
  return {
    ...{ id: box.id, width: box.width, height: box.height, plotRight, zero: y(0), axis: box.height - AXIS_ROOM },
    title: inert(asked.title),
    description: described(block, values, columns),
    columns: drawn,
    ends: placed(ends, 16, TOP, bottom),
  };
}

/** The box to draw in, in pixels, and the drawing's id. */
export interface ColumnsBox {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

const total = (parts: readonly number[], sign: 1 | -1): number =>
  parts.reduce((sum, value) => (Math.sign(value) === sign ? sum + value : sum), 0);

/** `Nov 2026` where there is room, else `Nov`. */
function monthOf(name: string, room: number): string {
  const text = inert(name);
  return textWidth(text, SIZE) + 4 <= room ? text : (text.split(' ')[0] ?? '');
}

function described(
  block: TableBlock,
  values: string,
  columns: readonly { readonly name: string; readonly sum: number }[],
): string {
  const unit = block.columns.find(({ key }) => key === values)?.unit;
  const each = columns.map(({ name, sum }) => `${inert(name)}: ${figureText(sum, 'money', unit, 'UTC')}.`);
  return `${inert(block.subtitle ?? '')} ${each.join(' ')}`.trim();
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
