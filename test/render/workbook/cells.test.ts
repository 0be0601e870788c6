import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_TEXT } from '#render/workbook/text';
import { table } from '#report/block';
import type { Report } from '#report/report';
import type { Cell, ValueKind } from '#report/value';
import { sampleReport } from '#test/support/sample-report';
import { workbookBytes, workbookFile } from '#test/support/workbook-file';

/** A report with one table of one column. */
function oneColumn(kind: ValueKind, cells: readonly Cell[], timeZone = 'America/New_York'): Report {
  const block = table({
    id: 'one',
    title: 'One',
    shownIn: ['workbook'],
    sheet: 'One',
    columns: [{ key: 'x', title: 'X', kind }],
    rows: cells.map((x) => ({ x })),
  });
  return { ...sampleReport({ days: 0, transactions: 0 }), timeZone, sections: [{ id: 'one', blocks: [block] }] };
}

async function readBack(kind: ValueKind, cells: readonly Cell[], timeZone?: string) {
  const sheet = (await workbookFile(oneColumn(kind, cells, timeZone))).sheet('One');
  return cells.map((_, index) => sheet.cells.get(`A${index + 4}`));
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('figures', () => {
  it('come back as the very same numbers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(finite, { minLength: 1, maxLength: 40 }), async (numbers) => {
        const back = await readBack('money', numbers);
        expect(back.map((cell) => cell?.value)).toEqual(numbers.map((number) => number + 0));
      }),
      { numRuns: 40 },
    );
  });

  it('are refused when they are none, with sheet, column and row', async () => {
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      await expect(workbookBytes(oneColumn('money', [1, number]))).rejects.toMatchObject({
        name: 'WorkbookValueRefused',
        sheet: 'One',
        column: 'X',
        row: 5,
      });
    }
  });

  it('have the format of their kind', async () => {
    const formats: readonly [ValueKind, string][] = [
      ['money', '#,##0.00'],
      ['change', '+#,##0.00;-#,##0.00;0.00'],
      ['return', '+0.00%;-0.00%;0.00%'],
      ['weight', '0.0%'],
      ['rate', '0.000000'],
      ['count', '#,##0'],
      ['points', '+0.00;-0.00;0.00'],
    ];
    for (const [kind, format] of formats) expect((await readBack(kind, [1]))[0], kind).toMatchObject({ format });
  });

  it('show a difference of percentages in points', async () => {
    expect((await readBack('points', [0.0125]))[0]?.value).toBe(1.25);
  });

  it('put the points of quantities and prices below each other', async () => {
    const formats = async (kind: ValueKind, cells: readonly number[]) =>
      (await readBack(kind, cells)).map((cell) => cell?.format);
    expect(await formats('quantity', [1420, 12.3457])).toEqual(['#,##0_._0_0_0_0', '#,##0.0000']);
    expect(await formats('quantity', [1420, -2])).toEqual(['#,##0', '#,##0']);
    expect(await formats('price', [141.86, 23.964, 0.0123])).toEqual(['#,##0.00_0_0', '#,##0.000_0', '#,##0.0000']);
    expect(await formats('price', [141.86, 7])).toEqual(['#,##0.00', '#,##0.00']);
  });

  it('say why when they are missing, and stay empty when they do not apply', async () => {
    expect(await readBack('money', [{ missing: 'no rate for JPY' }, null, 0])).toEqual([
      expect.objectContaining({ value: 'n/a: no rate for JPY' }),
      undefined,
      expect.objectContaining({ value: 0 }),
    ]);
  });
});

