import { describe, expect, it } from 'vitest';
import { type Block, type SharesBlock, table } from '#report/block';
import type { Report } from '#report/report';
import { sampleReport } from '#test/support/sample-report';
import { type FileSheet, type WorkbookFile, workbookFile } from '#test/support/workbook-file';
import { cachedCells } from '#test/support/workbook-rules';
import { child, elements, type XmlElement } from '#test/support/xml';

function reportOf(...blocks: readonly Block[]): Report {
  return { ...sampleReport({ days: 0, transactions: 0 }), sections: [{ id: 'all', blocks }] };
}

const column = (sheet: FileSheet, letter: string, from = 4): unknown[] => {
  const values: unknown[] = [];
  for (let row = from; sheet.cells.has(`${letter}${row}`); row += 1)
    values.push(sheet.cells.get(`${letter}${row}`)?.value);
  return values;
};

function chartsOf(file: WorkbookFile, sheet: FileSheet): readonly XmlElement[] {
  return [...file.relations(sheet.part).values()]
    .filter((part) => part.startsWith('xl/drawings/'))
    .flatMap((part) => [...file.relations(part).values()])
    .map((part) => file.parts.get(part))
    .filter((xml) => xml !== undefined);
}

describe('a table', () => {
  it('has its sentence alone where it is empty, so that many columns do not shrink it in print', async () => {
    const columns = Array.from({ length: 24 }, (_, i) => ({
      key: `c${i}`,
      title: `Column ${i}`,
      kind: 'money' as const,
    }));
    const block = table({ id: 't', title: 'T', shownIn: ['workbook'], columns, rows: [], emptyText: 'Nothing held.' });
    const { cells } = (await workbookFile(reportOf(block))).sheet('T');
    expect(
      [...cells].filter(([address]) => /[3-9]$/.test(address)).map(([address, { value }]) => [address, value]),
    ).toEqual([['A4', 'Nothing held.']]);
  });

  it('has live sums for the totals that are sums, with the sum as stored result', async () => {
    const sheet = (await workbookFile(sampleReport())).sheet('Positions');
    const total = sheet.cells.get('J16');
    expect(total?.formula).toBe('SUBTOTAL(109,tblPositions[Value USD])');
    const sum = (column(sheet, 'J').slice(0, 12) as number[]).reduce((a, b) => a + b, 0);
    expect(total?.value).toBe(sum);
    expect(sheet.cells.get('I16')).toBeUndefined();
  });

  it('writes a total that is no sum of its column as the report gives it', async () => {
    const block = table({
      id: 't',
      title: 'T',
      sheet: 'T',
      shownIn: ['workbook'],
      columns: [
        { key: 'name', title: 'Name', kind: 'text' },
        { key: 'x', title: 'X', kind: 'money' },
      ],
      rows: [
        { name: 'a', x: 1 },
        { name: 'b', x: 2 },
      ],
      totals: { name: 'Average', x: 1.5 },
    });
    const sheet = (await workbookFile(reportOf(block))).sheet('T');
    expect(sheet.cells.get('A6')?.value).toBe('Average');
    expect(sheet.cells.get('B6')).toMatchObject({ value: 1.5, formula: '1.5' });
  });

  it('escapes what a column’s name may not hold in a formula', async () => {
    const block = table({
      id: 't',
      title: 'T',
      sheet: 'T',
      shownIn: ['workbook'],
      columns: [{ key: 'x', title: "a[b]#c'd@e", kind: 'money' }],
      rows: [{ x: 1 }],
      totals: { x: 1 },
    });
    const sheet = (await workbookFile(reportOf(block))).sheet('T');
    expect(sheet.cells.get('A5')?.formula).toBe("SUBTOTAL(109,tblT[a'[b']'#c''d'@e])");
  });

  it('leaves out columns that are for other outputs, and group rows', async () => {
    const sheet = (await workbookFile(sampleReport())).sheet('Performance');
    expect(column(sheet, 'A')).toHaveLength(7);
    const positions = (await workbookFile(sampleReport())).sheet('Positions');
    expect(column(positions, 'A')).toHaveLength(13);
  });

  it('says so in place of rows when it has none, and is no Excel table then', async () => {
    const file = await workbookFile(sampleReport({ transactions: 0 }));
    const sheet = file.sheet('Transactions');
    expect(sheet.cells.get('A4')?.value).toBe('No activity in this time.');
    expect(child(sheet.xml, 'tableParts')).toBeUndefined();
  });

  it('is refused when Excel could not hold it', async () => {
    const block = table({
      id: 't',
      title: 'T',
      sheet: 'T',
      shownIn: ['workbook'],
      columns: [{ key: 'x', title: 'X', kind: 'money' }],
      rows: new Array(1_048_573).fill({ x: 1 }),
    });
    await expect(workbookFile(reportOf(block))).rejects.toMatchObject({ name: 'WorkbookSheetTooLong', sheet: 'T' });
  });

  it('offers filters on long tables only, and there on text and dates', async () => {
    const file = await workbookFile(sampleReport());
    const tableOf = (name: string) =>
      file.parts.get(
        [...file.relations(file.sheet(name).part).values()].find((part) => part.includes('/tables/')) ?? '',
      );
    const short = tableOf('Cash');
    const long = tableOf('Transactions');
    expect(short && child(short, 'autoFilter')).toBeUndefined();
    const hidden = long ? elements(long, 'filterColumn').map(({ attributes }) => Number(attributes.colId)) : [];
    expect(hidden).toEqual([4, 5, 6]);
  });
});

