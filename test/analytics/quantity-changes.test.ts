import { describe, expect, it } from 'vitest';
import { quantityChanges } from '#analytics/quantity-changes';
import { calendarDate } from '#domain/calendar-date';
import { position, transaction, transactions } from '#test/support/snapshot';

const earlier = { date: calendarDate('2026-11-19'), positions: [position({ quantity: 10 })] };
const later = (quantity: number) => ({ date: calendarDate('2026-11-20'), positions: [position({ quantity })] });
const booked = (date: string, quantity: number) => transaction({ date: calendarDate(date), quantity });

describe('changes of quantity', () => {
  it('are explained by what was traded between the two closes', () => {
    const history = transactions([booked('2026-11-19', 99), booked('2026-11-20', 7), booked('2026-11-20', -2)]);
    expect(quantityChanges(earlier, later(15), history)).toEqual([
      { conid: 1, symbol: 'AAA', before: 10, after: 15, traded: 5, verdict: 'explained' },
    ]);
  });

  it('are unexplained when the trades don’t make them: a split, say', () => {
    const history = transactions([booked('2026-11-02', 10)]);
    expect(quantityChanges(earlier, later(40), history)).toMatchObject([{ traded: 0, verdict: 'unexplained' }]);
  });

  it('are unknown for a contract whose history was not asked, or not up to the day', () => {
    expect(quantityChanges(earlier, later(40), undefined)).toMatchObject([{ verdict: 'unknown' }]);
    const short = transactions([], {
      covered: [{ conid: 1, from: calendarDate('2025-11-20'), to: calendarDate('2026-11-18'), rows: 0 }],
    });
    expect(quantityChanges(earlier, later(40), short)).toMatchObject([{ verdict: 'unknown' }]);
  });

  it('add up the rows of one contract held in several models', () => {
    const split = {
      ...earlier,
      positions: [position({ quantity: 4, model: 'A' }), position({ quantity: 6, model: 'B' })],
    };
    expect(quantityChanges(split, later(10), undefined)).toEqual([]);
  });

  it('see what came and what went', () => {
    const other = { date: calendarDate('2026-11-20'), positions: [position({ conid: 2, symbol: 'BBB' })] };
    expect(quantityChanges(earlier, other, undefined).map(({ symbol, after: to }) => [symbol, to])).toEqual([
      ['AAA', 0],
      ['BBB', 10],
    ]);
  });
});
