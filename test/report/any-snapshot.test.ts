import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { Dataset } from '#domain/dataset';
import type { AssetClass } from '#domain/position';
import type { Snapshot } from '#domain/snapshot';
import type { TableBlock } from '#report/block';
import { reportOf } from '#test/support/report-of';
import {
  balance,
  ledger,
  MARKET_DATE,
  missing,
  performance,
  position,
  present,
  snapshot,
  summary,
  transaction,
  transactions,
} from '#test/support/snapshot';

const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'XYZ');
const instant = fc.constantFrom(
  '2026-11-19T21:31:00Z',
  '2026-11-20T18:00:00Z',
  '2026-11-20T21:31:00Z',
  '2026-11-21T10:45:00Z',
);
const assetClass = fc.constantFrom<AssetClass[]>(
  'stock',
  'fund',
  'option',
  'future',
  'bond',
  'cash',
  'crypto',
  'cfd',
  'other',
);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const date = fc.integer({ min: -900, max: 4 }).map((days): CalendarDate => addDays(MARKET_DATE, days));

const positions = fc.array(
  fc
    .record({
      symbol: text,
      name: text,
      assetClass,
      currency,
      quantity: amount,
      price: amount,
      marketValue: amount,
      conid: fc.nat(9),
    })
    .map(position),
  { maxLength: 8 },
);
const book = fc
  .tuple(
    fc.uniqueArray(
      fc.record({ currency, cash: amount, rate: fc.option(fc.double({ min: 0, max: 200, noNaN: true })) }),
      {
        selector: (row) => row.currency,
      },
    ),
    fc.boolean(),
    amount,
  )
  .map(([rows, hasBaseRow, netLiquidationBase]) =>
    ledger(
      rows.map(({ currency: code, cash, rate }) => {
        const { rateToBase: _, ...row } = balance(code, cash, { accruedInterest: cash / 1000 });
        return rate === null ? row : { ...row, rateToBase: rate };
      }),
      { hasBaseRow, netLiquidationBase },
    ),
  );
const point = fc.record({
  date,
  netAssetValue: fc.option(amount),
  cumulativeReturn: fc.option(fc.double({ min: -1.5, max: 30, noNaN: true })),
});
const told = fc.record({
  period: fc.constantFrom('1D', '1M', 'YTD', '1Y'),
  start: fc.record({ date, netAssetValue: fc.oneof(fc.constant(0), amount) }),
  points: fc.array(point, { maxLength: 40 }),
});
const bookings = fc.array(
  fc.record({ date, symbol: text, description: text, amount, quantity: amount, conid: fc.nat(9) }).map(transaction),
);

function maybe<T>(values: fc.Arbitrary<T>): fc.Arbitrary<Dataset<T>> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(values, instant).map(([value, at]): Dataset<T> => present(value, at)) },
    { weight: 1, arbitrary: fc.constant<Dataset<T>>(missing()) },
  );
}

const snapshots: fc.Arbitrary<Snapshot> = fc
  .record({
    kind: fc.constantFrom('close' as const, 'final' as const),
    summary: maybe(amount.map((value) => summary(value))),
    ledger: maybe(book),
    positions: maybe(positions),
    performance: maybe(
      fc
        .tuple(fc.array(told, { maxLength: 4 }), fc.constantFrom('TWR', 'MWR'))
        .map(([all, method]) => performance(all, { method })),
    ),
    transactions: maybe(bookings.map((rows) => transactions(rows))),
  })
  .map(({ kind, ...datasets }) => snapshot({ run: { kind, marketDate: MARKET_DATE }, datasets }));

function report(of: Snapshot, previous?: Snapshot) {
  return reportOf(of, { timeZone: 'Europe/Zurich', ...(previous ? { previous } : {}) });
}

/** Every number in the value, wherever it stands. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('whatever a snapshot holds', () => {
  it('a report comes out of it, with finite numbers alone, the same each time', () => {
    fc.assert(
      fc.property(snapshots, snapshots, (one, other) => {
        const made = report(one, other);
        expect(numbersIn(made).filter((value) => !Number.isFinite(value))).toEqual([]);
        expect(JSON.stringify(report(one, other))).toBe(JSON.stringify(made));
      }),
      { numRuns: 150 },
    );
  });

  it('each check either compares two figures or says what it lacks', () => {
    fc.assert(
      fc.property(snapshots, (one) => {
        const made = report(one);
        const checks = made.sections
          .flatMap(({ blocks }) => blocks)
          .flatMap((block) => (block.kind === 'checks' && block.id === 'checks' ? block.checks : []));
        expect(checks).toHaveLength(10);
        for (const { verdict, finding, expected, found } of checks) {
          expect(finding).not.toBe('');
          expect(typeof expected === 'number' && typeof found === 'number').toBe(verdict !== 'unchecked');
        }
        const failed = checks.filter(({ verdict }) => verdict === 'fail');
        expect(made.checks.failed).toEqual(failed.map(({ name }) => name));
        if (failed.length > 0) expect(made.warnings.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  it('every row belongs to a group that is there, and no cell is left undefined by a column', () => {
    fc.assert(
      fc.property(snapshots, (one) => {
        const tables = report(one)
          .sections.flatMap(({ blocks }) => blocks)
          .filter((block): block is TableBlock => block.kind === 'table');
        for (const { rows, groups, columns } of tables) {
          const keys = new Set(groups?.map(({ key }) => key));
          for (const row of rows) if (row.$group !== undefined) expect(keys).toContain(row.$group);
          const known = new Set(columns.map(({ key }) => key));
          for (const key of rows.flatMap(Object.keys)) if (!key.startsWith('$')) expect(known).toContain(key);
        }
      }),
      { numRuns: 100 },
    );
  });
});
