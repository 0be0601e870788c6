import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const rows = readFileSync('docs/security.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const found = /^\| \*\*T(\d+)\*\* (.+) \| (.+) \| `([^`]+)`: (.+) \|$/.exec(line);
    return found ? [{ threat: Number(found[1]), control: found[3], file: found[4] ?? '', check: found[5] ?? '' }] : [];
  });

describe('the page on security', () => {
  it('lists all 31 threats, each with a control and a check', () => {
    expect(rows.map(({ threat }) => threat)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
    expect(rows.filter(({ control }) => !control)).toEqual([]);
  });

  it('names checks that exist, by their very names', () => {
    const missing = rows.filter(({ file, check }) => {
      if (!existsSync(file)) return true;
      return !readFileSync(file, 'utf8')
        .replaceAll(/\bit\(\s+/g, 'it(')
        .includes(`it('${check}'`);
    });
    expect(missing).toEqual([]);
  });
});
