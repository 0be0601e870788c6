import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDay, demoDay } from '#test/goldens/demo-day';
import { benchmarkOf } from '#test/support/benchmark-of';
import { openTerminal, type Terminal } from '#test/support/command';
import { differences, LibreOffice } from '#test/support/libre-office';
import { reportOfDays } from '#test/support/long-history';
import { sampleReport } from '#test/support/sample-report';
import { openWorkbook, type WorkbookFile, workbookBytes } from '#test/support/workbook-file';
import { writeZip } from '#test/support/zip';

const run = promisify(execFile);

const OPENPYXL = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps([{
    "name": sheet.title,
    "rows": sheet.max_row,
    "tables": [[table.name, table.ref, [column.name for column in table.tableColumns]] for table in sheet.tables.values()],
    "charts": [type(chart).__name__ for chart in sheet._charts],
    "frozen": sheet.freeze_panes,
    "a4": str(sheet["A4"].value),
} for sheet in book]))
`;

interface PythonSheet {
  readonly name: string;
  readonly rows: number;
  readonly tables: readonly (readonly [string, string, readonly string[]])[];
  readonly charts: readonly string[];
  readonly frozen: string;
  readonly a4: string;
}

let office: LibreOffice;
let bytes: Buffer;
let file: WorkbookFile;
let terminal: Terminal;
let day: DemoDay;

beforeAll(async () => {
  office = await LibreOffice.prepare();
  terminal = await openTerminal();
  day = await demoDay(terminal);
  bytes = await workbookBytes(sampleReport());
  file = openWorkbook(bytes);
});

afterAll(async () => {
  await terminal.leave();
  await office.remove();
});

describe('LibreOffice', () => {
  it('computes every formula to its stored result', async () => {
    const formulas = file.sheets.flatMap(({ cells }) =>
      [...cells.values()].filter(({ formula }) => formula !== undefined),
    );
    expect(formulas.length).toBeGreaterThanOrEqual(12);
    const computed = openWorkbook(await office.convert('honest', bytes, 'xlsx'));
    expect(differences(file, computed)).toEqual([]);
  });

  it('computes the statistics from the sheet of the days as the report does', async () => {
    const report = reportOfDays(300, { riskFree: { rate: 0.04, source: 'a test' } });
    const book = await workbookBytes(report);
    const stored = openWorkbook(book);
    const formulas = [...stored.sheet('Risk').cells].filter(([address, { formula }]) => /^C/.test(address) && formula);
    expect(formulas).toHaveLength(18);
    const computed = openWorkbook(await office.convert('statistics', book, 'xlsx'));
    expect(differences(stored, computed).filter((place) => !place.startsWith('Risk!D'))).toEqual([]);
    for (const [address, { value }] of computed.sheet('Risk').cells) {
      if (/^D[4-9]|^D[12]\d/.test(address) && typeof value === 'number') expect(Math.abs(value)).toBeLessThan(1e-9);
    }
  });

  it('computes the statistics beside a benchmark, days that one of both lacks among them', async () => {
    const without = ['2026-03-02', '2026-03-03', '2026-07-15', '2026-11-18'];
    const riskFree = { rate: 0.04, source: 'a test' };
    const book = await workbookBytes(reportOfDays(300, { riskFree, benchmark: benchmarkOf({ without }) }));
    const stored = openWorkbook(book);
    const formulas = [...stored.sheet('Risk').cells].filter(([address, { formula }]) => /^C/.test(address) && formula);
    expect(formulas).toHaveLength(25);
    const computed = openWorkbook(await office.convert('benchmark', book, 'xlsx'));
    expect(differences(stored, computed).filter((place) => !place.startsWith('Risk!D'))).toEqual([]);
    const left = [...computed.sheet('Risk').cells].filter(
      ([address, { value }]) => /^D\d+$/.test(address) && typeof value === 'number',
    );
    expect(left.length).toBe(25);
    for (const [, { value }] of left) expect(Math.abs(value as number)).toBeLessThan(1e-9);
  });

  it('computes every formula of the demo’s whole day to its stored result', async () => {
    const stored = openWorkbook(day.workbook);
    const formulas = stored.sheets.flatMap(({ cells }) => [...cells.values()].filter((cell) => cell.formula));
    expect(formulas.length).toBeGreaterThan(120);
    const computed = openWorkbook(await office.convert('demo', day.workbook, 'xlsx'));
    expect(differences(stored, computed)).toEqual([]);
  });

  it('sees a wrong return planted among the days of the demo', async () => {
    const stored = openWorkbook(day.workbook);
    const { part, cells } = stored.sheet('Daily');
    const letter = [...cells].find(([address, { value }]) => /^[A-Z]3$/.test(address) && value === 'Return')?.[0][0];
    const entries = stored.entries.map(({ name, content }) => {
      if (name !== part) return { name, content };
      const planted = content.toString('utf8').replace(new RegExp(`(<c r="${letter}9"[^>]*><v>)[^<]*`), '$10.5');
      expect(planted).not.toBe(content.toString('utf8'));
      return { name, content: Buffer.from(planted) };
    });
    const computed = openWorkbook(await office.convert('planted-day', writeZip(entries), 'xlsx'));
    expect(differences(stored, computed).filter((place) => place.startsWith('Risk!C')).length).toBeGreaterThan(5);
  });

  it('sees a planted wrong result', async () => {
    const { part, cells } = file.sheet('Positions');
    const right = String(cells.get('J16')?.value);
    const entries = file.entries.map(({ name, content }) =>
      name === part
        ? { name, content: Buffer.from(content.toString('utf8').replace(`<v>${right}</v></c>`, '<v>1</v></c>')) }
        : { name, content },
    );
    const planted = writeZip(entries);
    expect(openWorkbook(planted).sheet('Positions').cells.get('J16')?.value).toBe(1);
    const computed = openWorkbook(await office.convert('planted', planted, 'xlsx'));
    expect(differences(openWorkbook(planted), computed)).toEqual(['Positions!J16']);
  });

  it('prints every sheet', async () => {
    const pdf = await office.convert('print', bytes, 'pdf');
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThanOrEqual(file.sheets.length);
  });
});

describe('openpyxl', () => {
  it('loads the workbook with its tables and charts', async () => {
    const path = join(office.folder, 'python.xlsx');
    await writeFile(path, bytes);
    const { stdout } = await run('/usr/bin/python3', ['-W', 'error', '-c', OPENPYXL, path]);
    const sheets = JSON.parse(stdout) as readonly PythonSheet[];
    expect(sheets.map(({ name, charts }) => [name, charts])).toEqual([
      ['Summary', ['LineChart', 'BarChart']],
      ['Allocation', ['BarChart']],
      ['Checks', []],
      ['Performance', ['BarChart']],
      ['Daily', ['LineChart']],
      ['Positions', ['BarChart']],
      ['Cash', ['BarChart']],
      ['Transactions', []],
      ['About', []],
    ]);
    for (const { name, tables, rows } of sheets) {
      expect(tables, name).toHaveLength(1);
      const [, reference, columns] = tables[0] ?? ['', '', []];
      expect(reference.endsWith(String(rows)), `${name} ${reference} of ${rows}`).toBe(true);
      expect(columns, name).not.toContain('');
    }
    expect(sheets.find(({ name }) => name === 'Positions')?.frozen).toBe('C4');
    expect(sheets.find(({ name }) => name === 'Daily')?.a4).toBe('2026-11-20 00:00:00');
  });

  it('loads the whole day of the demo with every chart in its place', async () => {
    const path = join(office.folder, 'demo-python.xlsx');
    await writeFile(path, day.workbook);
    const { stdout } = await run('/usr/bin/python3', ['-W', 'error', '-c', OPENPYXL, path]);
    const charts = new Map((JSON.parse(stdout) as readonly PythonSheet[]).map(({ name, charts }) => [name, charts]));
    expect(charts.get('Summary')).toEqual(['LineChart', 'BarChart']);
    expect(charts.get('Daily')).toEqual(['LineChart', 'LineChart', 'AreaChart']);
    for (const name of ['Performance', 'Monthly', 'Bridge', 'Income by month', 'Largest holdings', 'Allocation'])
      expect(charts.get(name), name).toEqual(['BarChart']);
  });
});
