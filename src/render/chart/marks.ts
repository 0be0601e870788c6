import { figureText, numberText } from '#render/format';
import { textWidth } from '#render/text-width';
import type { SeriesBlock } from '#report/block';
import type { ChartMark } from '#templates/chart-data';
import { type Box, freeBox, type Spot } from './tick-side.ts';

type SeriesMark = NonNullable<SeriesBlock['marks']>[number];

const SIZE = 11;
/** Between a point and its label, and between two labels. */
const GAP = 4;
/** Plots narrower than this have no room for figures beside names. */
const ROOMY = 300;
/** Height of a line of type above and below its baseline. */
const [ABOVE, BELOW] = [9, 3];

/** What a chart knows of itself when its marks are set. */
export interface MarkedPlot {
  /** Narrower than {@link ROOMY}, a mark with a name is told by it alone. */
  readonly width: number;
  /** Right of the labels of the value axis. */
  readonly left: number;
  readonly bottom: number;
  readonly x: (date: SeriesMark['date']) => number;
  readonly y: (value: number) => number;
  /** Where other texts stand. */
  readonly taken?: readonly Box[];
  /** All that is drawn, so that a label keeps off it where it can. */
  readonly lines?: readonly (readonly Spot[])[];
}

/**
 * Labels at the points that a block marks, below its line. The largest find their place first; one that would lie on
 * another is left out and its point stays. The table behind the chart has all of them.
 */
export function chartMarks(block: SeriesBlock, plot: MarkedPlot): readonly ChartMark[] {
  const taken: Box[] = [...(plot.taken ?? [])];
  const marks = [...(block.marks ?? [])].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return marks.flatMap((mark): ChartMark[] => {
    const line = block.lines.find(({ role }) => role === mark.role);
    const level = line?.values[block.dates.indexOf(mark.date)];
    if (level === null || level === undefined) return [];
    const [x, y] = [plot.x(mark.date), plot.y(level)];
    const text = plot.width < ROOMY && mark.name !== '' ? mark.name : written(mark);
    const wide = textWidth(text, SIZE, true);
    const spots = placesOf(mark, x, wide, y).map(([left, base]) => ({
      ...{ left, right: left + wide, top: base - ABOVE, bottom: base + BELOW },
    }));
    const [fits, ...others] = spots.filter(
      (box) =>
        box.bottom <= plot.bottom &&
        box.left >= plot.left &&
        box.right <= plot.width &&
        !taken.some((other) => overlap(box, other)),
    );
    const free = fits && freeBox([fits, ...others], plot.lines ?? []);
    if (free) taken.push(free);
    const label = free ? { text, x: tenth(free.left), y: tenth(free.bottom - BELOW) } : undefined;
    return [{ role: mark.role, x, y, ...(label ? { label } : {}) }];
  });
}

/** A fall is named below its low; a flow beside its step, where neither the step nor the value crosses it. */
function placesOf({ role }: SeriesMark, x: number, wide: number, y: number): readonly (readonly [number, number])[] {
  const below = y + ABOVE + GAP + 1;
  if (role === 'drawdown') {
    return [
      [x - wide / 2, below],
      [x - wide - GAP, below],
      [x + GAP, below],
      [x - wide / 2, below + ABOVE],
    ];
  }
  return [
    [x + GAP, below],
    [x - wide - GAP, y - BELOW - GAP],
  ];
}

const written = (mark: SeriesMark): string => [mark.name, figureOf(mark)].filter((part) => part !== '').join(' ');

/** Money without cents, shares with one decimal: the exact figure stands in the table. */
function figureOf({ value, kind }: SeriesMark): string {
  if (kind === 'change' || kind === 'money') return numberText(value, { decimals: 0, signed: kind === 'change' });
  if (kind === 'return') return `${numberText(value, { decimals: 1, signed: true, hundredths: true })}%`;
  return figureText(value, kind, undefined, 'UTC');
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right + GAP && b.left < a.right + GAP && a.top < b.bottom && b.top < a.bottom;

const tenth = (value: number): number => Math.round(value * 10) / 10;
