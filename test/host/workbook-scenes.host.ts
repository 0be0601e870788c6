import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discreetReport } from '#report/discreet';
import type { Report } from '#report/report';
import { differences, LibreOffice } from '#test/support/libre-office';
import { owingReport } from '#test/support/owing-report';
import { openWorkbook, workbookBytes } from '#test/support/workbook-file';
import { breaches } from '#test/support/workbook-rules';
import { writeZip } from '#test/support/zip';
import { scenes } from './pictures/scenes.ts';

const run = promisify(execFile);

const OPENPYXL = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({"sheets": book.sheetnames, "charts": sum(len(sheet._charts) for sheet in book)}))
`;

/** What an account may be that is not the demo's with both sources. */
const PLAYED = ['gateway', 'flex', 'empty', 'advisor', 'no-returns', 'no-holdings', 'holiday'] as const;
const NAMES = [...PLAYED, 'owing', 'discreet'] as const;

let office: LibreOffice;
const reports = new Map<string, Report>();

beforeAll(async () => {
  office = await LibreOffice.prepare();
  for await (const scene of scenes(PLAYED)) {
    // Of the advisor's accounts one client's: the first with holdings.
    const told = scene.reports.find(({ sections }) => sections.some(({ id }) => id === 'holdings'));
    const report = told ?? scene.reports[0];
    if (report) reports.set(scene.name, report);
  }
  reports.set('owing', owingReport());
  const flex = reports.get('flex');
  if (flex) reports.set('discreet', discreetReport(flex));
});

afterAll(() => office.remove());

function reportNamed(name: string): Report {
  return reports.get(name) ?? expect.fail(`no report of ${name}`);
}

describe.each(NAMES)('the workbook of the scene %s', (name) => {
  it('keeps the rules of the format, and LibreOffice computes every formula to its stored result', async () => {
    const bytes = await workbookBytes(reportNamed(name));
    const stored = openWorkbook(bytes);
    expect(breaches(stored)).toEqual([]);
    const formulas = stored.sheets.flatMap(({ cells }) => [...cells.values()].filter(({ formula }) => formula));
    expect(formulas.length).toBeGreaterThan(stored.sheets.length);
    const computed = openWorkbook(await office.convert(name, bytes, 'xlsx'));
    expect(differences(stored, computed)).toEqual([]);
  });

  it('prints every sheet without a column too narrow for its figures, and openpyxl loads it with its charts', async () => {
    const bytes = await workbookBytes(reportNamed(name));
    const file = openWorkbook(bytes);
    const path = join(office.folder, `${name}-printed.pdf`);
    await writeFile(path, await office.convert(`${name}-print`, bytes, 'pdf'));
    const { stdout: printed } = await run('pdftotext', ['-layout', path, '-']);
    expect(printed.split('\f').length - 1).toBeGreaterThanOrEqual(file.sheets.length);
    expect(printed).not.toMatch(/##/);
    const workbook = join(office.folder, `${name}-print.xlsx`);
    const { stdout } = await run('/usr/bin/python3', ['-W', 'error', '-c', OPENPYXL, workbook]);
    const charts = [...file.parts.keys()].filter((part) => part.startsWith('xl/charts/'));
    expect(JSON.parse(stdout)).toEqual({ sheets: file.sheets.map((sheet) => sheet.name), charts: charts.length });
  });
});

describe('the money-weighted return', () => {
  it('is solved again by XIRR from the sheet of flows, and a flow that is not the report’s is seen', async () => {
    const stored = openWorkbook(await workbookBytes(reportNamed('flex')));
    const solved = [...stored.sheet('Performance').cells].filter(([, { formula }]) => formula?.includes('XIRR('));
    expect(solved.length).toBeGreaterThanOrEqual(3);
    const { part } = stored.sheet('Own money');
    const entries = stored.entries.map(({ name, content }) =>
      name === part
        ? { name, content: Buffer.from(content.toString('utf8').replace(/<v>-(\d{6})/g, '<v>-9$1')) }
        : { name, content },
    );
    const computed = openWorkbook(await office.convert('planted-flow', writeZip(entries), 'xlsx'));
    const wrong = differences(stored, computed).filter((place) => place.startsWith('Performance!'));
    expect(wrong).toEqual(solved.map(([address]) => `Performance!${address}`));
  });
});
