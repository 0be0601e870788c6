import { describe, expect, it } from 'vitest';
import type { Position } from '#domain/position';
import type { TableBlock } from '#report/block';
import { partOfOpening } from '#report/part-of-opening';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import { balance, ledger, position, present, snapshot } from '#test/support/snapshot';
import { bridge, DAY_BEFORE, statement } from '#test/support/statement-dataset';

const YESTERDAY = '2026-11-19T21:31:04Z';
const EFFECTS = ['dayPart', 'dayPrice', 'dayFx'];

const tableOf = (report: Report): TableBlock =>
  (report.sections.flatMap(({ blocks }) => blocks).find(({ id }) => id === 'holdings') ??
    expect.fail('no holdings')) as TableBlock;
const cellsOf = (report: Report, symbol: string): readonly Record<string, unknown>[] =>
  tableOf(report).rows.filter((row) => (row as Record<string, unknown>).symbol === symbol) as never;

/** A holding in dollars and one in euros, in one row or two: at 100 and 50 today. */
const held = (prices: readonly [number, number], split = false) => [
  position({ conid: 1, symbol: 'AAA', price: prices[0] }),
  ...(split ? [4, 6] : [10]).map((quantity) =>
    position({ conid: 2, symbol: 'BBB', price: prices[1], quantity, currency: 'EUR' }),
  ),
];
const books = (cash: number, prices: readonly [number, number], rate: number) =>
  ledger([
    balance('USD', cash, { held: prices[0] * 10 }),
    balance('EUR', 0, { held: prices[1] * 10, rateToBase: rate }),
  ]);

function reportFrom(split = false, previous = true, more: readonly Position[] = []): Report {
  const before = snapshot({
    run: { kind: 'close', marketDate: DAY_BEFORE },
    takenAt: YESTERDAY,
    datasets: {
      positions: present(held([101, 48], split), YESTERDAY),
      ledger: present(books(500, [101, 48], 1.1), YESTERDAY),
    },
  });
  const told = statement({ changes: [bridge(2038, { mtm: 0 })], netAssetValues: [] });
  const today = snapshot({
    datasets: {
      positions: present([...held([100, 50], split), ...more]),
      ledger: present(books(500, [100, 50], 1.2)),
      statement: present(told),
    },
  });
  return reportOf(today, previous ? { previous: before } : {});
}

describe('what the day did to each holding', () => {
  it('stands beside it in the workbook: its part of the opening value, price and currency apart', () => {
    const report = reportFrom();
    const [dollars, euros] = [cellsOf(report, 'AAA')[0], cellsOf(report, 'BBB')[0]];
    expect(dollars).toMatchObject({ dayPrice: -10, dayFx: null });
    expect(euros?.dayPrice).toBeCloseTo(10 * 2 * 1.1, 9);
    expect(euros?.dayFx).toBeCloseTo(10 * 50 * 0.1, 9);
    expect(Number(euros?.dayPart)).toBeGreaterThan(0);
    expect(tableOf(report).columns.filter(({ key }) => EFFECTS.includes(key))).toMatchObject(
      EFFECTS.map((key) => ({ key, shownIn: ['workbook'] })),
    );
  });

  it('is told once of a contract that is held in several rows, so that the column adds up', () => {
    const [whole, split] = [reportFrom(), reportFrom(true)];
    const [first, second] = cellsOf(split, 'BBB');
    const told = [first, second].filter((row) => row?.dayPrice !== undefined);
    expect(told).toHaveLength(1);
    expect(told[0]?.dayPrice).toBeCloseTo(22, 9);
    expect(tableOf(split).totals).toMatchObject({ dayPrice: expect.closeTo(12, 9), dayFx: expect.closeTo(50, 9) });
    expect(tableOf(whole).totals).toMatchObject({ dayPrice: expect.closeTo(12, 9), dayFx: expect.closeTo(50, 9) });
  });

  it('has no columns where no holdings were kept of the evening before', () => {
    const { columns, totals } = tableOf(reportFrom(false, false));
    expect(columns.map(({ key }) => key)).not.toContain('dayPrice');
    expect(Object.keys(totals ?? {})).not.toContain('dayPrice');
  });

  it('is blank beside a currency’s own row, which repeats what is in cash', () => {
    const row = position({ conid: 12, symbol: 'EUR.USD', assetClass: 'cash', brokerClass: 'CASH', marketValue: 0 });
    const [currency] = cellsOf(reportFrom(false, true, [row]), 'EUR.USD');
    expect(currency).toBeDefined();
    expect(EFFECTS.map((key) => currency?.[key])).toEqual([undefined, undefined, undefined]);
  });
});

describe('a part of the opening value', () => {
  it('is a fraction of it', () => {
    expect(partOfOpening(5, 1000)).toBe(0.005);
  });

  it('is none of a value that is nothing, or the dust of one', () => {
    const none = { missing: 'opening value was not above zero' };
    expect(partOfOpening(5, 0)).toEqual(none);
    expect(partOfOpening(5, -1000)).toEqual(none);
    expect(partOfOpening(5, 1e-12)).toEqual(none);
  });

  it('says what is not known, of the amount first', () => {
    const [amount, opening] = [{ missing: 'no rate for EUR' }, { missing: 'no value of 19 Nov' }];
    expect(partOfOpening(amount, opening)).toEqual(amount);
    expect(partOfOpening(5, opening)).toEqual(opening);
  });
});
