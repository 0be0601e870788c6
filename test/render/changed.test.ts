import { expect, it } from 'vitest';
import { isCorrected, retold } from '#render/changed';
import type { Finality, Report } from '#report/report';
import type { Cell } from '#report/value';

const changed = (before: Cell, after: Cell, finality: Finality = 'final'): Pick<Report, 'changes'> => ({
  changes: { revision: 1, finality, figures: [{ label: 'Cash', kind: 'money', before, after }] },
});

it('calls a report corrected where a figure that was told as final is another one', () => {
  expect(isCorrected(changed(100, 101))).toBe(true);
  expect(isCorrected(changed(100, 101, 'preliminary'))).toBe(false);
  expect(isCorrected({})).toBe(false);
});

it('calls none corrected where a figure came or went: it was not wrong', () => {
  expect(isCorrected(changed({ missing: 'no rate for EUR' }, 101))).toBe(false);
  expect(isCorrected(changed(null, 101))).toBe(false);
  expect(isCorrected(changed(100, null))).toBe(false);
});

it('tells of no figure that only came, and of one that went', () => {
  expect(retold(changed({ missing: 'follows in the morning' }, 101, 'preliminary'))).toEqual([]);
  expect(retold(changed(null, 101))).toEqual([]);
  expect(retold(changed(100, { missing: 'no rate for EUR' }))).toHaveLength(1);
});
