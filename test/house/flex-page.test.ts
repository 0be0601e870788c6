import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { codeRows, fieldRows, knownCodes, optionRows, sectionRows } from './flex-tables.ts';

let page: string;

beforeAll(async () => {
  page = await readFile('docs/flex.md', 'utf8');
});

/** Rows of the table under a heading, without its head. */
function rowsUnder(heading: string): string[] {
  const [, rest = ''] = page.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const [own = ''] = rest.split(/^#/m);
  return own
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
}

it.each([
  ['Sections', sectionRows],
  ['Options', optionRows],
  ['Fields', fieldRows],
  ['Error codes', codeRows],
])('shows under "%s" what the product goes by, row by row', (heading, rows) => {
  expect(rows().length).toBeGreaterThan(5);
  expect(rowsUnder(heading)).toEqual(rows());
});

it('knows every code that IBKR documents', () => {
  const documented = ['1001', '1003', ...Array.from({ length: 18 }, (_, index) => String(1004 + index))];
  const known = knownCodes().map(([code]) => code);
  expect(documented.filter((code) => !known.includes(code))).toEqual([]);
});
