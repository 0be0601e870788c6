import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from '#test/support/command';
import { openWorkbook } from '#test/support/workbook-file';
import { breaches } from '#test/support/workbook-rules';
import { writeZip } from '#test/support/zip';
import { type DemoDay, demoDay, GOLDENS } from './demo-day.ts';
import { lineDifference } from './line-difference.ts';

let terminal: Terminal;
let day: DemoDay;

beforeAll(async () => {
  terminal = await openTerminal();
  day = await demoDay(terminal);
});

afterAll(() => terminal.leave());

describe('the demo’s day', () => {
  it.each(GOLDENS)('gives the golden %s; if it should not, see the recipe in CONTRIBUTING.md', async (name) => {
    const golden = await readFile(new URL(name, import.meta.url), 'utf8');
    expect(lineDifference(golden, day.texts[name])).toBe('');
  });

  it('makes a workbook that keeps the rules of its format', () => {
    const file = openWorkbook(day.workbook);
    expect(file.sheets.length).toBeGreaterThan(20);
    expect(breaches(file)).toEqual([]);
  });

  it.each([
    ['an element out of order', 'xl/worksheets/sheet1.xml', /(<pageMargins[^>]*>)(<pageSetup[^>]*>)/, '$2$1'],
    ['a table column that its formulas miss', 'xl/tables/table5.xml', /name="Return"/, 'name="Returns"'],
    ['a chart that draws another number', 'xl/charts/chart1.xml', /(<c:pt idx="3"><c:v>)[^<]*/, '$1 1'],
    ['a shape without words', 'xl/drawings/drawing1.xml', / descr="[^"]*"/, ''],
    ['a part without a type', '[Content_Types].xml', /<Override PartName="\/xl\/charts\/chart2.xml"[^>]*>/, ''],
  ])('would not pass with %s', (_name, part, words, other) => {
    const entries = openWorkbook(day.workbook).entries.map(({ name, content }) => {
      if (name !== part) return { name, content };
      const changed = content.toString('utf8').replace(words, other);
      expect(changed).not.toBe(content.toString('utf8'));
      return { name, content: Buffer.from(changed) };
    });
    expect(breaches(openWorkbook(writeZip(entries)))).not.toEqual([]);
  });
});

describe('the difference of two texts', () => {
  it('names what went, what came, and where', () => {
    expect(lineDifference('a\nb\nc', 'a\nb\nc')).toBe('');
    expect(lineDifference('a\nb\nc', 'a\nx\nc')).toBe('- 2: b\n+ 2: x');
    expect(lineDifference('a\nc', 'a\nb\nc')).toBe('+ 2: b');
    expect(lineDifference('a\nb\nc', 'a')).toBe('- 2: b\n- 3: c');
    expect(lineDifference('a\nb\nc', 'd\ne\nf', 2)).toContain('… and 4 more lines');
  });
});
