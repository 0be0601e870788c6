import { expect, test } from 'vitest';
import { heatOf } from '#render/heat';

test('a return has the same colour whatever stands beside it, full from 6% on', () => {
  expect([0, 0.0001, 0.015, 0.016, 0.044, 0.046, 0.06, 0.4].map(heatOf)).toEqual([0, 1, 1, 2, 3, 4, 4, 4]);
  expect([-0.0001, -0.03, -0.06, -1].map(heatOf)).toEqual([-1, -2, -4, -4]);
});
