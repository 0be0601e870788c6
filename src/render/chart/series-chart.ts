import { area, curveLinear, curveStepAfter, line } from 'd3-shape';
import { mediumDay } from '#render/day-text';
import { figureText, numberText } from '#render/format';
import { inert, shortened } from '#render/inert';
import { textWidth } from '#render/text-width';
import type { SeriesBlock } from '#report/block';
import type { ChartData, LineRole } from '#templates/chart-data';
import { placed } from './end-labels.ts';
import { chartMarks } from './marks.ts';
import { type Box, freeBox, type Spot } from './tick-side.ts';
import { timeAxis } from './time-axis.ts';
import { valueAxis } from './value-axis.ts';

type SeriesLine = SeriesBlock['lines'][number];

const TOP = 18;
const AXIS_ROOM = 24;
const LABEL_SIZE = 12;
const LABEL_ROOM = 30;
const TICK_SIZE = 11;
const TICK_HEIGHT = 8;
/** Beside a figure of the axis at the right, so that it doesn't read as one of the marks. */
const TICK_AIR = 10;
/** Kept free of marks, for the figures of the value axis. */
const TICK_ROOM = 30;
/** Dashes of a daily line run together on few pixels; from here on a dashed line takes every third day. */
const DENSE = 500;
/** Who lies on top: your own line. */
const LAYERS: readonly LineRole[] = ['paid-in', 'benchmark', 'drawdown', 'value'];

/**
 * Draws a block's lines over time into a box of `width` × `height` pixels. Days without a value break the line.
 * The last figure stands at each line's end, so that the chart can be read without hunting for ticks.
 *
 * @returns undefined when no line has a value: there is nothing to draw
 */
export function seriesChart(block: SeriesBlock, id: string, width: number, height: number): ChartData | undefined {
  const lines = block.lines.filter((one) => one.values.some((value) => value !== null));
  const [from, to] = [block.dates[0], block.dates.at(-1)];
  if (lines.length === 0 || from === undefined || to === undefined) return undefined;
  const ends = lines.map((one) => ({ one, ...lastValue(one) }));
  const names = ends.map(({ one, value }) => ({ name: inert(one.name), figure: endFigure(block, value) }));
  const gutter = gutterOf(names, width);
  const plotRight = width - gutter;
  const axis = height - AXIS_ROOM;
  const hangs = lines.some((one) => one.role === 'drawdown');
  const values = [...(hangs ? [0] : []), ...lines.flatMap((one) => one.values.filter((value) => value !== null))];
  const vertical = valueAxis(values, block.valueKind, block.unit, TOP, axis - 6);
  const horizontal = timeAxis(from, to, plotRight);
  const spots = block.dates.map(horizontal.x);
  const labels = ends.map(({ one, value }, i) => ({
    role: one.role,
    name: fitted(names[i]?.name ?? '', gutter),
    figure: names[i]?.figure ?? '',
    y: vertical.y(value) - 2,
  }));
  const drawn = lines.map((one) => spotsOf(one, spots, vertical.y));
  const grid = vertical.grid.map((mark) => ({ ...mark, ...tickPlace(mark, plotRight, drawn) }));
  const own = ends.find(({ one }) => one.role === 'value' || one.role === 'drawdown');
  const between = areaOf(lines, spots, vertical.y);
  return {
    id,
    width,
    height,
    plotRight,
    plotTop: TOP - 8,
    axis,
    title: inert(block.title),
    description: `${inert(block.subtitle ?? '')} ${description(block, ends)}`.trim(),
    grid: grid.map(({ box: _box, ...mark }) => mark),
    ticks: horizontal.ticks,
    ...(between === undefined ? {} : { area: between }),
    lines: LAYERS.flatMap((role) =>
      lines.filter((one) => one.role === role).map((one) => ({ role, path: pathOf(one, spots, vertical.y) })),
    ),
    ...(own ? { dot: { x: spots[own.index] ?? plotRight, y: vertical.y(own.value) } } : {}),
    marks: chartMarks(block, {
      ...{ width: plotRight, left: TICK_ROOM, bottom: axis, x: horizontal.x, y: vertical.y },
      taken: grid.filter(({ end }) => end).map(({ box }) => ({ ...box, left: box.left - TICK_AIR })),
      lines: drawn,
    }),
    ends: placed(labels, LABEL_ROOM, TOP, axis - 12),
  };
}

