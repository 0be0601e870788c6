import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchiveCorrupted } from '#archive/errors';
import { statementFolder, statementMonthKey } from '#archive/keys';
import type { LoggedMonth, LoggedRow } from '#archive/merge-statement';
import { addPiece, addPieces, statementHistory, toldDays } from '#archive/statement-log';
import { addDays, calendarDate } from '#domain/calendar-date';
import type { StatementPiece } from '#domain/statement';
import { dyingArchive, Killed } from '#test/support/dying-archive';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';
import { cashTransaction, daySpan, netAssetValue, statementPiece, trade, valueChange } from '#test/support/statement';

const A = 'a0000000000a';
const YEAR = daySpan('2025-11-21', '2026-11-20');
const at = (day: string) => ({ askedAt: `${day}T10:00:00.000Z`, raw: `raw/login/${day}.xml` });

interface Told {
  readonly piece: StatementPiece;
  readonly day: string;
}

async function logOf(told: readonly Told[]): Promise<MemoryArchive> {
  const archive = memoryArchive();
  for (const { piece, day } of told) await addPiece(archive, A, piece, at(day));
  return archive;
}

const filesOf = ({ objects }: MemoryArchive) =>
  Object.fromEntries([...objects].sort().map(([key, body]) => [key, body.toString('utf8')]));
const historyOf = async (told: readonly Told[], window = YEAR) => statementHistory(await logOf(told), A, window);

/** Statements of days around the turn of a month, asked on different days, with and without numbers. */
const day = (number: number) => addDays(calendarDate('2026-10-20'), number);
const booking = fc.record({
  date: fc.integer({ min: -3, max: 25 }),
  late: fc.constantFrom(0, 0, 0, 2, 30),
  amount: fc.constantFrom(5, 7.25),
  number: fc.constantFrom(undefined, undefined, '1', '2'),
});
const pieces: fc.Arbitrary<readonly Told[]> = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 20 }),
      length: fc.constantFrom(0, 0, 2, 20),
      rows: fc.array(booking, { maxLength: 6 }),
      confirmation: fc.constantFrom(false, false, true),
      lists: fc.constantFrom('both', 'cash', 'trades'),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map(({ from, length, rows, confirmation, lists }, index) => {
      const cash = rows.map(({ date, late, amount, number }) =>
        cashTransaction({
          date: day(date - late),
          reported: day(date),
          amount,
          ...(number === undefined ? {} : { transactionId: number }),
        }),
      );
      const trades = rows.map(({ date, amount, number }) =>
        trade({ date: day(date), quantity: amount, ...(number === undefined ? {} : { tradeId: number }) }),
      );
      const bookings = {
        ...(lists === 'trades' ? {} : { cashTransactions: cash }),
        ...(lists === 'cash' ? {} : { trades }),
      };
      const span = { from: day(from), to: day(from + length) };
      const query = confirmation ? ('trade-confirmation' as const) : ('activity' as const);
      return { piece: statementPiece({ ...span, query, bookings }), day: `2026-12-${String(index + 10)}` };
    }),
  );