describe('a series', () => {
  it('stands newest day first, with an empty cell where a day has no value', async () => {
    const sheet = (await workbookFile(sampleReport({ days: 40 }))).sheet('Daily');
    const days = column(sheet, 'A') as number[];
    expect(days).toHaveLength(40);
    expect(days[0]).toBe(46_346);
    expect(days).toEqual([...days].sort((a, b) => b - a));
    expect(sheet.cells.get('B15')).toBeUndefined();
    expect(sheet.cells.get('B14')).toBeDefined();
  });

  it('shows its returns with all the decimals a source gives', async () => {
    const sheet = (await workbookFile(sampleReport({ days: 40 }))).sheet('Daily');
    expect(sheet.cells.get('D4')).toMatchObject({ value: 0.004184, format: '0.000000%' });
  });

  it('says so when there is no day yet', async () => {
    const sheet = (await workbookFile(sampleReport({ days: 0 }))).sheet('Daily');
    expect(sheet.cells.get('A4')?.value).toBe('No day with a value yet.');
  });
});

describe('charts', () => {
  it('point to cells that hold what they show', async () => {
    const file = await workbookFile(sampleReport({ days: 60 }));
    const charts = file.sheets.flatMap((sheet) => chartsOf(file, sheet));
    expect(charts).toHaveLength(7);
    const cells = charts.flatMap(cachedCells);
    expect(cells.length).toBeGreaterThan(200);
    for (const { sheet, address, value } of cells) {
      expect(String(file.sheet(sheet).cells.get(address)?.value), `${sheet}!${address}`).toBe(value);
    }
  });

  it('stand on the summary for the first series and the first shares', async () => {
    const file = await workbookFile(sampleReport());
    const charts = chartsOf(file, file.sheet('Summary'));
    expect(charts.map((chart) => chart.children.length > 0 && elements(chart, 'c:lineChart').length)).toEqual([1, 0]);
    expect(charts.map((chart) => elements(chart, 'c:barChart').length)).toEqual([0, 1]);
    const chart = charts[0];
    expect(chart ? elements(chart, 'c:ser') : []).toHaveLength(1);
  });

  it('are left out where a missing figure would be drawn as zero', async () => {
    const bars = (second: number | { missing: string }): Block =>
      table({
        id: 't',
        title: 'T',
        sheet: 'T',
        shownIn: ['workbook'],
        columns: [
          { key: 'name', title: 'Name', kind: 'text' },
          { key: 'x', title: 'X', kind: 'return', bar: true },
        ],
        rows: [
          { name: 'a', x: 0.1 },
          { name: 'b', x: second },
          { name: 'c', x: 0.3 },
        ],
      });
    const count = async (block: Block) => {
      const file = await workbookFile(reportOf(block));
      return chartsOf(file, file.sheet('T')).length;
    };
    expect(await count(bars(0.2))).toBe(1);
    expect(await count(bars({ missing: 'too young' }))).toBe(0);
  });

  it('show folded shares from their rows on the summary', async () => {
    const sections = sampleReport().sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block): Block => {
        if (block.kind !== 'shares') return block;
        const { sheet: _, ...folded } = block;
        return folded satisfies SharesBlock;
      }),
    }));
    const file = await workbookFile({ ...sampleReport(), sections });
    expect(file.sheets.map(({ name }) => name)).not.toContain('Allocation');
    const summary = file.sheet('Summary');
    expect(column(summary, 'A').slice(10)).toEqual(['ETFs', 'Stocks', 'Bonds', 'Options', 'Cash']);
    const chart = chartsOf(file, summary)[1];
    for (const { sheet, address, value } of chart ? cachedCells(chart) : []) {
      expect(String(file.sheet(sheet).cells.get(address)?.value)).toBe(value);
    }
    expect(chart ? cachedCells(chart).length : 0).toBe(11);
  });
});

