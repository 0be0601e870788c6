import { Writable } from 'node:stream';
import { writeWorkbook } from '#render/workbook/workbook';
import type { Report } from '#report/report';
import { child, elements, parseXml, type XmlElement } from './xml.ts';
import { readZip, type ZipEntry } from './zip.ts';

/** A cell as the file holds it. */
export interface FileCell {
  readonly value: string | number;
  readonly formula?: string;
  readonly format: string;
}

export interface FileSheet {
  readonly name: string;
  readonly part: string;
  readonly xml: XmlElement;
  /** By address: `B4`. Empty cells are left out. */
  readonly cells: ReadonlyMap<string, FileCell>;
}

/** A workbook taken apart, by the parts' own words. */
export interface WorkbookFile {
  readonly bytes: Buffer;
  readonly entries: readonly ZipEntry[];
  readonly parts: ReadonlyMap<string, XmlElement>;
  readonly sheets: readonly FileSheet[];
  /** What a part refers to, by relation id, as full part names. */
  relations(part: string): ReadonlyMap<string, string>;
  sheet(name: string): FileSheet;
}

/** Writes the report and keeps the bytes. */
export async function workbookBytes(report: Report): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await writeWorkbook(report, sink);
  return Buffer.concat(chunks);
}

/** Writes the report and takes the workbook apart; throws when a part is not well-formed. */
export async function workbookFile(report: Report): Promise<WorkbookFile> {
  return openWorkbook(await workbookBytes(report));
}

/** Takes a workbook apart, ours or another program's; throws when a part is not well-formed. */
export function openWorkbook(bytes: Buffer): WorkbookFile {
  const entries = readZip(bytes);
  const parts = new Map(entries.map(({ name, content }) => [name, parseXml(content.toString('utf8'))]));
  const relations = (part: string) => relationsOf(parts, part);
  const shared = parts.get('xl/sharedStrings.xml');
  const strings = (shared ? elements(shared, 'si') : []).map((item) =>
    elements(item, 't')
      .map(({ text }) => text)
      .join(''),
  );
  const formats = cellFormats(part(parts, 'xl/styles.xml'));
  const targets = relations('xl/workbook.xml');
  const sheets = elements(part(parts, 'xl/workbook.xml'), 'sheet').map(({ attributes }): FileSheet => {
    const name = targets.get(attributes['r:id'] ?? '') ?? '';
    const xml = part(parts, name);
    return { name: attributes.name ?? '', part: name, xml, cells: cellsOf(xml, strings, formats) };
  });
  return {
    bytes,
    entries,
    parts,
    sheets,
    relations,
    sheet(name) {
      const found = sheets.find((sheet) => sheet.name === name);
      if (!found) throw new Error(`no sheet ${name} among ${sheets.map((sheet) => sheet.name).join(', ')}`);
      return found;
    },
  };
}

function part(parts: ReadonlyMap<string, XmlElement>, name: string): XmlElement {
  const found = parts.get(name);
  if (!found) throw new Error(`no part ${name}`);
  return found;
}

function relationsOf(parts: ReadonlyMap<string, XmlElement>, name: string): ReadonlyMap<string, string> {
  const xml = parts.get(name.replace(/([^/]*)$/, '_rels/$1.rels'));
  const rows = xml ? elements(xml, 'Relationship') : [];
  const base = new URL(`part:/${name}`);
  return new Map(
    rows.map(({ attributes }) => [
      attributes.Id ?? '',
      new URL(attributes.Target ?? '', base).pathname.replace(/^\//, ''),
    ]),
  );
}

function cellFormats(styles: XmlElement): readonly string[] {
  const codes = new Map(
    elements(styles, 'numFmt').map(({ attributes }) => [attributes.numFmtId, attributes.formatCode ?? '']),
  );
  const builtIn: Record<string, string> = { '0': 'General', '3': '#,##0', '4': '#,##0.00' };
  const rows = child(styles, 'cellXfs')?.children ?? [];
  return rows.map(
    ({ attributes: { numFmtId = '0' } }) => codes.get(numFmtId) ?? builtIn[numFmtId] ?? `built-in ${numFmtId}`,
  );
}

function cellsOf(
  xml: XmlElement,
  strings: readonly string[],
  formats: readonly string[],
): ReadonlyMap<string, FileCell> {
  const cells = new Map<string, FileCell>();
  for (const cell of elements(xml, 'c')) {
    const raw = child(cell, 'v');
    if (!raw) continue;
    const { t: type, r: address = '', s: style = '0' } = cell.attributes;
    const formula = child(cell, 'f')?.text;
    const value = type === 's' ? (strings[Number(raw.text)] ?? '') : type === 'str' ? raw.text : Number(raw.text);
    cells.set(address, {
      value:
        typeof value === 'string'
          ? value.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
          : value,
      format: formats[Number(style)] ?? '',
      ...(formula === undefined ? {} : { formula }),
    });
  }
  return cells;
}
