import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, calendarDate } from '#domain/calendar-date';
import { placed } from '#render/chart/end-labels';
import { timeAxis } from '#render/chart/time-axis';
import { valueAxis } from '#render/chart/value-axis';

const amounts = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 50 });

describe('the value axis', () => {
  test('has at most three lines at round values and its unit on the uppermost alone', () => {
    const { grid } = valueAxis([680_000, 1_020_000], 'money', 'USD', 20, 220);
    expect(grid.map(({ label }) => label)).toEqual(['800', '1,000 thousand USD']);
  });

  test('writes returns with signs, and zero without', () => {
    const { grid } = valueAxis([-0.05, 0.22], 'return', '', 20, 220);
    expect(grid.map(({ label }) => label)).toEqual(['0', '+10', '+20%']);
    expect(grid.map(({ zero }) => zero)).toEqual([true, false, false]);
  });

  test('keeps every value inside the plot, the greater one higher', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const { y, grid } = valueAxis(values, 'money', 'USD', 20, 220);
        for (const value of values) {
          expect(y(value)).toBeGreaterThanOrEqual(20);
          expect(y(value)).toBeLessThanOrEqual(220);
        }
        const sorted = [...values].sort((a, b) => a - b);
        for (const [i, value] of sorted.entries()) expect(y(value)).toBeLessThanOrEqual(y(sorted[i - 1] ?? value));
        expect(grid.length).toBeLessThanOrEqual(3);
        for (const line of grid) expect(line.y).toBeGreaterThanOrEqual(20);
      }),
    );
  });

  test('tells its lines apart: no two labels are the same', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const labels = valueAxis(values, 'money', 'USD', 20, 220).grid.map(({ label }) => label.split(' ')[0]);
        expect(new Set(labels).size).toBe(labels.length);
      }),
    );
  });
});

describe('values that hardly differ', () => {
  test('are drawn as a flat line in the middle', () => {
    const { y } = valueAxis([1_000_000, 1_000_000.001], 'money', 'USD', 20, 220);
    expect(Math.abs(y(1_000_000) - 120)).toBeLessThan(1);
  });
});

describe('the time axis', () => {
  const day = calendarDate('2023-04-28');
  const labels = (days: number, width: number): string[] =>
    timeAxis(day, addDays(day, days), width)
      .ticks.filter(({ label }) => label !== '')
      .map(({ label }) => label);

  test('names years, with May and September between them where there is room', () => {
    expect(labels(937, 504)).toEqual(['2023', 'Sep', '2024', 'May', 'Sep', '2025', 'May', 'Sep']);
    expect(labels(937, 180)).toEqual(['2023', '2024', '2025']);
  });

  test('names months over a season, weeks over a month, days over a week', () => {
    expect(labels(150, 504)).toEqual(['May', 'Jun', 'Jul', 'Aug', 'Sep']);
    expect(labels(28, 504)).toEqual(['1 May', '8 May', '15 May', '22 May']);
    expect(labels(5, 504)[0]).toBe('28 Apr');
  });

  test('never lets labels touch or leave the plot, however long the time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 150, max: 1100 }), (days, width) => {
        const { ticks, x } = timeAxis(day, addDays(day, days), width);
        const named = ticks.filter(({ label }) => label !== '').map((tick) => tick.x);
        for (const [i, at] of named.entries()) expect(at - (named[i - 1] ?? -100)).toBeGreaterThanOrEqual(34);
        expect(Math.max(...named, 0)).toBeLessThanOrEqual(width - 26);
        expect([x(day), x(addDays(day, days))]).toEqual([0, width]);
      }),
    );
  });
});

describe('labels at the ends of lines', () => {
  test('keep their distance and their order of height', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 220 }), { minLength: 1, maxLength: 5 }), (heights) => {
        const labels = placed(
          heights.map((y, i) => ({ y, i })),
          30,
          18,
          220,
        );
        const sorted = [...labels].sort((a, b) => a.y - b.y);
        for (const [n, label] of sorted.entries()) {
          const above = sorted[n - 1];
          if (!above) continue;
          expect(label.y - above.y).toBeGreaterThanOrEqual(29.9);
          expect(heights[label.i] ?? 0).toBeGreaterThanOrEqual(heights[above.i] ?? 0);
        }
        expect(Math.max(...labels.map(({ y }) => y))).toBeLessThanOrEqual(220);
      }),
    );
  });
});