/** As it is drawn: what was paid in goes by steps. */
function spotsOf(one: SeriesLine, spots: readonly number[], y: (value: number) => number): readonly Spot[] {
  const at = one.values.map((value, i): Spot => ({ x: spots[i] ?? 0, y: value === null ? null : y(value) }));
  if (one.role !== 'paid-in') return at;
  return at.flatMap((spot, i): Spot[] => [{ x: spot.x, y: at[i - 1]?.y ?? spot.y }, spot]);
}

/** A figure of the value axis stands over its line at the left; where a series runs through, under it, or at the right. */
function tickPlace(
  { y, label }: { readonly y: number; readonly label: string },
  plotRight: number,
  lines: readonly (readonly Spot[])[],
): { readonly base: number; readonly end: boolean; readonly box: Box } {
  const wide = textWidth(label, TICK_SIZE, false);
  const [over, under] = [y - 4, Math.round((y + TICK_HEIGHT + 4) * 10) / 10];
  const at = (left: number, base: number): Box => ({ left, right: left + wide, top: base - TICK_HEIGHT, bottom: base });
  const box = freeBox([at(0, over), at(0, under), at(plotRight - wide, over)], lines);
  return { base: box.bottom, end: box.left > 0, box };
}

function lastValue(one: SeriesLine): { value: number; index: number } {
  const index = one.values.findLastIndex((value) => value !== null);
  return { value: one.values[index] ?? 0, index };
}

function endFigure(block: SeriesBlock, value: number): string {
  if (block.valueKind === 'money' || block.valueKind === 'change') {
    return numberText(value, { decimals: Math.abs(value) < 1_000 ? 2 : 0, signed: block.valueKind === 'change' });
  }
  return figureText(value, block.valueKind, undefined, 'UTC');
}

function gutterOf(names: readonly { name: string; figure: string }[], width: number): number {
  const widest = Math.max(
    ...names.map(({ name, figure }) =>
      Math.max(textWidth(shortened(name, 18), LABEL_SIZE, true), textWidth(figure, LABEL_SIZE, true)),
    ),
  );
  return Math.round(Math.min(Math.max(widest + 10, 64), width < 400 ? 112 : 128));
}

function fitted(name: string, gutter: number): string {
  let text = name;
  for (let limit = [...name].length - 1; limit > 3 && textWidth(text, LABEL_SIZE, true) > gutter - 8; limit -= 1) {
    text = shortened(name, limit);
  }
  return text;
}

function pathOf(one: SeriesLine, spots: readonly number[], y: (value: number) => number): string {
  const dense = one.role === 'benchmark' && one.values.length > DENSE;
  const points = one.values
    .map((value, i) => ({ x: spots[i] ?? 0, value }))
    .filter((_, i) => !dense || (one.values.length - 1 - i) % 3 === 0)
    .filter(({ value }, i, all) => one.role !== 'paid-in' || value !== all[i - 1]?.value || i === all.length - 1);
  const drawn = line<{ x: number; value: number | null }>()
    .defined((point) => point.value !== null)
    .x((point) => point.x)
    .y((point) => y(point.value ?? 0))
    .curve(one.role === 'paid-in' ? curveStepAfter : curveLinear)
    .digits(1);
  return drawn(points) ?? '';
}

/** The result, between the value and the money paid in; or a drawdown, below zero. Other charts have no area. */
function areaOf(
  lines: readonly SeriesLine[],
  spots: readonly number[],
  y: (value: number) => number,
): ChartData['area'] {
  const fall = lines.find((one) => one.role === 'drawdown');
  const own = fall ?? lines.find((one) => one.role === 'value');
  const paid = lines.find((one) => one.role === 'paid-in');
  if (!own || !(fall || paid)) return undefined;
  const points = own.values.map((value, i) => ({
    x: spots[i] ?? 0,
    value,
    base: fall ? 0 : (paid?.values[i] ?? null),
  }));
  const drawn = area<(typeof points)[number]>()
    .defined((point) => point.value !== null && point.base !== null)
    .x((point) => point.x)
    .y0((point) => y(point.base ?? 0))
    .y1((point) => y(point.value ?? 0))
    .digits(1);
  // A pale ground needs no daily edge: the line over it has one.
  const thin = points.length > DENSE ? points.filter((_, i) => (points.length - 1 - i) % 3 === 0) : points;
  const path = drawn(thin);
  return path ? { path, loss: fall !== undefined } : undefined;
}

function description(block: SeriesBlock, ends: readonly { one: SeriesLine; value: number; index: number }[]): string {
  return ends
    .map(({ one, value, index }) => {
      const day = block.dates[index];
      const figure = figureText(value, block.valueKind, block.unit, 'UTC');
      return `${inert(one.name)}: ${figure}${day === undefined ? '' : ` on ${mediumDay(day)}`}.`;
    })
    .join(' ');
}
