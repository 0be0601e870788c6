import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cents, double, shortestSingle, single, writeJson } from '#simulator/wire/json';

const text = (value: Parameters<typeof writeJson>[0]): string => [...writeJson(value)].join('');

describe('the wire’s numbers', () => {
  it('are written as Java writes doubles', () => {
    expect(text([double(3), double(0.0052), double(8.616e-5), double(-0), double(12_345_678)])).toBe(
      '[3.0,0.0052,8.616E-5,0.0,1.2345678E7]',
    );
  });

  it('lose cents in single precision as the recorded ledger does', () => {
    expect(text(single(100_518_238))).toBe('1005182.4');
    expect(text(single(97_186_962))).toBe('971869.6');
    expect(text(cents(100_518_238))).toBe('1005182.38');
  });

  it('keep every cent in single precision up to a hundred thousand', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), (amount) => {
        expect(shortestSingle(amount / 100)).toBe(amount / 100);
      }),
    );
  });

  it('read back as the value they were', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(JSON.parse(text(double(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('a body', () => {
  it('is the same text as JSON.stringify makes of plain values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(text(value as Parameters<typeof writeJson>[0])).toBe(JSON.stringify(value));
      }),
    );
  });

  it('takes rows that are made while it is written', () => {
    const rows = function* (): Generator<{ row: number }> {
      for (let row = 0; row < 2; row += 1) yield { row };
    };
    expect(text({ rows: rows(), none: [] })).toBe('{"rows":[{"row":0},{"row":1}],"none":[]}');
  });
});
