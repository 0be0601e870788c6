import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const SPANS = [
  [1, 24],
  [26, 28],
  [30, 30],
  [32, 32],
  [34, 34],
  [64, 64],
  [70, 72],
] as const;
const rows = readFileSync('docs/faults.md', 'utf8').match(/^\| \*\*F\d+\*\* .+$/gm) ?? [];

it('docs/faults.md has a row for each fault of the gateway and the broker', () => {
  const listed = rows.map((row) => Number(/F(\d+)/.exec(row)?.[1]));
  const due = SPANS.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
  expect(due.filter((fault) => !listed.includes(fault))).toEqual([]);
});

it('each of its rows names tests that exist, by their very names', () => {
  const named = rows.flatMap((row) =>
    (row.split(' | ').at(-1) ?? '')
      .replace(/ \|$/, '')
      .split(/; (?=`test\/)/)
      .map((check) => /^`([^`]+)`: (.+)$/.exec(check) ?? [check]),
  );
  expect(named.length).toBeGreaterThanOrEqual(rows.length);
  const missing = named.filter(([, file = '', name = '']) => {
    const source = existsSync(file) ? readFileSync(file, 'utf8').replaceAll(/\(\s+(?=['"`])/g, '(') : '';
    return name === '' || !["'", '"', '`'].some((sign) => source.includes(`(${sign}${name}${sign}`));
  });
  expect(missing.map(([check]) => check)).toEqual([]);
});
