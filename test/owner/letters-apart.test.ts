import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lettersApart } from '#owner/letters-apart';

it('counts the letters between two words', () => {
  expect(lettersApart('report', 'reprot')).toBe(2);
  expect(lettersApart('', 'abc')).toBe(3);
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      (a, b) => lettersApart(a, b) === lettersApart(b, a) && (lettersApart(a, b) === 0) === (a === b),
    ),
  );
});
