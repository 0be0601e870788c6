import { describe, expect, it } from 'vitest';
import { type Block, table } from '#report/block';
import type { Report } from '#report/report';
import type { Cell } from '#report/value';
import { sampleReport } from '#test/support/sample-report';
import { workbookFile } from '#test/support/workbook-file';
import { breaches } from '#test/support/workbook-rules';
import { elements } from '#test/support/xml';

const DAYS = ['2026-11-18', '2026-11-19', '2026-11-20'] as unknown as Extract<Block, { kind: 'series' }>['dates'];

/** Two years with months, and a period whose figures are reckoned anew from the sheet of the days. */
function reportWith(told: { twr: Cell; change: Cell }, levels: readonly number[] = [0, 0.1, -0.01]): Report {
  const days: Block = {
    kind: 'series',
    id: 'value',
    title: 'Value',
    sheet: 'Daily',
    shownIn: ['workbook'],
    valueKind: 'money',
    unit: 'USD',
    dates: DAYS,
    lines: [{ name: 'Value', role: 'value', values: [100, 110, 99] }],
    extra: [
      { title: 'Cumulative return', kind: 'return', chart: 'value', values: levels },
      { title: 'Drawdown', kind: 'return', chart: 'drawdown', values: [0, 0, -0.1] },
    ],
  };
  const periods = table({
    id: 'periods',
    title: 'Periods',
    sheet: 'Periods',
    shownIn: ['workbook'],
    columns: [
      { key: 'name', title: 'Period', kind: 'text' },
      { key: 'from', title: 'From', kind: 'date' },
      { key: 'to', title: 'To', kind: 'date' },
      { key: 'opening', title: 'Opening', kind: 'money' },
      { key: 'closing', title: 'Closing', kind: 'money' },
      { key: 'change', title: 'Change', kind: 'change', live: { kind: 'less', from: 'closing', less: 'opening' } },
      {
        ...{ key: 'twr', title: 'TWR', kind: 'return' },
        live: { kind: 'linked', series: 'value', levels: 'Cumulative return', from: 'from', to: 'to' },
      },
    ],
    rows: [{ name: 'Day', from: '2026-11-19', to: '2026-11-20', opening: 110, closing: 99, ...told }],
  });
  const months = table({
    id: 'months',
    title: 'Months',
    sheet: 'Monthly',
    shownIn: ['workbook'],
    columns: [
      { key: 'year', title: 'Year', kind: 'text' },
      { key: 'a', title: 'Jan', kind: 'return', heat: true },
      { key: 'b', title: 'Feb', kind: 'return', heat: true },
      { key: 'all', title: 'All', kind: 'basis-points' },
    ],
    rows: [
      { year: '2026', a: -0.01, b: 0.02, all: 0.0098 },
      { year: '2025', a: 0.03, b: 0.07, all: -0.01 },
    ],
    columnChart: { title: 'By year', names: 'year', values: 'all' },
  });
  const report = sampleReport();
  return { ...report, sections: [{ id: 's', blocks: [days, periods, months] }] };
}

describe('figures that the workbook reckons anew', () => {
  it('are formulas over the row and over the sheet of the days, with the report’s figure as stored result', async () => {
    const { cells } = (await workbookFile(reportWith({ twr: -0.1, change: -11 }))).sheet('Periods');
    expect(cells.get('F4')).toMatchObject({ formula: 'E4-D4', value: -11 });
    expect(cells.get('G4')?.value).toBe(-0.1);
    expect(cells.get('G4')?.formula).toBe(
      '(1+INDEX(tblDaily[Cumulative return],MATCH(C4,tblDaily[Date],0)))/(1+INDEX(tblDaily[Cumulative return],MATCH(B4,tblDaily[Date],0)))-1',
    );
  });

  it('stay plain numbers where a formula would give another figure, and words where there is none', async () => {
    const { cells } = (await workbookFile(reportWith({ twr: -0.2, change: { missing: 'no value' } }))).sheet('Periods');
    expect(cells.get('G4')).toMatchObject({ value: -0.2 });
    expect(cells.get('G4')?.formula).toBeUndefined();
    expect(cells.get('F4')).toMatchObject({ value: 'n/a: no value' });
  });
});

it('stays a plain number where all was lost before, as the formula would divide by zero', async () => {
  for (const levels of [
    [0, -1, -1],
    [0, -1, 0.5],
  ]) {
    const { cells } = (await workbookFile(reportWith({ twr: 0, change: -11 }, levels))).sheet('Periods');
    expect(cells.get('G4')).toMatchObject({ value: 0 });
    expect(cells.get('G4')?.formula).toBeUndefined();
  }
});

describe('what a sheet draws besides its cells', () => {
  it('is sound, and points in the same scale as its cells', async () => {
    expect(breaches(await workbookFile(reportWith({ twr: -0.1, change: -11 })))).toEqual([]);
  });

  it('tints months on one scale that is the same for every year', async () => {
    const { xml } = (await workbookFile(reportWith({ twr: -0.1, change: -11 }))).sheet('Monthly');
    expect(elements(xml, 'conditionalFormatting').map(({ attributes }) => attributes.sqref)).toEqual(['B4:C5']);
    expect(elements(xml, 'cfvo').map(({ attributes }) => Number(attributes.val))).toEqual([-0.06, 0, 0.06]);
  });

  it('is an area for the drawdown, hung below the lines at the same left edge', async () => {
    const file = await workbookFile(reportWith({ twr: -0.1, change: -11 }));
    const drawing =
      [...file.relations(file.sheet('Daily').part).values()].find((part) => part.includes('drawing')) ?? '';
    const charts = [...file.relations(drawing).values()].map((part) => file.parts.get(part));
    expect(charts.map((xml) => (xml ? elements(xml, 'c:areaChart').length : 0))).toEqual([0, 0, 1]);
    const anchors = file.parts.get(drawing);
    const left = anchors ? elements(anchors, 'xdr:from').map((from) => from.children[0]?.text) : [];
    expect(new Set(left).size).toBe(1);
  });
});

describe('the waterfall', () => {
  it('has no column for a line that cannot be told, as that would be a zero', async () => {
    const bridge: Block = {
      kind: 'bridge',
      id: 'bridge',
      title: 'Bridge',
      sheet: 'Bridge',
      shownIn: ['workbook'],
      unit: 'USD',
      periods: [
        {
          ...{ name: 'Year', from: DAYS[0], to: DAYS[2], opening: 1000, closing: 1250 },
          unexplained: { missing: 'part of the line above' },
        } as Extract<Block, { kind: 'bridge' }>['periods'][number],
      ],
      lines: [
        { label: 'Deposits', values: [{ missing: 'needs Flex statements' }] },
        { label: 'Price and all else', values: [250] },
      ],
    };
    const file = await workbookFile({
      ...reportWith({ twr: 0, change: 0 }),
      sections: [{ id: 's', blocks: [bridge] }],
    });
    const labels = [...file.sheet('Bridge').cells].flatMap(([address, { value }]) =>
      /^A(?:29|[3-9]\d)$/.test(address) ? [value] : [],
    );
    expect(labels).toEqual(['Opening 1,000', 'Price and all else +250', 'Closing 1,250']);
    const formulas = [...file.sheet('Bridge').cells].flatMap(([address, { formula }]) =>
      /^[B-E](?:29|[3-9]\d)$/.test(address) && formula ? [formula] : [],
    );
    expect(formulas).toEqual(['B4', 'MIN(SUM(B$4:B5),SUM(B$4:B6))', 'B6', 'B8']);
    expect(breaches(file)).toEqual([]);
  });
});
