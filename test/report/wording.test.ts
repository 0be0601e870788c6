import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import {
  amountText,
  countText,
  dayText,
  instantText,
  listText,
  returnText,
  weekdayText,
  weightText,
} from '#report/wording';

describe('figures inside sentences', () => {
  it.each([
    [0.125, '0.12'],
    [0.135, '0.14'],
    [2.675, '2.68'],
    [1.005, '1.00'],
    [-0.001, '0.00'],
    [-1234.5, '−1,234.50'],
    [1e21, '1,000,000,000,000,000,000,000.00'],
  ])('round %d half to even on its decimals, to %s', (value, text) => {
    expect(amountText(value)).toBe(text);
  });

  it.each([
    [0.0344, '+3.44%'],
    [-0.00005, '0.00%'],
    [-0.00015, '−0.02%'],
    [0, '0.00%'],
    [1.5e-7, '0.00%'],
    [12.345, '+1,234.50%'],
  ])('give the return %d as %s, signed unless it rounds to nothing', (value, text) => {
    expect(returnText(value)).toBe(text);
  });

  it('give a weight with one decimal and its minus', () => {
    expect(weightText(0.6415)).toBe('64.2%');
    expect(weightText(-0.0345)).toBe('−3.4%');
  });

  it('count and list', () => {
    expect(countText(1, 'holding')).toBe('1 holding');
    expect(countText(5000, 'holding')).toBe('5,000 holdings');
    expect(listText(['a'])).toBe('a');
    expect(listText(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listText(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});

describe('days and instants inside sentences', () => {
  it('read as a person writes them', () => {
    expect(dayText(calendarDate('2026-05-02'))).toBe('2 May');
    expect(weekdayText(calendarDate('2026-11-20'))).toBe('Fri 20 Nov');
  });

  it('stand on the wall clock of the zone, with its name', () => {
    expect(instantText('2026-11-20T21:31:04Z', 'America/New_York')).toBe('20 Nov 16:31 ET');
    expect(instantText('2026-11-20T23:31:04Z', 'Europe/Zurich')).toBe('21 Nov 00:31 CET');
    expect(instantText('2026-01-01T04:59:00Z', 'America/New_York')).toBe('31 Dec 23:59 ET');
  });
});

describe('the published rounding vectors', () => {
  interface Vector {
    readonly value: string;
    readonly decimals: number;
    readonly kind: 'money' | 'percent';
    readonly signed: boolean;
    readonly expected: string;
  }
  const path = new URL('../fixtures/vectors/formatting.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: { cases: Vector[] }[] };
  const all = cases.flatMap((each) => each.cases).filter(({ decimals }) => decimals === 2);
  const levels = all.filter(({ kind, signed }) => kind === 'money' && !signed);
  const returns = all.filter(({ kind, signed }) => kind === 'percent' && signed);

  it.each(levels)('gives the amount $value as $expected', ({ value, expected }) => {
    expect(amountText(Number(value))).toBe(expected);
  });

  it.each(returns)('gives the return $value as $expected', ({ value, expected }) => {
    expect(returnText(Number(value))).toBe(expected);
  });
});
