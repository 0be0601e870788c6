import { expect, test } from 'vitest';
import { briefReasons } from '#render/brief-reasons';
import { table } from '#report/block';

const UNCOVERED = { missing: 'statements don’t cover all its days' };
const of = (...cells: (number | { readonly missing: string })[]) =>
  briefReasons(
    table({
      ...{ id: 'bridge', title: 'Bridge', shownIn: ['page'] },
      columns: [{ key: 'day', title: 'Day', kind: 'change' }],
      rows: cells.map((day) => ({ day })),
    }),
  );

test('a reason that stands in many cells is said once, and the cells keep n/a', () => {
  const { table: brief, sentence } = of(1, UNCOVERED, UNCOVERED, UNCOVERED, { missing: 'part of the line above' });
  expect(brief.rows.map(({ day }) => day)).toEqual([1, 'n/a', 'n/a', 'n/a', { missing: 'part of the line above' }]);
  expect(sentence).toBe('n/a: statements don’t cover all its days.');
});

test('one that stands once stays in its cell', () => {
  const { table: brief, sentence } = of(UNCOVERED, 0);
  expect(brief.rows.map(({ day }) => day)).toEqual([UNCOVERED, 0]);
  expect(sentence).toBe('');
});

test('of several reasons each says which rows it is of', () => {
  const other = { missing: 'no Snapshot of 30 Oct 2026 in the archive' };
  const { sentence } = briefReasons(
    table({
      ...{ id: 'returns', title: 'Returns', shownIn: ['page'] },
      columns: [
        { key: 'period', title: 'Period', kind: 'text' },
        { key: 'mwr', title: 'MWR', kind: 'return' },
        { key: 'paid', title: 'Paid in', kind: 'change' },
      ],
      rows: [
        { period: 'Day', mwr: 0.01, paid: 0 },
        { period: 'Month', mwr: other, paid: other },
        ...['Quarter', 'Year', '12 months', '3 years'].map((period) => ({ period, mwr: UNCOVERED, paid: UNCOVERED })),
      ],
    }),
  );
  expect(sentence).toBe(
    'n/a for Month: no Snapshot of 30 Oct 2026 in the archive. ' +
      'n/a for Quarter, Year, 12 months and 1 other: statements don’t cover all its days.',
  );
});
