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
