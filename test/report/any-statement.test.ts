import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { CashTransaction } from '#domain/cash-transaction';
import type { Snapshot } from '#domain/snapshot';
import type { BookingsName, Statement } from '#domain/statement';
import { joinSnapshots } from '#pipeline/join-snapshots';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import {
  balance,
  ledger,
  MARKET_DATE,
  MORNING_AFTER,
  missing,
  performance,
  position,
  present,
  snapshot,
} from '#test/support/snapshot';
import {
  bridge,
  cashTransaction,
  contract,
  corporateAction,
  dividendAccrual,
  salesTax,
  statement,
  trade,
  transfer,
} from '#test/support/statement-dataset';

const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
const currency = fc.constantFrom('USD', 'EUR', 'JPY');
const rate = fc.option(fc.double({ min: 1e-6, max: 200, noNaN: true }), { nil: undefined });
const date = fc.integer({ min: -400, max: 0 }).map((days): CalendarDate => addDays(MARKET_DATE, days));
const ofContract = fc
  .record({ conid: fc.nat(4), symbol: fc.string({ unit: 'grapheme', maxLength: 12 }) })
  .map((parts) => contract(parts));
const withRate = <T extends { readonly rateToBase?: number }>(row: T, of: number | undefined): T => {
  const { rateToBase: _, ...rest } = row;
  return (of === undefined ? rest : { ...rest, rateToBase: of }) as T;
};

const kind = fc.constantFrom<CashTransaction['kind'][]>(
  ...(['deposit', 'withdrawal', 'dividend', 'payment-in-lieu', 'withholding-tax', 'interest'] as const),
  ...(['bond-interest', 'fee', 'advisor-fee', 'commission-adjustment', 'price-adjustment', 'other'] as const),
);
const cash = fc
  .record({ kind, amount, date, currency, contract: ofContract, rate })
  .map(({ rate: of, ...row }) => withRate(cashTransaction(row.kind, row.amount, row), of));
const trades = fc
  .record({ quantity: amount, price: amount, commission: amount, date, currency, contract: ofContract, rate })
  .map(({ rate: of, ...row }) => withRate(trade(row), of));
const change = fc
  .record({
    starting: amount,
    days: fc.nat(40),
    to: date,
    mtm: amount,
    depositsWithdrawals: amount,
    otherFees: amount,
    odd: amount,
    timeWeightedReturn: fc.option(fc.double({ min: -2, max: 5, noNaN: true }), { nil: undefined }),
  })
  .map(({ starting, days, to, timeWeightedReturn, ...items }) =>
    bridge(starting, items, {
      ...{ from: addDays(to, -days), to },
      ...(timeWeightedReturn === undefined ? {} : { timeWeightedReturn }),
    }),
  );
const lists = fc.subarray<BookingsName>(['cashTransactions', 'trades', 'transfers', 'changes', 'salesTaxes']);

const statements: fc.Arbitrary<Statement> = fc
  .record({
    cashTransactions: fc.array(cash, { maxLength: 12 }),
    trades: fc.array(trades, { maxLength: 6 }),
    transfers: fc.array(
      fc.record({ date, currency, quantity: amount, positionAmount: amount, contract: ofContract }).map(transfer),
      { maxLength: 3 },
    ),
    corporateActions: fc.array(fc.record({ date, quantity: amount, contract: ofContract }).map(corporateAction), {
      maxLength: 3,
    }),
    salesTaxes: fc.array(
      fc.tuple(amount, date).map(([of, on]) => salesTax(of, { date: on })),
      { maxLength: 2 },
    ),
    changes: fc.array(change, { maxLength: 6 }),
    netAssetValues: fc.array(
      fc.record({ date, total: amount }).map((value) => ({ ...value, parts: {}, remainder: {} })),
      { maxLength: 30 },
    ),
    accruals: fc.array(
      fc.record({ gross: amount, tax: amount, net: amount, currency, contract: ofContract }).map(dividendAccrual),
      { maxLength: 3 },
    ),
    untold: lists,
    rates: fc.dictionary(currency, fc.double({ min: 1e-6, max: 200, noNaN: true })),
  })
  .map(({ accruals, untold, rates, ...bookings }) =>
    statement(
      { ...bookings, netAssetValues: bookings.netAssetValues.toSorted((a, b) => (a.date < b.date ? -1 : 1)) },
      {
        history: { told: Object.fromEntries(untold.map((list) => [list, []])) },
        close: { dividendAccruals: accruals, ratesToBase: { USD: 1, ...rates } },
      },
    ),
  );

const positions = fc.array(
  fc.record({ conid: fc.nat(4), currency, quantity: amount, price: amount }).map((parts) => position(parts)),
  { maxLength: 5 },
);
const book = fc
  .uniqueArray(fc.record({ currency, cash: amount, rate }), { selector: (row) => row.currency, maxLength: 3 })
  .map((rows) => ledger(rows.map((row) => withRate(balance(row.currency, row.cash), row.rate))));
const points = fc.array(
  fc.record({ date, netAssetValue: fc.option(amount), cumulativeReturn: fc.option(fc.double({ min: -1.5, max: 30 })) }),
  { maxLength: 40 },
);
const history = points.map((all) =>
  performance([
    {
      period: '1Y',
      start: { date: addDays(MARKET_DATE, -365), netAssetValue: 1000 },
      points: all.map((point) => ({
        ...point,
        cumulativeReturn: Number.isNaN(point.cumulativeReturn) ? null : point.cumulativeReturn,
      })),
    },
  ]),
);

const parts = fc.record({ positions, book, history, statements });
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;
const gatewayOf = ({ positions: held, book: own, history: told }: Parts): Snapshot =>
  snapshot({
    datasets: { positions: present(held), ledger: present(own), performance: present(told, MORNING_AFTER) },
  });
const flexOf = ({ positions: held, book: own, history: told, statements: one }: Parts): Snapshot => {
  const flex = { source: 'flex' as const };
  return snapshot({
    source: 'flex',
    datasets: {
      ...{ summary: missing('not-available'), allocation: missing('not-available') },
      positions: present(held, undefined, flex),
      ledger: present(own, undefined, flex),
      performance: present(told, MORNING_AFTER, flex),
      statement: present(one, MORNING_AFTER, flex),
    },
  });
};

const report = (of: Snapshot, previous: Snapshot): Report =>
  reportOf(of, { timeZone: 'Europe/Zurich', previous, openings: { month: previous, year: previous } });

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

const back = (of: Snapshot, days: number): Snapshot => ({
  ...of,
  run: { kind: 'close', marketDate: addDays(MARKET_DATE, -days) },
});

describe('whatever gateway and statements tell', () => {
  it.each([
    ['the gateway alone', gatewayOf],
    ['statements alone', flexOf],
    ['both', (all: Parts) => joinSnapshots(gatewayOf(all), flexOf(all))],
  ] as const)('by %s a report comes out of finite numbers, with each block and each sheet once', (_, made) => {
    fc.assert(
      fc.property(parts, parts, fc.integer({ min: 1, max: 40 }), (one, other, days) => {
        const found = report(made(one), back(made(other), days));
        expect(numbersIn(found).filter((value) => !Number.isFinite(value))).toEqual([]);
        const blocks = found.sections.flatMap((section) => section.blocks);
        const ids = blocks.map(({ id }) => id);
        expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
        const sheets = blocks
          .filter(({ shownIn }) => shownIn.includes('workbook'))
          .flatMap(({ sheet, kind }) => (sheet === undefined || kind === 'figures' ? [] : [sheet]));
        expect(sheets.filter((sheet, i) => sheets.indexOf(sheet) !== i)).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});
