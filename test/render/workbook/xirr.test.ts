import { describe, expect, it } from 'vitest';
import { table } from '#report/block';
import type { Report } from '#report/report';
import type { Cell } from '#report/value';
import { sampleReport } from '#test/support/sample-report';
import { workbookFile } from '#test/support/workbook-file';
import { breaches } from '#test/support/workbook-rules';

/** 100 put in for 200 days, 60 more after 100 of them, 10 taken out after 150: at 5 % for the span. */
const DAYS = { start: '2026-01-01', more: '2026-04-11', less: '2026-05-31', end: '2026-07-20' } as const;
const RATE = 0.05;
const CLOSING = 100 * 1.05 + 60 * 1.05 ** 0.5 - 10 * 1.05 ** 0.25;

interface Told {
  readonly mwr?: Cell;
  readonly opening?: number;
  /** Rows of another period between those of the year. */
  readonly torn?: boolean;
}

function reportWith({ mwr = RATE, opening = -100, torn = false }: Told): Report {
  const entry = (period: string, date: string, amount: number) => ({ period, date, amount });
  const flows = table({
    id: 'flows',
    title: 'Flows',
    sheet: 'Own money',
    shownIn: ['workbook'],
    columns: [
      { key: 'period', title: 'Period', kind: 'text' },
      { key: 'date', title: 'Date', kind: 'date' },
      { key: 'amount', title: 'Amount', kind: 'change', unit: 'USD' },
    ],
    rows: [
      entry('Month', DAYS.less, -150),
      entry('Year', DAYS.start, opening),
      ...(torn ? [entry('Month', DAYS.end, 151)] : []),
      entry('Year', DAYS.more, -60),
      entry('Year', DAYS.less, 10),
      entry('Year', DAYS.end, CLOSING),
    ],
  });
  const live = {
    kind: 'internal-rate',
    ...{ flows: 'flows', period: 'period', from: 'from', to: 'to', guess: 'dietz' },
  } as const;
  const periods = table({
    id: 'periods',
    title: 'Periods',
    sheet: 'Periods',
    shownIn: ['workbook'],
    columns: [
      { key: 'period', title: 'Period', kind: 'text' },
      { key: 'from', title: 'From', kind: 'date' },
      { key: 'to', title: 'To', kind: 'date' },
      { key: 'dietz', title: 'Modified Dietz', kind: 'return' },
      { key: 'mwr', title: 'MWR', kind: 'return', live },
    ],
    rows: [{ period: 'Year', from: DAYS.start, to: DAYS.end, dietz: 0.0502, mwr }],
  });
  return { ...sampleReport(), sections: [{ id: 's', blocks: [periods, flows] }] };
}

const cellOf = async (told: Told) => (await workbookFile(reportWith(told))).sheet('Periods').cells.get('E4');

describe('a money-weighted return', () => {
  it('is reckoned again by XIRR over the rows of its period, and brought to the days of that period', async () => {
    const file = await workbookFile(reportWith({}));
    expect(file.sheet('Periods').cells.get('E4')).toMatchObject({
      value: RATE,
      formula: "(1+XIRR('Own money'!$C$5:$C$8,'Own money'!$B$5:$B$8,(1+D4)^(365/(C4-B4))-1))^((C4-B4)/365)-1",
    });
    expect(breaches(file)).toEqual([]);
  });

  it('stays a plain number where the rows would give another one', async () => {
    const cell = await cellOf({ mwr: RATE + 1e-9 });
    expect(cell).toMatchObject({ value: RATE + 1e-9 });
    expect(cell?.formula).toBeUndefined();
  });

  it('stays a plain number where XIRR would refuse the rows: no money in first, or rows of two periods', async () => {
    expect((await cellOf({ opening: 0 }))?.formula).toBeUndefined();
    expect((await cellOf({ torn: true }))?.formula).toBeUndefined();
  });

  it('stays in words where it can’t be told', async () => {
    expect(await cellOf({ mwr: { missing: 'no rate explains the flows' } })).toMatchObject({
      value: 'n/a: no rate explains the flows',
    });
  });
});
