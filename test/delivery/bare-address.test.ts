import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bareAddress, maskedAddress } from '#delivery/bare-address';

it('finds the address in a From line', () => {
  expect(bareAddress('Daybook <a@example.com>')).toBe('a@example.com');
  expect(bareAddress('"Daybook, daily" <a@example.com> ')).toBe('a@example.com');
  expect(bareAddress(' a@example.com ')).toBe('a@example.com');
});

it('masks an address down to its first letter and its domain', () => {
  expect(maskedAddress('owner@example.com')).toBe('o…@example.com');
  expect(maskedAddress('Owner <owner@example.com>')).toBe('o…@example.com');
  expect(maskedAddress('not an address')).toBe('…');
});

it('shows no second letter of any address, and nothing that breaks a line', () => {
  const local = fc.string({ unit: 'binary', minLength: 2, maxLength: 30 }).filter((text) => !/[<>@]/.test(text));
  fc.assert(
    fc.property(local, fc.domain(), (name, domain) => {
      const masked = maskedAddress(`${name}@${domain}`);
      expect(masked).not.toMatch(/[\r\n\p{C}]/u);
      const shown = masked.slice(0, masked.indexOf('…'));
      expect([...shown].length).toBeLessThanOrEqual(1);
    }),
  );
});
