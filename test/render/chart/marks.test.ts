import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, calendarDate } from '#domain/calendar-date';
import { seriesChart } from '#render/chart/series-chart';
import { textWidth } from '#render/text-width';
import type { SeriesBlock } from '#report/block';

const first = calendarDate('2026-01-05');

function paid(flows: ReadonlyMap<number, number>, count = 200, width = 588) {
  let sum = 10_000;
  const values = Array.from({ length: count }, (_, i) => {
    sum += flows.get(i) ?? 0;
    return sum;
  });
  const dates = values.map((_, i) => addDays(first, i));
  const block: SeriesBlock = {
    ...{ kind: 'series', id: 'v', title: 'Value', shownIn: ['page'], valueKind: 'money', unit: 'USD', dates },
    lines: [
      { name: 'Value', role: 'value', values: values.map((value) => value * 1.1) },
      { name: 'Paid in', role: 'paid-in', values },
    ],
    marks: [...flows].map(([i, value]) => ({
      ...{ date: dates[i] ?? first, role: 'paid-in', name: '', value, kind: 'change' },
    })),
  };
  return seriesChart(block, 'v-half', width, 260) ?? expect.fail('nothing drawn');
}

describe('marks of a chart', () => {
  test('stand at their line with the amount beside them', () => {
    const chart = paid(
      new Map([
        [60, 5000.4],
        [120, -2000],
      ]),
    );
    expect(chart.marks.map(({ label }) => label?.text)).toEqual(['+5,000', '−2,000']);
    const [deposit] = chart.marks;
    expect(deposit?.x).toBeCloseTo((60 / 199) * chart.plotRight, 0);
  });

  test('never lie on one another, on the figures of the axis or beyond the plot', () => {
    const flows = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 199 }), fc.integer({ min: -900, max: 9000 })), {
      selector: ([day]) => day,
      maxLength: 40,
    });
    fc.assert(
      fc.property(flows, (each) => {
        const chart = paid(new Map(each));
        const boxes = chart.marks.flatMap(({ label }) =>
          label ? [{ left: label.x, right: label.x + textWidth(label.text, 11), y: label.y }] : [],
        );
        for (const [i, a] of boxes.entries()) {
          expect(a.left).toBeGreaterThanOrEqual(30);
          expect(a.right).toBeLessThanOrEqual(chart.plotRight);
          expect(a.y).toBeLessThan(chart.axis);
          for (const b of boxes.slice(i + 1)) {
            expect(a.left >= b.right || b.left >= a.right || Math.abs(a.y - b.y) >= 11).toBe(true);
          }
        }
      }),
    );
  });

  test('keep their point where there is no room for words', () => {
    const chart = paid(new Map(Array.from({ length: 80 }, (_, i) => [100 + i, 100 + i])));
    expect(chart.marks).toHaveLength(80);
    expect(chart.marks.filter(({ label }) => label).length).toBeLessThan(40);
  });

  test('are told by their number alone on a phone', () => {
    const falls: SeriesBlock = {
      ...{ kind: 'series', id: 'd', title: 'Falls', shownIn: ['page'], valueKind: 'return', unit: '%' },
      dates: Array.from({ length: 100 }, (_, i) => addDays(first, i)),
      lines: [{ name: 'Below', role: 'drawdown', values: Array.from({ length: 100 }, (_, i) => -i / 1000) }],
      marks: [{ date: addDays(first, 50), role: 'drawdown', name: '1', value: -0.05, kind: 'return' }],
    };
    const of = (width: number) => seriesChart(falls, 'd', width, 240)?.marks[0]?.label?.text;
    expect([of(588), of(358)]).toEqual(['1 −5.0%', '1']);
  });
});
