import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '#domain/calendar-date';
import { findHoles } from '#domain/performance-holes';

const START = calendarDate('2026-01-01');
/** Points of the values; returns as the broker computes them without flows, or as given. */
function points(values: readonly (number | null)[], returns?: readonly (number | null)[], base = 100) {
  return values.map((netAssetValue, index) => ({
    date: addDays(START, index),
    netAssetValue,
    cumulativeReturn: returns ? (returns[index] ?? null) : netAssetValue === null ? null : netAssetValue / base - 1,
  }));
}

describe('a hole', () => {
  it('is a single point near a tenth of its neighbours', () => {
    expect(findHoles(points([100, 10, 101]), 100)).toEqual([1]);
  });

  it('is a run of nine, constant or not', () => {
    expect(findHoles(points([100, ...Array(9).fill(10), 99]), 100)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(findHoles(points([100, 10, 11, 9, 99]), 100)).toEqual([1, 2, 3]);
  });

  it('is a point without a value, also in the middle of a run', () => {
    expect(findHoles(points([100, 10, null, 10, 101, null]), 100)).toEqual([1, 2, 3, 5]);
  });

  it('is seen at the first point by the value the series starts from', () => {
    expect(findHoles(points([10, 100]), 100)).toEqual([0]);
    expect(findHoles(points([10, 100], [0, 0]), 0)).toEqual([]);
  });

  it('is seen where the return alone falls and comes back', () => {
    expect(findHoles(points([100, 100, 100], [0, -0.9, 0.01]), 100)).toEqual([1]);
  });

  it('is seen after a lasting fall too', () => {
    expect(findHoles(points([100, 40, 41, 4, 40, 42]), 100)).toEqual([3]);
  });
});

describe('no hole', () => {
  it('is a loss that lasts, to the end of the series or with a slow recovery', () => {
    expect(findHoles(points([100, 40, 41, 42]), 100)).toEqual([]);
    expect(findHoles(points([100, 40, 45, 52, 60]), 100)).toEqual([]);
  });

  it('is a day of minus a third, or of plus a half', () => {
    expect(findHoles(points([100, 66, 99]), 100)).toEqual([]);
  });

  it('is money that is paid out and in again: the return does not fall', () => {
    expect(findHoles(points([100, 10, 10, 100], [0, 0.001, 0.002, 0.002]), 100)).toEqual([]);
  });

  it('is in any series that never falls to a half in one step', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.55, max: 1.8, noNaN: true }), { maxLength: 60 }), (steps) => {
        let level = 100;
        const values = steps.map((step) => {
          level *= step;
          return level;
        });
        expect(findHoles(points(values), 100)).toEqual([]);
      }),
    );
  });
});

it('leaves no fall to under half behind that the next point takes back, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 3, maxLength: 40 }), (values) => {
      const holes = new Set(findHoles(points(values), 0));
      const kept = values.filter((_, index) => !holes.has(index));
      for (let index = 1; index < kept.length - 1; index += 1) {
        const [before = 0, one = 0, after = 0] = kept.slice(index - 1, index + 2);
        expect(one < before / 2 && one < after / 2 && after >= before / 2).toBe(false);
      }
    }),
  );
});
