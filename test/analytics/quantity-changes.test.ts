import { describe, expect, it } from 'vitest';
import { quantityChanges as changes, type SeenHoldings } from '#analytics/quantity-changes';
import { calendarDate } from '#domain/calendar-date';
import type { TransactionHistory } from '#domain/transaction';
import { position, transaction, transactions } from '#test/support/snapshot';

const earlier = { date: calendarDate('2026-11-19'), positions: [position({ quantity: 10 })] };
const later = (quantity: number) => ({ date: calendarDate('2026-11-20'), positions: [position({ quantity })] });
const booked = (date: string, quantity: number) => transaction({ date: calendarDate(date), quantity });

/** A day's bookings are all told from the next day on, in UTC. */
const quantityChanges = (before: SeenHoldings, after: SeenHoldings, history: TransactionHistory | undefined) =>
  changes(before, after, history, (day, at) => at.toISOString().slice(0, 10) > day);

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

  it('need bookings of the days after the earlier close, and of none before', () => {
    const told = (from: string) =>
      transactions([booked('2026-11-20', 5)], {
        covered: [{ conid: 1, from: calendarDate(from), to: calendarDate('2026-11-20'), rows: 1 }],
      });
    expect(quantityChanges(earlier, later(15), told('2026-11-20'))).toMatchObject([{ verdict: 'explained' }]);
    expect(quantityChanges(earlier, later(15), told('2026-11-21'))).toMatchObject([{ verdict: 'unknown' }]);
  });

  it('are unknown, not unexplained, while bookings of the day may still come', () => {
    const askedOn = (askedAt: string, quantity: number) =>
      transactions([booked('2026-11-20', quantity)], {
        covered: [{ conid: 1, from: calendarDate('2025-11-20'), to: calendarDate('2026-11-20'), rows: 1, askedAt }],
      });
    const verdict = (askedAt: string, quantity: number) =>
      quantityChanges(earlier, later(15), askedOn(askedAt, quantity))[0]?.verdict;
    expect(verdict('2026-11-20T22:00:00Z', 4)).toBe('unknown');
    expect(verdict('2026-11-20T22:00:00Z', 5)).toBe('explained');
    expect(verdict('2026-11-21T10:45:00Z', 4)).toBe('unexplained');
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