describe('a column', () => {
  const widths = (sheet: FileSheet): readonly number[] =>
    elements(sheet.xml, 'col').flatMap(({ attributes }) =>
      Array.from({ length: Number(attributes.max) - Number(attributes.min) + 1 }, () => Number(attributes.width)),
    );

  it('is wide enough for its largest figure: Excel shows #### else', async () => {
    const billions = -123_456_789_012.34;
    const report = sampleReport();
    const sections = report.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block): Block => {
        if (block.kind === 'figures')
          return { ...block, figures: block.figures.map((figure) => ({ ...figure, value: billions })) };
        if (block.kind === 'checks')
          return { ...block, checks: block.checks.map((check) => ({ ...check, expected: billions })) };
        if (block.kind === 'table')
          return { ...block, rows: block.rows.map((row) => ({ ...row, value: billions, amount: billions })) };
        return block;
      }),
    }));
    const file = await workbookFile({ ...report, sections });
    const digits = '-123,456,789,012.34'.length;
    expect(widths(file.sheet('Summary'))[1]).toBeGreaterThan(digits * 1.9);
    expect(widths(file.sheet('Checks'))[1]).toBeGreaterThan(digits);
    expect(widths(file.sheet('Positions'))[9]).toBeGreaterThan(digits * 1.05);
    expect(widths(file.sheet('Transactions'))[6]).toBeGreaterThan(digits * 1.05);
  });
});

describe('the sheets around', () => {
  it('have their name as title, and the fact that the page states beside account and day', async () => {
    const file = await workbookFile(sampleReport());
    const performance = file.sheet('Performance').cells;
    expect(performance.get('A1')?.value).toBe('Performance');
    expect(performance.get('A2')?.value).toBe(
      'U…4567, USD, close of Fri 2026-11-20. Performance by period. Time-weighted return, % after fees, to 20 Nov 2026',
    );
    expect(file.sheet('Summary').cells.get('A1')?.value).toBe('Daybook: Main account');
  });

  it('show each check with figures and verdict', async () => {
    const sheet = (await workbookFile(sampleReport())).sheet('Checks');
    expect(column(sheet, 'G')).toEqual([
      'pass',
      'fail',
      'pass',
      'pass',
      'cannot be checked',
      'cannot be checked',
      'pass',
      'pass',
      'cannot be checked',
    ]);
    expect(sheet.cells.get('D5')?.value).toBeCloseTo(12.4, 9);
    expect(sheet.cells.get('D5')?.formula).toBe('C5-B5');
    expect(sheet.cells.get('A2')?.value).toContain('5 of 6 possible checks passed');
  });

  it('lead from About to every sheet, by formulas with their text stored', async () => {
    const file = await workbookFile(sampleReport());
    const links = [...file.sheet('About').cells.values()].filter(({ formula }) => formula?.startsWith('HYPERLINK'));
    expect(links.map(({ value }) => value)).toEqual(
      file.sheets.map(({ name }) => name).filter((name) => name !== 'About'),
    );
    expect(links[0]?.formula).toBe(`HYPERLINK("#'Summary'!A1","Summary")`);
  });

  it('say on every sheet when the account is a paper account or the day preliminary', async () => {
    const file = await workbookFile(sampleReport({ paper: true, finality: 'preliminary' }));
    for (const { name, cells } of file.sheets) {
      expect(cells.get('A2')?.value, name).toContain('preliminary, paper account, no real money');
    }
  });

  it('show warnings and notices on About', async () => {
    const about = column((await workbookFile(sampleReport())).sheet('About'), 'C');
    expect(about).toContain('EUR 4,200.00 owed.');
    expect(about).toContain('positions: "esgScore" came 12 times; kept as sent.');
    expect(about).toContain('n/a: needs Flex statements');
  });

  it('make a book of About alone when the report has no block for it', async () => {
    const file = await workbookFile(reportOf());
    expect(file.sheets.map(({ name }) => name)).toEqual(['About']);
  });
});
