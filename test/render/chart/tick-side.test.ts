import { expect, test } from 'vitest';
import { freeBox } from '#render/chart/tick-side';

const left = { left: 0, right: 30, top: 40, bottom: 48 };
const right = { left: 370, right: 400, top: 40, bottom: 48 };
const chosen = (...lines: (readonly (readonly [number, number | null])[])[]) =>
  freeBox(
    [left, right],
    lines.map((spots) => spots.map(([x, y]) => ({ x, y }))),
  ) === left
    ? 'left'
    : 'right';

test('a figure of the axis stands at the left where no line runs through it', () => {
  expect(
    chosen([
      [0, 90],
      [400, 80],
    ]),
  ).toBe('left');
  expect(
    chosen(
      [
        [0, 20],
        [400, 30],
      ],
      [
        [0, null],
        [40, 44],
        [400, 44],
      ],
    ),
  ).toBe('left');
});

test('it goes to the right where a line starts there, passes there or falls past', () => {
  expect(
    chosen([
      [0, 44],
      [400, 90],
    ]),
  ).toBe('right');
  expect(
    chosen([
      [0, 90],
      [60, 0],
      [400, 0],
    ]),
  ).toBe('right');
  expect(
    chosen([
      [20, 10],
      [20, 90],
      [400, 90],
    ]),
  ).toBe('right');
});

test('where lines run through both, it stays at the left', () => {
  expect(
    chosen([
      [0, 44],
      [400, 44],
    ]),
  ).toBe('left');
});
