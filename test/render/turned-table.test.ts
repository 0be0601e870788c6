import { expect, test } from 'vitest';
import { pageTable } from '#render/page-table';
import type { TableBlock } from '#report/block';

const month = (key: string, title: string) => ({ key, title, kind: 'return', heat: true }) as const;
const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const year = (name: string, first: number) => ({ year: name, Jan: first, Feb: 0.01, whole: 0.02 });
const beside = (name: string) => ({ ...year(name, -0.5), $tone: 'dim' as const });

const block: TableBlock = {
  ...{ kind: 'table', id: 'months', title: 'Months', shownIn: ['page'] },
  columns: [
    { key: 'year', title: 'Year', kind: 'text' },
    ...NAMES.map((name) => month(name, name)),
    { key: 'whole', title: 'All', kind: 'return', weight: 'lead' },
  ],
  rows: [
    year('2026', 0.07),
    beside('Index 2026'),
    year('2025', -0.02),
    beside('Index 2025'),
    year('2024', 0),
    beside('I'),
  ],
};

const { table } = pageTable(block, 'UTC', 100);
const [first, second, ...rest] = table.turned ?? [];

test('twelve months stand below each other on a phone, years beside each other, a benchmark beside its year', () => {
  expect(first?.heads.map(({ title }) => title)).toEqual(['Month', '2026', 'Index 2026', '2025', 'Index 2025']);
  expect(second?.heads.map(({ title }) => title)).toEqual(['Month', '2024', 'I']);
  expect(rest).toEqual([]);
});

test('from the last month to the first, without those to come, and the year below', () => {
  const texts = first?.rows.map(({ cells }) => cells.map(({ text }) => text));
  expect(texts).toEqual([
    ['Feb', '+1.00', '+1.00', '+1.00', '+1.00'],
    ['Jan', '+7.00', '−50.00', '−2.00', '−50.00'],
    ['All %', '+2.00', '+2.00', '+2.00', '+2.00'],
  ]);
});

test('with the tint that the wide table has, and none of a benchmark', () => {
  expect(first?.rows[1]?.cells.map(({ tint }) => tint)).toEqual([undefined, 4, undefined, -2, undefined]);
});

test('and the wide table has no second lines then', () => {
  expect(table.rows.flatMap(({ details }) => details)).toEqual([]);
});
