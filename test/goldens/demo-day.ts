import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Terminal } from '#test/support/command';
import { openWorkbook } from '#test/support/workbook-file';

/** The demo's day with both sources: everything a reader gets of it. */
const DEMO_DAY = '2026-11-20';

/** Names of the files beside this one. */
export const GOLDENS = ['report.txt', 'page.txt', 'mail.txt', 'workbook.txt'] as const;
export type Golden = (typeof GOLDENS)[number];

export interface DemoDay {
  readonly workbook: Buffer;
  /** What each golden file would hold today. */
  readonly texts: Readonly<Record<Golden, string>>;
}

/** Types `daybook demo` and reads the files it wrote. @throws Error when the command fails */
export async function demoDay(terminal: Terminal): Promise<DemoDay> {
  const { code, stderr } = await terminal.type(
    'demo',
    '--date',
    DEMO_DAY,
    '--sources',
    'both',
    '--quiet',
    '--out',
    'demo',
  );
  if (code !== 0) throw new Error(`daybook demo ended with ${code}: ${stderr}`);
  const out = join(terminal.folder, 'demo');
  const day = join(out, 'reports', ...DEMO_DAY.split('-'));
  const [report = ''] = await readdir(day);
  const [mail = ''] = await readdir(join(out, 'outbox'));
  const read = (name: string): Promise<Buffer> => readFile(join(day, report, name));
  const workbook = await read('workbook.xlsx');
  return {
    workbook,
    texts: {
      'report.txt': jsonLines((await read('report.json')).toString('utf8')),
      'page.txt': (await read('page.html')).toString('utf8').replace(/></g, '>\n<'),
      'mail.txt': mailLines(await readFile(join(out, 'outbox', mail), 'utf8')),
      'workbook.txt': workbookLines(workbook),
    },
  };
}

/** Last digits of doubles differ between processors' mathematics; what anybody sees does not. */
const rounded = (value: number): number => Number(value.toPrecision(12));

function jsonLines(json: string): string {
  const lines = JSON.stringify(
    JSON.parse(json),
    (_key, value) => (typeof value === 'number' ? rounded(value) : value),
    1,
  );
  // Rows of plain values stand on one line each.
  return lines.replace(
    /([[{])\s+([^[\]{}]*?)\s+([\]}])/g,
    (_all, open, inner, close) => `${open}${inner.replace(/\n\s*/g, ' ')}${close}`,
  );
}

/** Subject and plain text, as a reader without pictures gets them. */
function mailLines(eml: string): string {
  const [subject = ''] = /^Subject: .*(?:\n[ \t].*)*/m.exec(eml.replace(/\r/g, '')) ?? [];
  const [, body = ''] = /Content-Type: text\/plain[\s\S]*?\n\n([\s\S]*?)\n--/.exec(eml.replace(/\r/g, '')) ?? [];
  return `${subject}\n\n${quotedPrintable(body)}\n`;
}

function quotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** `Daily!B4 = 366274 {#,##0.00}`, a cell a line; a formula stands before its stored result. */
function workbookLines(bytes: Buffer): string {
  const lines = openWorkbook(bytes).sheets.flatMap(({ name, cells }) =>
    [...cells].map(([address, { value, formula, format }]) => {
      const shown = typeof value === 'number' ? String(rounded(value)) : JSON.stringify(value);
      const live = formula === undefined ? '' : `=${formula} → `;
      return `${name}!${address} ${live}${shown}${format === '' || format === 'General' ? '' : ` {${format}}`}`;
    }),
  );
  return `${lines.join('\n')}\n`;
}
