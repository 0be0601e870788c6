import { expect, it } from 'vitest';
import { mailTable } from '#render/mail-table';
import { table } from '#report/block';

const block = table({
  id: 'movers',
  title: 'What moved it',
  shownIn: ['mail'],
  columns: [
    { key: 'name', title: 'Holding', kind: 'text' },
    { key: 'bp', title: '', kind: 'basis-points', unit: 'bp', weight: 'lead', bar: true },
  ],
  rows: [
    { name: 'AAA', bp: 0.02 },
    { name: 'BBB', bp: 0.01 },
    { name: 'CCC', bp: -0.01 },
  ],
});

it('gives a gain and a loss of one size bars of one length, each side as wide as its largest', () => {
  const { rows, bars } = mailTable(block, 'America/New_York');
  expect(bars?.left).toBeCloseTo(33.3, 1);
  expect(rows.map(({ bar }) => [bar?.width, bar?.loss])).toEqual([
    [100, false],
    [50, false],
    [100, true],
  ]);
});
