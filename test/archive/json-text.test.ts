import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonHash, jsonText } from '#archive/json-text';

const rows = Array.from({ length: 1234 }, (_, index) => ({
  date: '2026-11-20',
  amount: index / 7,
  note: index % 5 ? 'é"\\' : null,
}));

it('gives the very text of JSON.stringify, whatever the value', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => [...jsonText(value)].join('') === JSON.stringify(value)));
});

it('leaves out what is undefined, as JSON does', () => {
  const value = { a: undefined, b: [1, undefined, { c: undefined }], d: rows };
  expect([...jsonText(value)].join('')).toBe(JSON.stringify(value));
});

it('never holds a long text in one piece', () => {
  const chunks = [...jsonText({ sections: [{ blocks: [{ rows: [...rows, ...rows, ...rows, ...rows] }] }] })];
  expect(chunks.length).toBeGreaterThan(3);
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(100_000);
});

it('hashes what it writes', () => {
  expect(jsonHash({ a: 1 })).not.toBe(jsonHash({ a: 2 }));
  expect(jsonHash(rows)).toBe(jsonHash(JSON.parse(JSON.stringify(rows))));
});
