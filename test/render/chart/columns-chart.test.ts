import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsChart } from '#render/chart/columns-chart';
import { textWidth } from '#render/text-width';
import { type TableBlock, table } from '#report/block';
import type { Cell } from '#report/value';

const PARTS = ['interest', 'dividends'] as const;
const asked = { title: 'Income', names: 'month', values: 'net', parts: PARTS };
const box = { id: 'i-half', width: 588, height: 260 };

function block(rows: readonly (readonly [Cell, Cell, Cell])[]): TableBlock {
  return table({
    ...{ id: 'i', title: 'Income', subtitle: 'USD', shownIn: ['page'] },
    columns: [
      { key: 'month', title: 'Month', kind: 'text' },
      { key: 'interest', title: 'Interest', kind: 'change', unit: 'USD' },
      { key: 'dividends', title: 'Dividends', kind: 'change', unit: 'USD' },
      { key: 'net', title: 'Net', kind: 'change', unit: 'USD' },
    ],
    rows: rows.map(([interest, dividends, net], i) => ({
      month: `M${rows.length - i} 2026`,
      interest,
      dividends,
      net,
    })),
  });
}

describe('columns of a table over time', () => {
  test('stand oldest first, each part on the one before it, the sum above', () => {
    const chart =
      columnsChart(
        block([
          [10, 30, 40],
          [20, 0, 20],
        ]),
        asked,
        box,
      ) ?? expect.fail('not drawn');
    expect(chart.columns.map(({ name, figure }) => [name, figure])).toEqual([
      ['M1 2026', '20'],
      ['M2 2026', '40'],
    ]);
    const [below, above] = chart.columns[1]?.parts ?? [];
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeCloseTo(below?.y ?? -1, 1);
    expect((below?.y ?? 0) + (below?.height ?? 0)).toBeCloseTo(chart.zero, 1);
    expect((above?.height ?? 0) / (below?.height ?? 1)).toBeCloseTo(3, 1);
    expect(chart.ends.map(({ name }) => name)).toEqual(['Interest', 'Dividends']);
    expect(chart.description).toContain('M2 2026: 40.00 USD.');
  });

  test('hang what is below zero under the line', () => {
    const chart =
      columnsChart(
        block([
          [-10, 30, 20],
          [-5, 0, -5],
        ]),
        asked,
        box,
      ) ?? expect.fail('not drawn');
    const losses = chart.columns.flatMap(({ parts }) => parts.filter(({ loss }) => loss));
    expect(losses).toHaveLength(2);
    for (const { y } of losses) expect(y).toBeCloseTo(chart.zero, 1);
    expect(chart.columns[0]?.figureY ?? 0).toBeGreaterThan(chart.zero);
  });

  test('are not drawn where a figure is missing, for one row, or for nothing at all', () => {
    expect(
      columnsChart(
        block([
          [{ missing: 'no rate' }, 1, 1],
          [1, 1, 2],
        ]),
        asked,
        box,
      ),
    ).toBeUndefined();
    expect(columnsChart(block([[1, 1, 2]]), asked, box)).toBeUndefined();
    expect(
      columnsChart(
        block([
          [0, 0, 0],
          [0, 0, 0],
        ]),
        asked,
        box,
      ),
    ).toBeUndefined();
  });

  test('stay in their box whatever they are', () => {
    const amount = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const rows = fc.array(fc.tuple(amount, amount), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.constantFrom(358, 588, 1200), (each, width) => {
        const made = block(each.map(([a, b]) => [a, b, a + b]));
        const chart = columnsChart(made, asked, { ...box, width });
        if (!chart) return;
        expect(chart.columns.length).toBeLessThanOrEqual(12);
        for (const { x, width: wide, parts } of chart.columns) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + wide).toBeLessThanOrEqual(chart.plotRight);
          for (const { y, height } of parts) {
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y + height).toBeLessThanOrEqual(chart.axis + 1);
          }
        }
      }),
    );
  });

  test('leave a phone the room for the names of their parts', () => {
    const given = block([
      [10, 30, 40],
      [20, 10, 30],
    ]);
    const columns = given.columns.map((one) => (one.key === 'dividends' ? { ...one, title: 'Dividends, net' } : one));
    const chart = columnsChart({ ...given, columns }, asked, { ...box, width: 358 }) ?? expect.fail('not drawn');
    expect(chart.ends[1]?.name).toBe('Dividends, net');
    expect(358 - chart.plotRight).toBeGreaterThanOrEqual(textWidth('Dividends, net', 12) + 8);
  });
});
