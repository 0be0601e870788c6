import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discreetReport } from '#report/discreet';
import type { Report } from '#report/report';
import { differences, LibreOffice } from '#test/support/libre-office';
import { owingReport } from '#test/support/owing-report';
import { openWorkbook, workbookBytes } from '#test/support/workbook-file';
import { breaches } from '#test/support/workbook-rules';
import { writeZip } from '#test/support/zip';
import { scenes } from './pictures/scenes.ts';

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

describe.each(NAMES)('the workbook of the scene %s', (name) => {
  it('keeps the rules of the format, and LibreOffice computes every formula to its stored result', async () => {
    const report = reports.get(name);
    if (!report) throw new Error(`no report of ${name}`);
    const bytes = await workbookBytes(report);
    const stored = openWorkbook(bytes);
    expect(breaches(stored)).toEqual([]);
    const formulas = stored.sheets.flatMap(({ cells }) => [...cells.values()].filter(({ formula }) => formula));
    expect(formulas.length).toBeGreaterThan(stored.sheets.length);
    const computed = openWorkbook(await office.convert(name, bytes, 'xlsx'));
    expect(differences(stored, computed)).toEqual([]);
  });
});

describe('the money-weighted return', () => {
  it('is solved again by XIRR from the sheet of flows, and a flow that is not the report’s is seen', async () => {
    const report = reports.get('flex');
    if (!report) throw new Error('no report of flex');
    const stored = openWorkbook(await workbookBytes(report));
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
