import { describe, expect, it } from 'vitest';
import type { Position } from '#domain/position';
import type { Block, FiguresBlock, TableBlock } from '#report/block';
import { reportOf } from '#test/support/report-of';
import { balance, ledger, position, present, snapshot } from '#test/support/snapshot';

const LETTERS = 'ABCDEFGHIJKL'.split('');
const many = LETTERS.map((letter, index) =>
  position({ conid: index + 1, symbol: letter.repeat(3), quantity: index === 4 ? -200 : 10 + index }),
);

function blocksOf(held: readonly Position[]): readonly Block[] {
  const worth = held.reduce((sum, { marketValue }) => sum + marketValue, 0);
  const report = reportOf(
    snapshot({
      datasets: { positions: present([...held]), ledger: present(ledger([balance('USD', 50_000, { held: worth })])) },
    }),
  );
  return report.sections.flatMap(({ blocks }) => blocks);
}

const largest = (held: readonly Position[]) =>
  blocksOf(held).find(({ id }) => id === 'largest-holdings') as TableBlock | undefined;

it.each([
  [4, 'Largest holding', ['Largest holding']],
  [6, 'Top five', ['Largest holding', 'Five largest holdings']],
  [12, 'Top five', ['Largest holding', 'Five largest holdings', 'Ten largest holdings']],
])('of %i holdings no share is told that holds them all', (count, title, labels) => {
  const block = blocksOf(many.slice(0, count)).find(({ id }) => id === 'concentration') as FiguresBlock;
  expect(block.title).toMatch(new RegExp(`^${title} [0-9.]+% of holdings$`));
  expect(block.figures.map(({ label }) => label).filter((label) => /largest/i.test(label))).toEqual(labels);
});

describe('the largest holdings', () => {
  it('are ten, by size, a short one by its size too', () => {
    const block = largest(many) ?? expect.fail('no block');
    expect(block.title).toBe('10 largest holdings');
    const values = block.rows.map(({ value }) => value as number);
    expect(values[0]).toBe(-20_000);
    expect(values.slice(1)).toEqual([...values.slice(1)].sort((a, b) => b - a));
    expect(block.rows.map(({ symbol }) => symbol)).not.toContain('AAA');
  });

  it('weigh their value on the account’s', () => {
    const block = largest(many) ?? expect.fail('no block');
    const whole = 50_000 + many.reduce((sum, { marketValue }) => sum + marketValue, 0);
    for (const { value, weight } of block.rows) expect(weight).toBeCloseTo((value as number) / whole, 12);
  });

  it('are not told while one has no rate: it may be the largest', () => {
    expect(largest([...many, position({ conid: 99, symbol: 'ZZZ', currency: 'CHF' })])).toBeUndefined();
  });

  it('are not told of a single one', () => {
    expect(largest(many.slice(0, 1))).toBeUndefined();
  });
});
