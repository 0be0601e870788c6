import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnLetters, columnNames, quotedSheet, sheetNames, tableNames } from '#render/workbook/names';

const foreign = fc.array(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Daily', 'daily', 'A'.repeat(40), "'x'")),
);
const distinct = (names: readonly string[]): boolean =>
  new Set(names.map((name) => name.toLowerCase())).size === names.length;

describe('names', () => {
  it('of sheets are what Excel takes, each once, case aside', () => {
    fc.assert(
      fc.property(foreign, (wanted) => {
        const names = wanted.map(sheetNames());
        expect(distinct(names)).toBe(true);
        for (const name of names) {
          expect(name).toMatch(/^[^[\]:*?/\\]+$/);
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name).not.toMatch(/^'|'$|^\s|\s$/);
          expect(name.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('of a sheet stay as wanted where they can', () => {
    const name = sheetNames();
    expect(['Daily', 'DAILY', 'Cash flow', 'History', ''].map(name)).toEqual([
      'Daily',
      'DAILY 2',
      'Cash flow',
      'History 2',
      'Sheet',
    ]);
  });

  it('of columns are one line, each once, case aside', () => {
    fc.assert(
      fc.property(foreign, (wanted) => {
        const names = wanted.map(columnNames());
        expect(distinct(names)).toBe(true);
        for (const name of names) expect(name).toMatch(/^[^\n\r\t]{1,255}$/);
      }),
    );
  });

  it('of tables can not be read as an address', () => {
    fc.assert(
      fc.property(foreign, (wanted) => {
        const names = wanted.map(tableNames());
        expect(distinct(names)).toBe(true);
        for (const name of names) {
          expect(name).toMatch(/^tbl[A-Za-z0-9_]*$/);
          expect(name).not.toMatch(/^[A-Za-z]{1,3}\d+$/);
        }
      }),
    );
  });

  it('of sheets are quoted for formulas', () => {
    expect(quotedSheet("Owner's cash")).toBe("'Owner''s cash'");
  });

  it('of columns count in letters', () => {
    expect([1, 26, 27, 52, 53, 702, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });
});
