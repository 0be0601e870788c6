import { expect, it } from 'vitest';
import { withoutDust } from '#render/workbook/dust';

it('takes what doubles leave of two equal figures for zero, and nothing larger', () => {
  expect(withoutDust(1e-9, 1_000_000)).toBe(0);
  expect(withoutDust(0.01, 1_000_000)).toBe(0.01);
  expect(withoutDust(-0.01, 1_000_000)).toBe(-0.01);
});
