import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UnprintableFigure } from '#render/decimal';
import { cellText, figureText, numberText, plainText, sizeText } from '#render/format';
import type { ValueKind } from '#report/value';

interface Vector {
  readonly value: string;
  readonly decimals: number;
  readonly kind: 'money' | 'percent';
  readonly signed: boolean;
  readonly expected: string;
  readonly expected_ascii: string;
}

const file = new URL('../fixtures/vectors/formatting.json', import.meta.url);
const vectors: readonly Vector[] = JSON.parse(readFileSync(file, 'utf8')).cases[0].cases;
const ZONE = 'America/New_York';

describe('the shared vectors', () => {
  test('there are vectors to compare', () => expect(vectors.length).toBeGreaterThan(10));

  test.each(vectors)('$value with $decimals decimals as $kind is $expected', (vector) => {
    const percent = vector.kind === 'percent';
    const text = numberText(Number(vector.value), {
      decimals: vector.decimals,
      signed: vector.signed,
      hundredths: percent,
    });
    const whole = percent ? `${text}%` : text;
    expect(whole).toBe(vector.expected);
    expect(plainText(whole)).toBe(vector.expected_ascii);
  });
});

describe('kinds of value', () => {
  test.each<[ValueKind, number | string, string]>([
    ['money', 1_005_168.74035, '1,005,168.74'],
    ['money', -0.001, '0.00'],
    ['change', 4213.1, '+4,213.10'],
    ['change', -7321.62, '−7,321.62'],
    ['change', 0, '0.00'],
    ['return', 0.0042, '+0.42'],
    ['return', -0.0073, '−0.73'],
    ['weight', 0.71249, '71.2'],
    ['points', -0.03, '−3.00'],
    ['quantity', 260.3457, '260.3457'],
    ['quantity', -300, '−300'],
    ['quantity', 1800, '1,800'],
    ['price', 186.5, '186.50'],
    ['price', 23.964, '23.964'],
    ['price', 1003.12345, '1,003.1234'],
    ['rate', 0.006652, '0.006652'],
    ['rate', 1, '1.000000'],
    ['count', 5000, '5,000'],
    ['date', '2025-11-20', '20 Nov 2025'],
    ['instant', '2025-11-20T21:20:00Z', '20 Nov 2025 16:20 ET'],
    ['wall-clock', '2025-11-20T16:20:00', '20 Nov 2025 16:20'],
    ['wall-clock', 'after the close', 'after the close'],
    ['id', '756733', '756733'],
    ['text', 'Nestlé S.A.', 'Nestlé S.A.'],
  ])('a %s of %s is shown as "%s"', (kind, value, expected) => {
    expect(cellText(value, kind, ZONE)).toBe(expected);
  });

  test('what is missing says why, whatever its kind, and what does not apply is empty', () => {
    expect(cellText({ missing: '37 of 60 days' }, 'return', ZONE)).toBe('n/a: 37 of 60 days');
    expect(cellText(null, 'money', ZONE)).toBe('');
    expect(cellText(undefined, 'text', ZONE)).toBe('');
  });

  test('a single figure carries its unit', () => {
    expect(figureText(0.0042, 'return', undefined, ZONE)).toBe('+0.42%');
    expect(figureText(-0.005, 'points', undefined, ZONE)).toBe('−0.50 pp');
    expect(figureText(-0.005, 'points', 'pp', ZONE)).toBe('−0.50 pp');
    expect(figureText(0.463, 'weight', 'of value', ZONE)).toBe('46.3% of value');
    expect(figureText(12.5, 'money', 'EUR', ZONE)).toBe('12.50 EUR');
    expect(figureText({ missing: 'no login' }, 'money', 'EUR', ZONE)).toBe('n/a: no login');
  });

  test('a size is in the units mail programs show', () => {
    expect([850, 640_100, 999_499, 999_500, 1_240_000].map(sizeText)).toEqual([
      '850 B',
      '640 kB',
      '999 kB',
      '1.0 MB',
      '1.2 MB',
    ]);
  });
});

describe('laws', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const decimals = fc.integer({ min: 0, max: 8 });
  const read = (text: string): number => Number(plainText(text).replaceAll(',', '').replace('+', ''));

  test('what is printed is within half a unit of the last decimal', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), decimals, (value, places) => {
        const printed = read(numberText(value, { decimals: places }));
        expect(Math.abs(printed - value)).toBeLessThanOrEqual(0.5 * 10 ** -places + Math.abs(value) * 1e-15);
      }),
    );
  });

  test('the opposite number prints as the same digits with the other sign', () => {
    fc.assert(
      fc.property(finite, decimals, (value, places) => {
        const form = { decimals: places, signed: true };
        const swapped = numberText(-value, form).replace(/^[+−]/, (sign) => (sign === '+' ? '−' : '+'));
        expect(swapped).toBe(numberText(value, form));
      }),
    );
  });

  test('zero has no sign, however it came about', () => {
    fc.assert(
      fc.property(finite, decimals, (value, places) => {
        const text = numberText(value, { decimals: places, signed: true });
        expect(/[1-9]/.test(text)).toBe(/^[+−]/.test(text));
      }),
    );
  });

  test('a tie goes to the even digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (cents) => {
        const tie = Number(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}5`);
        const last = Number(numberText(tie, { decimals: 2 }).at(-1));
        expect(last % 2).toBe(0);
      }),
    );
  });

  test('NaN and infinity are refused, not printed', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => cellText(value, 'money', ZONE)).toThrow(UnprintableFigure);
    }
  });
});
