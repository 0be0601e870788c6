import { describe, expect, test } from 'vitest';
import { addDays, calendarDate } from '#domain/calendar-date';
import { seriesChart } from '#render/chart/series-chart';
import type { SeriesBlock } from '#report/block';
import type { SeriesLine } from '#report/series-parts';

const first = calendarDate('2026-01-05');

function block(lines: readonly SeriesLine[], parts: Partial<SeriesBlock> = {}): SeriesBlock {
  const count = lines[0]?.values.length ?? 0;
  return {
    kind: 'series',
    id: 'v',
    title: 'Value',
    subtitle: 'USD, daily close',
    shownIn: ['page'],
    valueKind: 'money',
    unit: 'USD',
    dates: Array.from({ length: count }, (_, i) => addDays(first, i)),
    lines,
    ...parts,
  };
}

const value = (...values: (number | null)[]): SeriesLine => ({ name: 'Value', role: 'value', values });
const draw = (of: SeriesBlock) => seriesChart(of, 'v-half', 588, 260) ?? expect.fail('nothing drawn');
const strokes = (path: string): number => path.match(/M/g)?.length ?? 0;

describe('a chart of a series', () => {
  test('breaks the line at a day without a value, and fills nothing in', () => {
    expect(strokes(draw(block([value(1, 2, 3, 4)])).lines[0]?.path ?? '')).toBe(1);
    const broken = draw(block([value(1, 2, null, 4, 5)])).lines[0]?.path ?? '';
    expect(strokes(broken)).toBe(2);
    expect(broken.match(/[ML]/g)).toHaveLength(4);
  });

  test('hangs a drawdown from zero, with the zero line in sight', () => {
    const fall = block([{ name: 'Below the high', role: 'drawdown', values: [-0.05, -0.1, -0.04] }], {
      valueKind: 'return',
    });
    const chart = draw(fall);
    expect(chart.area).toEqual({ path: expect.stringMatching(/^M/), loss: true });
    expect(chart.lines.map(({ role }) => role)).toEqual(['drawdown']);
    expect(chart.grid.some(({ zero }) => zero)).toBe(true);
    expect(chart.dot).toBeDefined();
  });

  test('draws a day that stands alone between gaps', () => {
    expect(draw(block([value(1, null, 3, null, 5)])).lines[0]?.path).toContain('Z');
  });

  test('writes name and last figure at the end of each line, the last known one where the end is missing', () => {
    const ends = draw(block([value(900_000, 1_005_168.74, null)])).ends;
    expect(ends.map(({ name, figure }) => [name, figure])).toEqual([['Value', '1,005,169']]);
    const small = draw(block([value(10, 12.345)])).ends;
    expect(small[0]?.figure).toBe('12.34');
    const returns = draw(block([value(0, 0.182)], { valueKind: 'return', unit: '%' })).ends;
    expect(returns[0]?.figure).toBe('+18.20%');
  });

  test('says the last figures in words for those who do not see it', () => {
    expect(draw(block([value(1, 2)])).description).toBe('USD, daily close Value: 2.00 USD on 6 Jan 2026.');
  });

  test('lays your own line on top, the money paid in as steps, and the result between them', () => {
    const paid: SeriesLine = { name: 'Paid in', role: 'paid-in', values: [1, 1, 2] };
    const other: SeriesLine = { name: 'Index', role: 'benchmark', values: [1, 2, 2] };
    const chart = draw(block([value(1, 2, 3), paid, other]));
    expect(chart.lines.map(({ role }) => role)).toEqual(['paid-in', 'benchmark', 'value']);
    expect(chart.area).toEqual({ path: expect.stringMatching(/^M/), loss: false });
    expect(draw(block([value(1, 2, 3), other])).area).toBeUndefined();
  });

  test('keeps a dense dashed line readable by every third day, and your own line whole', () => {
    const many = Array.from({ length: 900 }, (_, i) => 1000 + Math.sin(i / 9) * 50);
    const chart = draw(block([value(...many), { name: 'Index', role: 'benchmark', values: many }]));
    const points = (role: string): number =>
      chart.lines.find((line) => line.role === role)?.path.match(/[ML]/g)?.length ?? 0;
    expect([points('benchmark'), points('value')]).toEqual([300, 900]);
  });

  test('is not drawn when there is no value at all', () => {
    expect(seriesChart(block([value(null, null)]), 'v', 588, 260)).toBeUndefined();
    expect(seriesChart(block([]), 'v', 588, 260)).toBeUndefined();
  });

  test('is drawn for one day, for values that never change, and below zero', () => {
    for (const values of [[5], [7, 7, 7], [0, 0], [-5, -12, -3]]) {
      const chart = draw(block([value(...values)]));
      expect(JSON.stringify(chart)).not.toMatch(/NaN|null|Infinity/);
      expect(chart.dot?.y).toBeGreaterThan(0);
    }
  });

  test('cuts a long name to its gutter and keeps the plot wide enough', () => {
    const chart = draw(block([{ ...value(1, 2), name: 'A very long name of a very long line '.repeat(9) }]));
    expect(chart.ends[0]?.name).toMatch(/…$/);
    expect(chart.plotRight).toBeGreaterThan(588 * 0.75);
  });
});
