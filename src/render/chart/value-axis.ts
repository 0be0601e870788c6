import { ticks } from 'd3-array';
import { numberText } from '#render/format';
import type { ValueKind } from '#report/value';

/** A straight scale from values to pixels. */
export interface ValueAxis {
  readonly y: (value: number) => number;
  readonly grid: readonly { readonly y: number; readonly label: string; readonly zero: boolean }[];
}

const MOST_LINES = 3;
const ROOM = 0.05;
const FLAT = 1e-6;

/**
 * The value axis of a plot from `top` to `bottom` (pixels, down): room above and below the values, at most three lines
 * at round values, the unit on the uppermost only. It need not start at zero; where zero is in sight, its line is marked.
 */
export function valueAxis(
  values: readonly number[],
  kind: ValueKind,
  unit: string,
  top: number,
  bottom: number,
): ValueAxis {
  const [least, most] = extent(values);
  const magnitude = Math.max(Math.abs(least), Math.abs(most));
  // Values that hardly differ are a flat line, not a mountain range: the plot spans at least a millionth of them.
  const flat = Math.max(0, Math.max(magnitude * FLAT, FLAT) - (most - least)) / 2;
  const room = (most - least + 2 * flat) * ROOM + flat;
  const low = least - room;
  const high = most + room;
  const y = (value: number): number => round(bottom - ((value - low) / (high - low)) * (bottom - top));
  const marks = roundValues(low, high);
  const label = labels(marks, kind, unit);
  return { y, grid: marks.map((mark, i) => ({ y: y(mark), label: label[i] ?? '', zero: mark === 0 })) };
}

/** Least and most, by a loop: a spread of ten years of days would be too many arguments for one call. */
function extent(values: readonly number[]): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function roundValues(low: number, high: number): readonly number[] {
  for (let wanted = MOST_LINES + 1; wanted > 0; wanted -= 1) {
    const found = ticks(low, high, wanted).filter((value) => value >= low && value <= high);
    if (found.length <= MOST_LINES) return found;
  }
  return [];
}

function labels(marks: readonly number[], kind: ValueKind, unit: string): string[] {
  const step = Math.abs((marks[1] ?? 0) - (marks[0] ?? 0)) || Math.abs(marks[0] ?? 1) || 1;
  if (kind === 'return' || kind === 'points' || kind === 'weight') {
    const form = { decimals: decimalsOf(step * 100), signed: kind !== 'weight', hundredths: true };
    const measure = kind === 'points' ? ' pp' : '%';
    return marks.map((mark, i) => (i === marks.length - 1 ? numberText(mark, form) + measure : bare(mark, form)));
  }
  const largest = Math.max(...marks.map(Math.abs), 0);
  const [scale, word] = largest >= 50_000_000 ? [1e6, ' million'] : largest >= 10_000 ? [1e3, ' thousand'] : [1, ''];
  const form = { decimals: decimalsOf(step / scale) };
  return marks.map((mark, i) => numberText(mark / scale, form) + (i === marks.length - 1 ? `${word} ${unit}` : ''));
}

const bare = (mark: number, form: Parameters<typeof numberText>[1]): string =>
  mark === 0 ? '0' : numberText(mark, form);

/** As many decimals as tell one step from the next. */
function decimalsOf(step: number): number {
  return Math.max(0, Math.min(8, -Math.floor(Math.log10(step) + 1e-9)));
}

const round = (value: number): number => Math.round(value * 10) / 10;
