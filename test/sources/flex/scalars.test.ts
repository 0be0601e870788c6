import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentText, readFlexMoment, slashOrderOf } from '#sources/flex/dates';
import { readFlexFigure } from '#sources/flex/numbers';

const two = (value: number) => String(value).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const read = (text: string, order?: 'month-first' | 'day-first') => {
  const moment = readFlexMoment(text, order);
  return typeof moment === 'string' ? moment : momentText(moment);
};

const DATES: readonly [string, (y: number, m: number, d: number) => string, ('month-first' | 'day-first')?][] = [
  ['yyyyMMdd', (y, m, d) => `${y}${two(m)}${two(d)}`],
  ['yyyy-MM-dd', (y, m, d) => `${y}-${two(m)}-${two(d)}`],
  ['MM/dd/yyyy', (y, m, d) => `${two(m)}/${two(d)}/${y}`, 'month-first'],
  ['MM/dd/yy', (y, m, d) => `${two(m)}/${two(d)}/${two(y % 100)}`, 'month-first'],
  ['dd/MM/yyyy', (y, m, d) => `${two(d)}/${two(m)}/${y}`, 'day-first'],
  ['dd/MM/yy', (y, m, d) => `${two(d)}/${two(m)}/${two(y % 100)}`, 'day-first'],
  ['dd-MMM-yy', (y, m, d) => `${two(d)}-${MONTHS[m - 1]}-${two(y % 100)}`],
];
const day = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 86_400_000, max: Date.UTC(2099, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000));

describe('dates of statements', () => {
  it.each(DATES)('are read in the format %s, alone and with every form of time', (_, write, order) => {
    fc.assert(
      fc.property(
        day,
        fc.nat(86_399),
        fc.constantFrom(';', ',', ' ', ', ', '; ', ''),
        fc.constantFrom(':', ''),
        fc.constantFrom(['', ''], [' EDT', '-04:00'], [' EST', '-05:00'], [' CST', '']),
        (date, second, separator, colon, [zone, offset]) => {
          const iso = date.toISOString().slice(0, 10);
          const text = write(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
          const time = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(two);
          // Without a separator a two-digit year would run into the time; no query writes that.
          const between = separator === '' && !/^\d{8}$/.test(text) ? ';' : separator;
          expect(read(text, order)).toBe(iso);
          expect(read(`${text}${between}${time.join(colon)}${zone}`, order)).toBe(`${iso}T${time.join(':')}${offset}`);
        },
      ),
    );
  });

  it('are never guessed where the order of day and month is not known', () => {
    expect(read('04/05/2026')).toBe('ambiguous');
    expect(read('04/05/26;163000')).toBe('ambiguous');
    expect(read('05/05/2026')).toBe('2026-05-05');
    expect(read('04/13/2026')).toBe('2026-04-13');
    expect(read('13/04/2026')).toBe('2026-04-13');
    expect(read('13/04/2026', 'month-first')).toBe('unreadable');
    expect(slashOrderOf('04/05/2026')).toBeUndefined();
    expect(slashOrderOf('13/04/2026 10:00:00')).toBe('day-first');
    expect(slashOrderOf('04/13/26')).toBe('month-first');
    expect(slashOrderOf('13/13/2026')).toBeUndefined();
    expect(slashOrderOf('20261314')).toBeUndefined();
  });

  it.each([
    '',
    '20260431',
    '2026-02-30',
    '31-Jun-26',
    '02-Xyz-26',
    '20260402;250000',
    '20260402;1',
    '13/13/2026',
    'MULTI',
  ])('are not made up from "%s"', (text) => {
    expect(read(text, 'day-first')).toBe('unreadable');
  });
});

describe('numbers of statements', () => {
  it('come out as they were written, with groups of three or without', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        const fixed = value.toFixed(4);
        const [whole = '', rest = ''] = fixed.split('.');
        expect(readFlexFigure(String(value))).toBe(value + 0);
        expect(readFlexFigure(fixed)).toBe(Number(fixed) + 0);
        expect(readFlexFigure(`${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`)).toBe(Number(fixed) + 0);
      }),
    );
  });

  it.each([
    ['', 'missing'],
    ['--', 'missing'],
    ['N/A', 'missing'],
    [undefined, 'missing'],
    ['1,5', 'unreadable'],
    ['1.000,50', 'unreadable'],
    ['12,34,567', 'unreadable'],
    ['12 USD', 'unreadable'],
    ['NaN', 'unreadable'],
    ['1e308', 'absurd'],
    ['-0', 0],
    ['.5', 0.5],
    ['-3E-7', -3e-7],
  ] as const)('are read by a strict rule: "%s" is %s', (text, figure) => {
    expect(readFlexFigure(text)).toBe(figure);
  });
});
