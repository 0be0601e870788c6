import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const rows = readFileSync('docs/faults.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const found = /^\| \*\*F(\d+)\*\* .+ \| (.+) \| (`test\/.+) \|$/.exec(line);
    return found ? [{ fault: Number(found[1]), checks: checksIn(found[3] ?? '') }] : [];
  });

/** `file`: name; `file`: name */
function checksIn(cell: string): readonly { readonly file: string; readonly name: string }[] {
  return cell.split(/; (?=`test\/)/).map((text) => {
    const [, file = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(text) ?? [];
    return { file, name };
  });
}

const sourceOf = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').replaceAll(/\(\s+/g, '(') : '';

describe('the page on faults', () => {
  it('lists each of F35 to F63 once', () => {
    const listed = rows.map(({ fault }) => fault);
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed).toEqual(expect.arrayContaining(Array.from({ length: 29 }, (_, index) => index + 35)));
  });

  it('lists each fault of the report', () => {
    const listed = rows.map(({ fault }) => fault);
    expect(listed).toEqual(expect.arrayContaining([25, 29, 31, 33, 65, 66, 67, 68, 69]));
  });

  it('has a check in every row of its tables', () => {
    const lines = readFileSync('docs/faults.md', 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith('| **F'))).toHaveLength(rows.length);
  });

  it('names tests that exist, by their very names', () => {
    const missing = rows.flatMap(({ fault, checks }) =>
      checks
        .filter(
          ({ file, name }) =>
            name === '' || !["'", '"', '`'].some((sign) => sourceOf(file).includes(`(${sign}${name}${sign}`)),
        )
        .map(({ file, name }) => `F${fault} ${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