describe('the log of statements', () => {
  it('is the same to the byte in whatever order and how often its statements came', async () => {
    await fc.assert(
      fc.asyncProperty(
        pieces.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2, maxLength: list.length * 2 }),
          ),
        ),
        async ([list, shuffled]) => {
          expect(filesOf(await logOf(shuffled))).toEqual(filesOf(await logOf(list)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('loses no row that any statement held, with every copy of it', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (list) => {
        const archive = await logOf(list);
        const logged = (await archive.list(statementFolder(A))).flatMap((key) =>
          Object.values((archive.json(key) as LoggedMonth).rows).flatMap((rows) => rows as readonly LoggedRow[]),
        );
        for (const { piece } of list) {
          const rows = Object.values(piece.bookings).flat();
          for (const row of rows) {
            const copies = rows.filter((other) => JSON.stringify(other) === JSON.stringify(row)).length;
            const kept = logged.filter((one) => JSON.stringify(one.row) === JSON.stringify(row));
            expect(kept.length).toBeGreaterThanOrEqual(copies);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('holds each row once, as current or as superseded, and none that no statement held', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (list) => {
        const window = daySpan('2026-09-01', '2026-12-31');
        const { trades, cashTransactions, superseded } = await historyOf(list, window);
        const told = new Set(
          list.flatMap(({ piece }) => Object.values(piece.bookings).flat()).map((row) => JSON.stringify(row)),
        );
        for (const row of [...trades, ...cashTransactions, ...superseded.map((one) => one.row)]) {
          expect(told).toContain(JSON.stringify(row));
        }
        const numbers = [...trades].flatMap(({ tradeId }) => tradeId ?? []);
        const most = (number: string) =>
          Math.max(
            0,
            ...list.map(({ piece }) => (piece.bookings.trades ?? []).filter((row) => row.tradeId === number).length),
          );
        for (const number of numbers) {
          expect(numbers.filter((other) => other === number).length).toBeLessThanOrEqual(most(number));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says of each day what its newest statement said, where all rows are of the days asked for', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, async (list) => {
        const own = list
          .filter(({ piece }) => piece.query === 'activity' && piece.bookings.cashTransactions)
          .map(({ piece, day: asked }) => {
            const cashTransactions = (piece.bookings.cashTransactions ?? [])
              .filter(({ reported = '' }) => reported >= piece.from && reported <= piece.to)
              .map(({ transactionId: _, ...row }) => row);
            return { piece: { ...piece, bookings: { cashTransactions } }, day: asked };
          });
        const { cashTransactions } = await historyOf(own, daySpan('2026-10-01', '2026-12-31'));
        const expected = Array.from({ length: 60 }, (_, number) => {
          const newest = own.findLast(({ piece }) => piece.from <= day(number) && piece.to >= day(number));
          return (newest?.piece.bookings.cashTransactions ?? []).filter(({ reported }) => reported === day(number));
        }).flat();
        const text = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
        expect(text(cashTransactions)).toEqual(text(expected));
      }),
      { numRuns: 60 },
    );
  });

  it('files a correction of long ago under the day it was reported', async () => {
    const tax = cashTransaction({
      date: '2026-02-12',
      reported: calendarDate('2026-11-18'),
      kind: 'withholding-tax',
      amount: 1.5,
      transactionId: '77',
    });
    const piece = statementPiece({ from: '2026-11-18', to: '2026-11-18', bookings: { cashTransactions: [tax] } });
    const archive = await logOf([{ piece, day: '2026-11-19' }]);
    expect([...archive.objects.keys()]).toEqual([statementMonthKey(A, '2026-11')]);
    const before = await statementHistory(archive, A, YEAR, calendarDate('2026-11-17'));
    expect(before.cashTransactions).toEqual([]);
    const after = await statementHistory(archive, A, YEAR, calendarDate('2026-11-18'));
    expect(after.cashTransactions).toEqual([tax]);
  });

  it('files a trade, a transfer and an action that were reported late under the day of report', async () => {
    const [date, reported] = [calendarDate('2026-10-30'), calendarDate('2026-11-02')];
    const sale = trade({ date, reported, quantity: -10, transactionId: '1' });
    const both = { date, reported, contract: sale.contract, currency: 'USD', quantity: 10, remainder: {} };
    const moved = { ...both, brokerType: 'ACATS', direction: 'in' as const, transactionId: '2' };
    const split = { ...both, brokerType: 'FS', description: '', transactionId: '3' };
    const bookings = { trades: [sale], transfers: [moved], corporateActions: [split] };
    const told = [{ piece: statementPiece({ from: reported, to: reported, bookings }), day: '2026-11-03' }];
    const before = await historyOf(told, daySpan('2025-11-01', '2026-10-31'));
    expect([before.trades, before.transfers, before.corporateActions]).toEqual([[], [], []]);
    expect(await historyOf(told)).toMatchObject(bookings);
    const later = {
      piece: statementPiece({ from: reported, to: reported, bookings: { trades: [] } }),
      day: '2026-11-04',
    };
    const busted = await historyOf([...told, later]);
    expect(busted.trades).toEqual([]);
    expect(busted.superseded).toMatchObject([{ list: 'trades', row: sale }]);
  });

  it('ends a row that a newer statement of its day no longer holds, and names it', async () => {
    const gone = cashTransaction({ date: '2026-11-18', transactionId: '1' });
    const kept = cashTransaction({ date: '2026-11-18', transactionId: '2', amount: 3 });
    const of = (rows: readonly (typeof gone)[]) =>
      statementPiece({ from: '2026-11-18', to: '2026-11-18', bookings: { cashTransactions: rows } });
    const { cashTransactions, superseded } = await historyOf([
      { piece: of([kept]), day: '2026-11-25' },
      { piece: of([gone, kept]), day: '2026-11-19' },
    ]);
    expect(cashTransactions).toEqual([kept]);
    expect(superseded).toEqual([
      {
        list: 'cashTransactions',
        row: gone,
        lastSeen: '2026-11-19T10:00:00.000Z',
        notSeen: '2026-11-25T10:00:00.000Z',
      },
    ]);
  });

  it('counts equal rows of one statement, and takes the newest count of their day', async () => {
    const fee = cashTransaction({ date: '2026-11-18', kind: 'fee', brokerType: 'Other Fees', amount: -10 });
    const of = (count: number) =>
      statementPiece({
        from: '2026-11-18',
        to: '2026-11-18',
        bookings: { cashTransactions: Array.from({ length: count }, () => fee) },
      });
    const three = await historyOf([{ piece: of(3), day: '2026-11-19' }]);
    expect(three.cashTransactions).toHaveLength(3);
    const two = await historyOf([
      { piece: of(3), day: '2026-11-19' },
      { piece: of(2), day: '2026-11-20' },
    ]);
    expect(two.cashTransactions).toHaveLength(2);
    expect(two.superseded).toHaveLength(1);
  });

  it('counts equal rows by a statement of their day, not by one that lists some of them late', async () => {
    const row = trade({ date: '2026-11-13' });
    const { trades, superseded } = await historyOf([
      {
        piece: statementPiece({ from: '2026-11-13', to: '2026-11-13', bookings: { trades: [row, row] } }),
        day: '2026-11-14',
      },
      {
        piece: statementPiece({ from: '2026-11-16', to: '2026-11-16', bookings: { trades: [row] } }),
        day: '2026-11-17',
      },
    ]);
    expect(trades).toEqual([row, row]);
    expect(superseded).toEqual([]);
  });

  it('is not told of a list by a statement that lacks it, nor ends its rows by one', async () => {
    const row = trade({ date: '2026-11-18', tradeId: '5' });
    const { trades, told } = await historyOf([
      {
        piece: statementPiece({ from: '2026-11-17', to: '2026-11-18', bookings: { trades: [row] } }),
        day: '2026-11-19',
      },
      {
        piece: statementPiece({ from: '2026-11-18', to: '2026-11-19', bookings: { cashTransactions: [] } }),
        day: '2026-11-25',
      },
    ]);
    expect(trades).toEqual([row]);
    expect(told.trades).toEqual([daySpan('2026-11-17', '2026-11-18')]);
    expect(told.cashTransactions).toEqual([daySpan('2026-11-18', '2026-11-19')]);
    expect(told.transfers).toEqual([]);
  });

  it('is not told in full by a list of which a row could not be read, nor ends rows by one', async () => {
    const row = trade({ date: '2026-11-18', tradeId: '5' });
    const own = daySpan('2026-11-18', '2026-11-18');
    const { trades, told } = await historyOf([
      { piece: statementPiece({ ...own, bookings: { trades: [row] } }), day: '2026-11-19' },
      {
        piece: statementPiece({ ...own, to: '2026-11-19', bookings: { trades: [] }, partial: ['trades'] }),
        day: '2026-11-25',
      },
    ]);
    expect(trades).toEqual([row]);
    expect(told.trades).toEqual([own]);
  });

  it('keeps a row of another day than its statement is for, and tells nothing of that day by it', async () => {
    const late = trade({ date: '2026-11-13', tradeId: '5' });
    const own = trade({ date: '2026-11-13', tradeId: '4' });
    const { trades, told } = await historyOf([
      {
        piece: statementPiece({ from: '2026-11-16', to: '2026-11-16', bookings: { trades: [late] } }),
        day: '2026-11-17',
      },
      {
        piece: statementPiece({ from: '2026-11-13', to: '2026-11-13', bookings: { trades: [own] } }),
        day: '2026-11-19',
      },
    ]);
    expect(trades).toEqual([own, late]);
    expect(told.trades).toEqual([daySpan('2026-11-13', '2026-11-13'), daySpan('2026-11-16', '2026-11-16')]);
  });

  it('takes the activity statement before the confirmation of the same trade, by any number they share', async () => {
    const numbers = [{ tradeId: '5' }, { executionId: 'e.5' }, { transactionId: '55' }];
    for (const shared of numbers) {
      const confirmed = trade({ date: '2026-11-18', ...shared });
      const settled = trade({
        date: '2026-11-18',
        tradeId: '5',
        executionId: 'e.5',
        transactionId: '55',
        realizedProfit: 20,
      });
      const confirmation = statementPiece({
        from: '2026-11-18',
        to: '2026-11-18',
        query: 'trade-confirmation',
        bookings: { trades: [confirmed] },
      });
      const early = await historyOf([{ piece: confirmation, day: '2026-11-18' }]);
      expect(early.trades).toEqual([confirmed]);
      expect(early.told.trades).toEqual([]);
      const activity = statementPiece({ from: '2026-11-18', to: '2026-11-18', bookings: { trades: [settled] } });
      const both = await historyOf([
        { piece: activity, day: '2026-11-19' },
        { piece: confirmation, day: '2026-11-20' },
      ]);
      expect(both.trades).toEqual([settled]);
      expect(both.superseded).toEqual([]);
    }
  });

  it('holds two executions of one trade apart', async () => {
    const parts = [
      trade({ date: '2026-11-18', tradeId: '5', executionId: 'e.1', quantity: 4 }),
      trade({ date: '2026-11-18', tradeId: '5', executionId: 'e.2', quantity: 6 }),
    ];
    const of = (row: (typeof parts)[number]) =>
      statementPiece({ from: '2026-11-17', to: '2026-11-17', bookings: { trades: [row] } });
    const { trades } = await historyOf(parts.map((row, index) => ({ piece: of(row), day: `2026-11-${20 + index}` })));
    expect(trades).toEqual(parts);
  });

  it.each([{ tradeId: '5' }, { executionId: 'e.5' }, { tradeId: '5', executionId: 'e.5' }])(
    'keeps a trade beside what cancels it and its booking anew under the same number %o',
    async (numbers) => {
      const [date, reported] = [calendarDate('2026-11-18'), calendarDate('2026-11-19')];
      const first = trade({ date, reported: date, quantity: 10, ...numbers });
      const cancelled = trade({ date, reported, quantity: -10 });
      const anew = trade({ date, reported, quantity: 8, ...numbers });
      const of = (day: string, trades: readonly (typeof first)[]) => ({
        piece: statementPiece({ from: day, to: day, bookings: { trades } }),
        day: `2026-12-${day.slice(8)}`,
      });
      const told = [of('2026-11-18', [first]), of('2026-11-19', [cancelled, anew])];
      for (const list of [told, told.toReversed()]) {
        const { trades, superseded } = await historyOf(list);
        expect(trades.map(({ quantity }) => quantity).sort()).toEqual([-10, 10, 8]);
        expect(superseded).toEqual([]);
      }
    },
  );

  it('takes the newest word of a booking, and shows the former one only where they contradict each other', async () => {
    const of = (amount: number, description: string) =>
      statementPiece({
        from: '2026-11-18',
        to: '2026-11-18',
        bookings: {
          cashTransactions: [cashTransaction({ date: '2026-11-18', transactionId: '1', amount, description })],
        },
      });
    const reworded = await historyOf([
      { piece: of(5, 'DIVIDEND'), day: '2026-11-19' },
      { piece: of(5, 'CASH DIVIDEND'), day: '2026-11-20' },
    ]);
    expect(reworded.cashTransactions.map(({ description }) => description)).toEqual(['CASH DIVIDEND']);
    expect(reworded.superseded).toEqual([]);
    const corrected = await historyOf([
      { piece: of(5, 'DIVIDEND'), day: '2026-11-19' },
      { piece: of(6, 'DIVIDEND'), day: '2026-11-20' },
    ]);
    expect(corrected.cashTransactions.map(({ amount }) => amount)).toEqual([6]);
    expect(corrected.superseded.map(({ row }) => (row as { amount: number }).amount)).toEqual([5]);
  });

  it('gives the net asset value of a day by the newest statement that names it', async () => {
    const of = (to: string, values: readonly (readonly [string, number])[]) =>
      statementPiece({
        from: to,
        to,
        bookings: { netAssetValues: values.map(([date, total]) => netAssetValue(date, total)) },
      });
    const { netAssetValues, told } = await historyOf([
      {
        piece: of('2026-11-19', [
          ['2026-11-18', 101],
          ['2026-11-19', 110],
        ]),
        day: '2026-11-20',
      },
      {
        piece: of('2026-11-18', [
          ['2026-11-17', 90],
          ['2026-11-18', 100],
        ]),
        day: '2026-11-19',
      },
    ]);
    expect(netAssetValues.map(({ date, total }) => [date, total])).toEqual([
      ['2026-11-17', 90],
      ['2026-11-18', 101],
      ['2026-11-19', 110],
    ]);
    expect(told.netAssetValues).toEqual([daySpan('2026-11-18', '2026-11-19')]);
  });

  it('keeps the bridge of a year beside those of its days', async () => {
    const year = valueChange('2026-01-01', '2026-11-19', 80, 110);
    const last = valueChange('2026-11-19', '2026-11-19', 100, 110);
    const { changes } = await historyOf([
      { piece: statementPiece({ ...year, bookings: { changes: [year] } }), day: '2026-11-20' },
      { piece: statementPiece({ ...last, bookings: { changes: [last] } }), day: '2026-11-21' },
    ]);
    expect(changes).toEqual([year, last]);
  });

  it('reads no day after the one it is to be read for', async () => {
    const piece = statementPiece({
      from: '2026-11-16',
      to: '2026-11-20',
      bookings: { trades: [trade({ date: '2026-11-17' }), trade({ date: '2026-11-19' })] },
    });
    const { trades, told, window } = await statementHistory(
      await logOf([{ piece, day: '2026-11-21' }]),
      A,
      YEAR,
      calendarDate('2026-11-18'),
    );
    expect(trades.map(({ date }) => date)).toEqual(['2026-11-17']);
    expect(told.trades).toEqual([daySpan('2026-11-16', '2026-11-18')]);
    expect(window).toEqual(YEAR);
  });

  it('joins days that were told in pieces, over the end of a month', async () => {
    const of = (from: string, to: string) => statementPiece({ from, to, bookings: { trades: [] } });
    const archive = await logOf([
      { piece: of('2026-10-30', '2026-11-02'), day: '2026-11-03' },
      { piece: of('2026-11-03', '2026-11-03'), day: '2026-11-04' },
      { piece: of('2026-11-05', '2026-11-05'), day: '2026-11-06' },
    ]);
    expect(await toldDays(archive, A, YEAR)).toEqual([
      daySpan('2026-10-30', '2026-11-03'),
      daySpan('2026-11-05', '2026-11-05'),
    ]);
  });

  it('writes nothing when a statement comes again, and each month once for all statements of an answer', async () => {
    const days = Array.from({ length: 20 }, (_, index) => addDays(calendarDate('2026-10-20'), index));
    const all = days.map((date) => statementPiece({ from: date, to: date, bookings: { trades: [trade({ date })] } }));
    const archive = memoryArchive();
    await addPieces(archive, A, all, at('2026-11-20'));
    expect(archive.writes).toBe(2);
    await addPieces(archive, A, all, at('2026-11-20'));
    expect(archive.writes).toBe(2);
    expect(filesOf(archive)).toEqual(filesOf(await logOf(all.map((piece) => ({ piece, day: '2026-11-20' })))));
  });

  it('comes out the same when the process dies at any write and the statement is added again', async () => {
    const piece = statementPiece({
      from: '2026-08-30',
      to: '2026-11-20',
      bookings: { trades: ['2026-08-31', '2026-09-30', '2026-11-20'].map((date) => trade({ date })) },
    });
    const whole = filesOf(await logOf([{ piece, day: '2026-11-21' }]));
    for (const when of ['before', 'after'] as const) {
      for (let write = 1; write <= Object.keys(whole).length; write += 1) {
        const archive = memoryArchive();
        await expect(addPiece(dyingArchive(archive, { write, when }), A, piece, at('2026-11-21'))).rejects.toThrow(
          Killed,
        );
        await addPiece(archive, A, piece, at('2026-11-21'));
        expect(filesOf(archive)).toEqual(whole);
      }
    }
  });

  it('loses nothing when two processes add at the same time', async () => {
    const archive = memoryArchive();
    const rows = Array.from({ length: 8 }, (_, index) => trade({ date: '2026-11-18', tradeId: String(index) }));
    await Promise.all(
      rows.map((row, index) =>
        addPiece(
          archive,
          A,
          statementPiece({ from: '2026-11-17', to: '2026-11-17', bookings: { trades: [row] } }),
          at(`2026-11-${20 + index}`),
        ),
      ),
    );
    expect((await statementHistory(archive, A, YEAR)).trades).toHaveLength(8);
  });

  it('refuses a month that is damaged or of a newer form, with what to do', async () => {
    for (const body of ['{"schema":"daybook-statements/1","answ', '{"schema":"daybook-statements/9"}', 'null']) {
      const archive = memoryArchive();
      archive.objects.set(statementMonthKey(A, '2026-11'), Buffer.from(body));
      const read = statementHistory(archive, A, YEAR);
      await expect(read).rejects.toThrow(ArchiveCorrupted);
      await expect(read).rejects.toMatchObject({ nextStep: expect.stringContaining('flex backfill') });
    }
  });
});
