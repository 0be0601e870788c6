import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { book, type Lot } from '#simulator/life/lots';

const sum = (lots: readonly Lot[], pick: (lot: Lot) => number): number =>
  lots.reduce((total, lot) => total + pick(lot), 0);

const DAY = '2026-03-02';
const NEXT = '2026-03-03';

describe('lots', () => {
  it('close the oldest first and tell the profit net of commission', () => {
    const first = book([], { day: DAY, quantity: 10, net: -1_001 }).lots;
    const both = book(first, { day: NEXT, quantity: 10, net: -2_001 }).lots;
    const { lots, realized } = book(both, { day: NEXT, quantity: -15, net: 4_499 });
    expect(lots).toEqual([{ quantity: 5, cost: 1_000, opened: NEXT }]);
    expect(realized).toBe(4_499 - 1_001 - 1_001);
  });

  it('keep what a short sale received as a negative cost', () => {
    const short = book([], { day: DAY, quantity: -4, net: 999 }).lots;
    expect(short).toEqual([{ quantity: -4, cost: -999, opened: DAY }]);
    expect(book(short, { day: NEXT, quantity: 4, net: -801 }).realized).toBe(198);
  });

  it('lose no cent: money moved is cost left less profit made', () => {
    const buys = fc.array(
      fc.record({ quantity: fc.integer({ min: 1, max: 50 }), net: fc.integer({ min: -90_000, max: -1 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(buys, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (fills, parts) => {
        let lots: readonly Lot[] = [];
        let moved = 0;
        let realized = 0;
        const add = (fill: { quantity: number; net: number }): void => {
          const closed = book(lots, { day: DAY, ...fill });
          lots = closed.lots;
          moved += fill.net;
          realized += closed.realized ?? 0;
        };
        for (const fill of fills) add(fill);
        for (const part of parts) {
          const quantity = Math.floor(sum(lots, (lot) => lot.quantity) * part);
          if (quantity > 0) add({ quantity: -quantity, net: quantity * 700 });
        }
        expect(sum(lots, (lot) => lot.cost)).toBe(realized - moved);
      }),
    );
  });

  it('remember the day that opened what is left of them', () => {
    const opened = book([], { day: DAY, quantity: 10, net: -1_000 }).lots;
    expect(book(opened, { day: NEXT, quantity: -4, net: 500 }).lots).toEqual([{ quantity: 6, cost: 600, opened: DAY }]);
  });

  it('refuse to close more than is open', () => {
    expect(() => book([{ quantity: 2, cost: 10, opened: DAY }], { day: NEXT, quantity: -3, net: 10 })).toThrow(
      RangeError,
    );
  });
});
