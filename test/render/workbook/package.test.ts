import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleReport } from '#test/support/sample-report';
import { type WorkbookFile, workbookBytes, workbookFile } from '#test/support/workbook-file';
import { child, elements } from '#test/support/xml';

const ORDER = [
  'sheetPr',
  'dimension',
  'sheetViews',
  'sheetFormatPr',
  'cols',
  'sheetData',
  'sheetProtection',
  'autoFilter',
  'mergeCells',
  'conditionalFormatting',
  'dataValidations',
  'hyperlinks',
  'printOptions',
  'pageMargins',
  'pageSetup',
  'headerFooter',
  'rowBreaks',
  'drawing',
  'legacyDrawing',
  'picture',
  'tableParts',
];

describe('the parts of a workbook', () => {
  let file: WorkbookFile;
  beforeAll(async () => {
    file = await workbookFile(sampleReport());
  });

  it('has a sheet for each block that names one, in the order of the blocks, and About last', () => {
    expect(file.sheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Allocation',
      'Checks',
      'Performance',
      'Daily',
      'Positions',
      'Cash',
      'Transactions',
      'About',
    ]);
  });

  it('gives every part one content type, and names no part that is not there', () => {
    const types = file.parts.get('[Content_Types].xml');
    if (!types) throw new Error('no content types');
    const named = elements(types, 'Override').map(({ attributes }) => attributes.PartName?.replace(/^\//, ''));
    const extensions = elements(types, 'Default').map(({ attributes }) => attributes.Extension);
    expect(new Set(named).size).toBe(named.length);
    for (const name of named) expect(file.parts.has(name ?? ''), `${name} is announced`).toBe(true);
    for (const { name } of file.entries.filter((entry) => entry.name !== '[Content_Types].xml')) {
      const covered = named.includes(name) || extensions.includes(name.split('.').at(-1));
      expect(covered, `${name} has a type`).toBe(true);
    }
    const own = file.entries
      .map(({ name }) => name)
      .filter((name) => /^xl\/(tables|charts|drawings|worksheets)\/[^_/]+$/.test(name));
    for (const name of own) expect(named, name).toContain(name);
  });

  it('has no part twice, and each relation leads to a part', () => {
    const names = file.entries.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const withRelations = names
      .filter((name) => name.endsWith('.rels'))
      .map((name) => name.replace('_rels/', '').replace(/\.rels$/, ''));
    expect(withRelations.length).toBeGreaterThan(8);
    for (const part of withRelations) {
      for (const [id, target] of file.relations(part)) expect(names, `${part} ${id}`).toContain(target);
    }
  });

  it('uses every relation id that a sheet or drawing names, and no part hangs loose', () => {
    const reached = new Set<string>();
    for (const [name, xml] of file.parts) {
      if (!/^xl\/(worksheets|drawings)\/[^/]+$/.test(name)) continue;
      const ids = [...elements(xml, 'drawing'), ...elements(xml, 'tablePart'), ...elements(xml, 'c:chart')].map(
        ({ attributes }) => attributes['r:id'] ?? '',
      );
      const relations = file.relations(name);
      expect([...relations.keys()].sort()).toEqual([...ids].sort());
      for (const target of relations.values()) reached.add(target);
    }
    const own = file.entries
      .map(({ name }) => name)
      .filter((name) => /^xl\/(tables|charts|drawings)\/[^/]+$/.test(name));
    expect([...reached].sort()).toEqual(own.sort());
  });

  it('keeps the elements of a sheet in the order the format asks for', () => {
    for (const { name, xml } of file.sheets) {
      const places = xml.children.map((element) => ORDER.indexOf(element.name));
      expect(places, name).not.toContain(-1);
      expect(places, name).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('gives tables names and ids of their own, and columns that equal their header cells', () => {
    const tables = [...file.parts].filter(([name]) => name.startsWith('xl/tables/')).map(([, xml]) => xml);
    expect(tables).toHaveLength(9);
    expect(new Set(tables.map(({ attributes }) => attributes.id)).size).toBe(tables.length);
    expect(new Set(tables.map(({ attributes }) => attributes.name?.toLowerCase())).size).toBe(tables.length);
    for (const sheet of file.sheets) {
      const table = [...file.relations(sheet.part).values()].find((part) => part.startsWith('xl/tables/'));
      const xml = file.parts.get(table ?? '');
      if (!xml) throw new Error(`${sheet.name} has no table`);
      const columns = elements(xml, 'tableColumn').map(({ attributes }) => attributes.name);
      const headers = columns.map((_, index) => sheet.cells.get(`${String.fromCharCode(65 + index)}3`)?.value);
      expect(columns, sheet.name).toEqual(headers);
      const [, right, bottom] = /^A3:([A-Z]+)(\d+)$/.exec(xml.attributes.ref ?? '') ?? [];
      expect(right, sheet.name).toBe(String.fromCharCode(64 + columns.length));
      const rows = elements(sheet.xml, 'row').map(({ attributes }) => Number(attributes.r));
      expect(Number(bottom), sheet.name).toBe(Math.max(...rows));
    }
  });

  it('describes every chart for those who cannot see it', () => {
    const frames = [...file.parts].flatMap(([, xml]) => elements(xml, 'xdr:cNvPr'));
    expect(frames).toHaveLength(7);
    for (const { attributes } of frames) expect(attributes.descr?.length).toBeGreaterThan(20);
  });

  it('has a view of the book, frozen headers, and prints titles and page numbers', () => {
    const book = file.parts.get('xl/workbook.xml');
    if (!book) throw new Error('no workbook part');
    expect(elements(book, 'workbookView')).toHaveLength(1);
    expect(
      elements(book, 'definedName').filter(({ attributes }) => attributes.name === '_xlnm.Print_Titles'),
    ).toHaveLength(9);
    for (const { name, xml } of file.sheets) {
      expect(elements(xml, 'pane')[0]?.attributes.ySplit, name).toBe('3');
      // A series of few columns and many rows takes half the pages when it stands upright.
      const orientation = name === 'Benchmark' ? 'portrait' : 'landscape';
      expect(child(xml, 'pageSetup')?.attributes, name).toMatchObject({ paperSize: '9', orientation });
      expect(elements(xml, 'oddFooter')[0]?.text, name).toContain(`${name} · Snapshot 5f0c9ae1`);
    }
  });

  it('names the cells of the headline', () => {
    const book = file.parts.get('xl/workbook.xml');
    const names = book ? elements(book, 'definedName').map(({ attributes, text }) => [attributes.name, text]) : [];
    expect(names).toContainEqual(['NAV_Close', 'Summary!$B$4']);
    expect(names).toContainEqual(['TWR_YTD', 'Summary!$B$8']);
  });

  it('uses one font family in every style', () => {
    const styles = file.parts.get('xl/styles.xml');
    const fonts = styles ? elements(styles, 'font').map((font) => child(font, 'name')?.attributes.val) : [];
    expect(new Set(fonts)).toEqual(new Set(['Arial']));
  });
});

describe('what the file says of itself', () => {
  it('is who made it and when, and nothing of the account: no number, no name, no figure', async () => {
    const report = sampleReport({ label: 'Canary account U7654321' });
    const file = await workbookFile({ ...report, account: { ...report.account, key: 'canarykey' } });
    const said = file.entries.filter(({ name }) => name.startsWith('docProps/'));
    expect(said.map(({ name }) => name).sort()).toEqual(['docProps/app.xml', 'docProps/core.xml']);
    const words = said.map(({ content }) => content.toString('utf8')).join();
    expect(words).toContain('<dc:creator>Daybook</dc:creator>');
    expect(words).toContain('2026-11-21T10:45:12Z');
    expect(words).not.toMatch(/canary|U7654321|4567|token|147367/i);
    // The name is on the sheets alone, and the key, which leads to files, nowhere.
    const holds = (text: string): readonly string[] =>
      file.entries.filter(({ content }) => content.toString('utf8').includes(text)).map(({ name }) => name);
    expect(holds('canarykey')).toEqual([]);
    expect(holds('Canary account').every((name) => /^xl\/(?:worksheets\/|sharedStrings)/.test(name))).toBe(true);
    expect(holds('Canary account').length).toBeGreaterThan(0);
  });
});

describe('the bytes of a workbook', () => {
  const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  it('are the same for the same report', async () => {
    expect(hash(await workbookBytes(sampleReport()))).toBe(hash(await workbookBytes(sampleReport())));
  });

  it('are others for another report', async () => {
    expect(hash(await workbookBytes(sampleReport({ days: 499 })))).not.toBe(hash(await workbookBytes(sampleReport())));
  });

  it('carry one date on every part: the Snapshot’s', async () => {
    const { entries } = await workbookFile(sampleReport({ days: 5, transactions: 5 }));
    expect(new Set(entries.map(({ dosTime }) => dosTime)).size).toBe(1);
  });
});