describe('days and instants', () => {
  it('are Excel’s day numbers', async () => {
    const [first, leap, last] = await readBack('date', ['1900-03-01', '2024-02-29', '2026-11-20']);
    expect([first?.value, leap?.value, last?.value]).toEqual([61, 45_351, 46_346]);
    expect(last?.format).toBe('yyyy-mm-dd');
  });

  it('stand in the report’s zone, on both sides of a change of the clock', async () => {
    const summer = 45_963 + 1.5 / 24;
    const cells = await readBack('instant', ['2025-11-02T05:30:00Z', '2025-11-02T06:30:00Z', '2025-11-02T16:00:00Z']);
    expect(cells[0]?.value).toBeCloseTo(summer, 9);
    expect(cells[1]?.value).toBeCloseTo(summer, 9);
    expect(cells[2]?.value).toBeCloseTo(45_963 + 11 / 24, 9);
    expect(cells[0]?.format).toBe('yyyy-mm-dd hh:mm');
  });

  it('name their zone in the header', async () => {
    const header = async (zone: string) =>
      (await workbookFile(oneColumn('instant', ['2026-11-20T21:00:00Z'], zone))).sheet('One').cells.get('A3')?.value;
    expect(await header('America/New_York')).toBe('X ET');
    expect(await header('Europe/Zurich')).toBe('X Zurich time');
    expect(await header('UTC')).toBe('X UTC');
  });

  it('stay text when they are none, or older than Excel’s calendar', async () => {
    const texts = ['2026-12', '2026-02-30', '1899-12-31', 'soon'];
    expect((await readBack('date', texts)).map((cell) => cell?.value)).toEqual(texts);
  });
});

describe('text', () => {
  it('stays text whatever it begins with', async () => {
    const texts = [
      '=1+1',
      '+49 30',
      '-text',
      '@SUM(A1)',
      '\t=1',
      '=HYPERLINK("http://x")',
      "'quoted",
      '_x0041_',
      '1234',
    ];
    const back = await readBack('text', texts);
    expect(back.map((cell) => cell?.value)).toEqual(texts);
    expect(back.every((cell) => cell?.formula === undefined)).toBe(true);
  });

  it('comes back whole, without what XML forbids', async () => {
    const foreign = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
    // What XML forbids, and the carriage return that every XML reader turns into a line feed.
    const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g;
    await fc.assert(
      fc.asyncProperty(fc.array(foreign, { minLength: 1, maxLength: 30 }), async (texts) => {
        const back = await readBack('text', texts);
        for (const [index, text] of texts.entries()) {
          expect(back[index]?.formula).toBeUndefined();
          expect(back[index]?.value ?? '').toBe(text.replace(forbidden, '').toWellFormed());
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is cut at the length a cell can hold, with a mark, and never through a character', async () => {
    const [fits, cut, emoji] = await readBack('text', [
      'a'.repeat(LONGEST_TEXT),
      'b'.repeat(LONGEST_TEXT + 1),
      `${'c'.repeat(LONGEST_TEXT - 2)}😀😀`,
    ]);
    expect(fits?.value).toHaveLength(LONGEST_TEXT);
    expect(String(cut?.value)).toHaveLength(LONGEST_TEXT);
    expect(String(cut?.value).endsWith('b…')).toBe(true);
    expect(String(emoji?.value).length).toBeLessThanOrEqual(LONGEST_TEXT);
    expect(String(emoji?.value).isWellFormed()).toBe(true);
  });

  it('is inert in titles, sheet names, headers, categories and footers too', async () => {
    const foreign = '<&">\u202e=A1[x]*:?/\\\'\u0000 and more than thirty-one characters';
    const report = sampleReport({ days: 30, transactions: 3, label: foreign });
    const sections = report.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block) => ({ ...block, title: foreign, subtitle: foreign, sheet: foreign })),
    }));
    const file = await workbookFile({ ...report, sections, account: { ...report.account, maskedId: foreign } });
    const names = file.sheets.map(({ name }) => name);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[^[\]:*?/\\\u202e]{1,31}$/u);
  });
});

describe('times as they were told', () => {
  it('are dates of Excel that show the told clock, moved to no zone, with or without seconds and offset', async () => {
    const told = ['2026-11-16T16:00:00', '2026-11-16T16:00', '2026-11-16T16:00:00-05:00', '2026-11-16T16:00:00Z'];
    const cells = await readBack('wall-clock', told);
    for (const cell of cells) expect(cell).toMatchObject({ value: 46342 + 16 / 24, format: 'yyyy-mm-dd hh:mm' });
  });

  it('stay text where their form is not known', async () => {
    const told = ['16:00', '2026-02-30T16:00:00', '2026-11-16T24:10:00', 'after the close'];
    expect((await readBack('wall-clock', told)).map((cell) => cell?.value)).toEqual(told);
  });
});
