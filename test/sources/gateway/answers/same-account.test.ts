import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameAccount } from '#sources/gateway/answers/same-account';

describe('two account numbers', () => {
  it('are of one account when they are equal, or one has the letter of a segment behind it', () => {
    expect(sameAccount('U1234567', 'U1234567')).toBe(true);
    expect(sameAccount('U1234567C', 'U1234567')).toBe(true);
    expect(sameAccount('U1234567', 'U1234567C')).toBe(true);
  });

  it.each([
    ['U1234567', 'U12345678'],
    ['U1234567', 'U123456'],
    ['U1234567', 'U1234567CC'],
    ['U1234567', 'U1234567c'],
    ['U1234567', 'U1234567C1'],
    ['U1234567C', 'U1234567P'],
    ['U1234567', 'DU1234567'],
    ['U1234567', 'U'],
    ['U1234567', ''],
    ['', 'C'],
  ])('are of two accounts: "%s" and "%s"', (one, other) => {
    expect(sameAccount(one, other)).toBe(false);
    expect(sameAccount(other, one)).toBe(false);
  });

  it('are never of one account when one has more digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 0, max: 999 }), (number, more) => {
        expect(sameAccount(`U${number}`, `U${number}${more}`)).toBe(false);
      }),
    );
  });
});
