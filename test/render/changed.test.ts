import { expect, it } from 'vitest';
import { isCorrected } from '#render/changed';
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
