import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedFor, wholeSpan } from '#archive/asked-spans';
import {
  type BookingsAnswer,
  joinBookings,
  type LoggedBookings,
  loggedAnswer,
  NO_BOOKINGS,
} from '#archive/merge-bookings';
import { addDays, calendarDate } from '#domain/calendar-date';
import type { Transaction } from '#domain/transaction';
import { transaction } from '#test/support/snapshot';

const START = calendarDate('2026-01-01');
const day = (number: number) => addDays(START, number);

const booking = fc.record({
  day: fc.integer({ min: 0, max: 20 }),
  amount: fc.constantFrom(-100, -100.1, 55.5),
  quantity: fc.constantFrom(1, 2, undefined),
  rate: fc.constantFrom(1, 1.1),
});
const rowOf = ({ day: number, amount, quantity, rate }: typeof booking extends fc.Arbitrary<infer T> ? T : never) => {
  const { quantity: _, ...rest } = transaction({ date: day(number), amount, rate });
  return quantity === undefined ? rest : { ...rest, quantity };
};

/** Answers at different moments, each with the bookings of its own days. */
const answers: fc.Arbitrary<readonly BookingsAnswer[]> = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 20 }),
      length: fc.integer({ min: 0, max: 20 }),
      rows: fc.array(booking),
    }),
    {
      maxLength: 6,
    },
  )
  .map((list) =>
    list.map(({ from, length, rows }, index) => ({
      source: 'gateway' as const,
      from: day(from),
      to: day(from + length),
      askedAt: `2026-02-${String(index + 1).padStart(2, '0')}T12:00:00.000Z`,
      rows: rows.map(rowOf).filter(({ date }) => date >= day(from) && date <= day(from + length)),
    })),
  );

const logOf = (list: readonly BookingsAnswer[]): LoggedBookings =>
  list.map(loggedAnswer).reduce(joinBookings, NO_BOOKINGS);

const facts = ({ bookings }: LoggedBookings) =>
  bookings.map(({ firstSeen, lastSeen, row }) => ({ firstSeen, lastSeen, row }));
const text = ({ date, amount, quantity }: Transaction) => `${date} ${amount} ${quantity}`;
const current = ({ spans, bookings }: LoggedBookings): Transaction[] =>
  bookings
    .filter(({ row, lastSeen }) => lastSeen >= (askedFor(spans, 'gateway', row.date)?.askedAt ?? ''))
    .map(({ row }) => row);

describe('what several answers know together', () => {
  it('does not depend on their order', () => {
    fc.assert(
      fc.property(
        answers.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(logOf(shuffled)).toEqual(logOf(list));
        },
      ),
    );
  });

  it('does not depend on how they were grouped, or on how often one came', () => {
    fc.assert(
      fc.property(answers, answers, answers, (a, b, c) => {
        const [x, y, z] = [logOf(a), logOf(b), logOf(c)];
        expect(joinBookings(joinBookings(x, y), z)).toEqual(joinBookings(x, joinBookings(y, z)));
        expect(joinBookings(joinBookings(x, y), y)).toEqual(joinBookings(x, y));
      }),
    );
  });

  it('is for each day what its newest answer said, with every copy', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const log = logOf(list);
        const expected = Array.from({ length: 41 }, (_, number) => {
          const newest = list.findLast(({ from, to }) => from <= day(number) && to >= day(number));
          return newest?.rows.filter(({ date }) => date === day(number)) ?? [];
        }).flat();
        expect(current(log).map(text).sort()).toEqual(expected.map(text).sort());
      }),
    );
  });

  it('loses no row that any answer held, and knows when it was first and last held', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const log = facts(logOf(list));
        for (const { rows, askedAt } of list) {
          for (const row of rows) {
            const copies = rows.filter((other) => text(other) === text(row)).length;
            const kept = log.filter((one) => text(one.row) === text(row));
            expect(kept.length).toBeGreaterThanOrEqual(copies);
            const then = kept.filter(({ firstSeen, lastSeen }) => firstSeen <= askedAt && lastSeen >= askedAt);
            expect(then.length).toBeGreaterThanOrEqual(copies);
          }
        }
      }),
    );
  });

  it('knows of each day when it was last asked, and of no day that never was', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const { spans } = logOf(list);
        for (let number = -1; number <= 41; number += 1) {
          const newest = list.findLast(({ from, to }) => from <= day(number) && to >= day(number));
          expect(askedFor(spans, 'gateway', day(number))?.askedAt).toBe(newest?.askedAt);
        }
        const last = list
          .map(({ to }) => to)
          .sort()
          .at(-1);
        const whole = wholeSpan(spans, 'gateway');
        expect(whole?.to).toBe(last);
        if (!whole) return;
        for (let date = whole.from; date <= whole.to; date = addDays(date, 1)) {
          expect(askedFor(spans, 'gateway', date)).toBeDefined();
        }
        expect(askedFor(spans, 'gateway', addDays(whole.from, -1))).toBeUndefined();
      }),
    );
  });

  it('takes figures that differ in dust alone for the same booking, and keeps the newest rate', () => {
    const answer = (askedAt: string, row: Transaction): BookingsAnswer => ({
      source: 'gateway',
      from: day(0),
      to: day(20),
      askedAt,
      rows: [row],
    });
    const log = logOf([
      answer('2026-02-02T00:00:00.000Z', transaction({ date: day(1), amount: -11789.55, rate: 1.2 })),
      answer('2026-02-01T00:00:00.000Z', transaction({ date: day(1), amount: -11789.5499999999, rate: 1.1 })),
    ]);
    expect(log.bookings).toMatchObject([
      { firstSeen: '2026-02-01T00:00:00.000Z', lastSeen: '2026-02-02T00:00:00.000Z', row: { rate: 1.2 } },
    ]);
  });

  it('decides between two answers of one moment by what they say, not by which came first', () => {
    const [a, b] = [1.1, 1.2].map((rate) =>
      loggedAnswer({
        source: 'gateway',
        from: day(0),
        to: day(20),
        askedAt: '2026-02-01T00:00:00.000Z',
        rows: [transaction({ date: day(1), rate })],
      }),
    ) as [LoggedBookings, LoggedBookings];
    expect(joinBookings(a, b)).toEqual(joinBookings(b, a));
  });
});
