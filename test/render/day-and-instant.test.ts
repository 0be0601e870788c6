import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { longDay, mediumDay, shortDay, weekdayDay } from '#render/day-text';
import { inert, shortened } from '#render/inert';
import { ageText, instantText, instantTextWithYear, timeText } from '#render/instant-text';

describe('days', () => {
  test('a day is written in words, without leading zeros', () => {
    const day = calendarDate('2025-11-06');
    expect(longDay(day)).toBe('Thursday 6 November 2025');
    expect(mediumDay(day)).toBe('6 Nov 2025');
    expect(shortDay(day)).toBe('6 Nov');
    expect(weekdayDay(day)).toBe('Thu 6 Nov');
  });
});

describe('instants', () => {
  test('New York is ET in summer and winter, on its own wall clock', () => {
    expect(instantText('2025-11-20T21:20:00Z', 'America/New_York')).toBe('20 Nov 16:20 ET');
    expect(instantText('2025-07-21T03:59:00Z', 'America/New_York')).toBe('20 Jul 23:59 ET');
  });

  test.each([
    ['Europe/Zurich', '20 Nov 22:20 CET'],
    ['Europe/London', '20 Nov 21:20 GMT'],
    ['America/Los_Angeles', '20 Nov 13:20 PST'],
    ['Asia/Tokyo', '21 Nov 06:20 GMT+9'],
    ['UTC', '20 Nov 21:20 UTC'],
  ])('in %s it reads %s', (zone, expected) => {
    expect(instantText('2025-11-20T21:20:00Z', zone)).toBe(expected);
  });

  test('midnight is 00:00 of the new day', () => {
    expect(instantTextWithYear('2025-11-21T05:00:00Z', 'America/New_York')).toBe('21 Nov 2025 00:00 ET');
    expect(timeText('2025-11-21T05:00:00Z', 'America/New_York')).toBe('00:00 ET');
  });

  test('what is no instant is refused by name', () => {
    expect(() => instantText('soon', 'UTC')).toThrow('"soon" is not an instant');
  });
});

describe('ages', () => {
  const now = '2025-11-21T06:00:00Z';
  test.each([
    ['2025-11-20T21:20:00Z', '8 h 40 min'],
    ['2025-11-21T04:10:00Z', '1 h 50 min'],
    ['2025-11-21T05:55:00Z', '5 min'],
    ['2025-11-17T21:00:00Z', '3 days'],
    ['2025-11-22T00:00:00Z', '0 min'],
    ['2025-11-20', '1 day'],
    ['2025-11-21', 'same day'],
    ['2025-11-17', '4 days'],
  ])('%s is %s old', (at, expected) => {
    expect(ageText(at, now, 'Europe/Zurich')).toBe(expected);
  });
});

describe('text from outside', () => {
  test('line breaks become spaces; controls and direction marks go', () => {
    expect(inert('A\r\nB\u202egpj.exe\u2066 C\u0000\u200b')).toBe('A Bgpj.exe C');
  });

  test('half an emoji becomes the replacement character, a whole one stays', () => {
    expect(inert('x\ud83d y 👍🏽')).toBe('x\ufffd y 👍🏽');
  });

  test('whatever comes, no control or direction mark is left and a second pass changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = inert(text);
        expect(once).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/u);
        expect(inert(once)).toBe(once);
      }),
    );
  });

  test('a cut text ends with an ellipsis and splits no character', () => {
    expect(shortened('👍👍👍👍', 3)).toBe('👍👍…');
    expect(shortened('short', 5)).toBe('short');
  });
});
