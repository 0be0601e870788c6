import { expect, it } from 'vitest';
import { addDays } from '#domain/calendar-date';
import type { FiguresBlock, TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { isMissing } from '#report/value';
import { reportOf } from '#test/support/report-of';
import {
  CLOSE_SEEN,
  daysBack,
  MARKET_DATE,
  MORNING_AFTER,
  performance,
  present,
  type SnapshotParts,
  series,
  snapshot,
} from '#test/support/snapshot';
import { cashTransaction, statement } from '#test/support/statement-dataset';

const DEPOSIT = 200;
const values = [...Array.from({ length: 256 }, (_, i) => 1000 + i), 1255 * 1.01 + DEPOSIT];
const flows = new Map([[MARKET_DATE, DEPOSIT]]);
const history = present(performance([series(values, { flows })]), MORNING_AFTER);

/** Rows of an account that only had these values, and nobody paid in or out. */
function rowsWithout(all: readonly number[]): TableBlock['rows'] {
  const datasets = {
    performance: present(performance([series(all)]), MORNING_AFTER),
    statement: present(statement({}), CLOSE_SEEN, { source: 'flex' as const }),
  };
  const blocks = reportOf(snapshot({ datasets })).sections.flatMap((section) => section.blocks);
  return (blocks.find(({ id }) => id === 'performance') as TableBlock).rows;
}

function rowsOf(since?: number): TableBlock['rows'] {
  const cashTransactions = [cashTransaction('deposit', DEPOSIT)];
  const told = statement(
    { cashTransactions },
    since === undefined ? {} : { history: { since: addDays(MARKET_DATE, -since) } },
  );
  const datasets = { performance: history, statement: present(told, CLOSE_SEEN, { source: 'flex' as const }) };
  const report: Report = reportOf(snapshot({ datasets }));
  const blocks = report.sections.flatMap((section) => section.blocks);
  return (blocks.find(({ id }) => id === 'performance') as TableBlock).rows;
}

it('gives your money’s return and what was paid in for every period that statements cover', () => {
  const rows = rowsOf();
  expect(rows.map(({ period }) => period)).toEqual(['Day', 'Month', 'Quarter', 'Year', '12 months']);
  for (const { paidIn, mwr, dietz, change, result } of rows) {
    expect(paidIn).toBe(DEPOSIT);
    // What was paid in is no result.
    expect(result).toBe(Number(change) - DEPOSIT);
    expect([typeof mwr, typeof dietz]).toEqual(['number', 'number']);
  }
  // Money that comes at the end of the day earns nothing on it: the two returns are one.
  expect(rows[0]?.mwr).toBeCloseTo(0.01, 10);
  expect(rows[0]?.mwr).toBeCloseTo(rows[0]?.twr as number, 7);
});

it('says why for a period that they cover in part, and leaves no cell blank', () => {
  const rows = rowsOf(30);
  const why = { missing: 'statements don’t cover all its days' };
  expect(rows.map(({ period, mwr }) => [period, isMissing(mwr)])).toEqual([
    ['Day', false],
    ['Month', false],
    ['Quarter', true],
    ['Year', true],
    ['12 months', true],
  ]);
  for (const { mwr, dietz, paidIn, result } of rows.slice(2)) {
    expect([mwr, dietz, paidIn, result]).toEqual([why, why, why, why]);
  }
});

it('shows the result beside what was paid in, and without statements the change in value', () => {
  const onPage = (datasets: NonNullable<SnapshotParts['datasets']>): readonly string[] => {
    const blocks = reportOf(snapshot({ datasets })).sections.flatMap((section) => section.blocks);
    const { columns } = blocks.find(({ id }) => id === 'performance') as TableBlock;
    return columns.filter(({ shownIn }) => shownIn?.includes('page') ?? true).map(({ title }) => title);
  };
  const told = onPage({ performance: history, statement: present(statement({}), CLOSE_SEEN, { source: 'flex' }) });
  expect(told.slice(-3)).toEqual(['Result', 'Net paid in', 'Opening value']);
  expect(onPage({ performance: history }).slice(-2)).toEqual(['Opening value', 'Change in value']);
});

it('calls a debt that grows no gain of your money', () => {
  const rows = rowsWithout([1000, 800, 300, -200, -500]);
  const below = { missing: 'value was below zero' };
  expect(rows.map(({ opening, closing, mwr, xirr }) => [opening, closing, mwr, xirr])).toEqual([
    [-200, -500, below, below],
  ]);
});

it('is −100 % where nothing is left and nothing was taken out, which XIRR can’t find', () => {
  for (const row of rowsWithout([1000, 800, 300, 0])) {
    expect(row).toMatchObject({ twr: -1, mwr: -1, dietz: -1, xirr: { missing: 'all was lost' } });
  }
});

it('is one and the same in the summary and among the periods, of a young account too', () => {
  const points = daysBack(MARKET_DATE, 15).map((date, i) => ({
    ...{ date, netAssetValue: 1000 + i * 10, cumulativeReturn: i / 100 },
  }));
  const young = { period: '1Y' as const, start: { date: addDays(MARKET_DATE, -30), netAssetValue: 0 }, points };
  for (const of of [history, present(performance([young]), MORNING_AFTER)]) {
    const told = statement({ cashTransactions: [cashTransaction('deposit', DEPOSIT)] });
    const report = reportOf(snapshot({ datasets: { performance: of, statement: present(told) } }));
    const blocks = report.sections.flatMap((section) => section.blocks);
    const figures = (blocks.find(({ id }) => id === 'summary') as FiguresBlock).figures;
    const year = (blocks.find(({ id }) => id === 'performance') as TableBlock).rows.find(
      ({ period }) => period === 'Year',
    );
    expect(typeof year?.mwr).toBe('number');
    expect(figures.find(({ label }) => label.startsWith('Your money’s return'))).toMatchObject({
      ...{ value: year?.mwr, period: `${year?.from} to ${year?.to}` },
    });
  }
});
