import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BenchmarkKind } from '#domain/benchmark';
import { addDays, calendarDate } from '#domain/calendar-date';
import { MOST_BENCHMARK_BYTES, readCloses } from '#sources/benchmark/csv-closes';
import { problemLines } from '#sources/benchmark/problem-text';

const read = (text: string, kind: BenchmarkKind = 'price') => readCloses(Buffer.from(text), kind);
const closes = (text: string, kind?: BenchmarkKind) => {
  const found = read(text, kind);
  return 'closes' in found ? found.closes.map(({ date, close }) => `${date} ${close}`) : found;
};
const problems = (text: string, kind?: BenchmarkKind) => {
  const found = read(text, kind);
  return 'problems' in found ? problemLines(found.problems) : expect.fail('it was read');
};

describe('a file of closes', () => {
  it('is read by the heads of its columns, wherever they stand', () => {
    const expected = ['2026-11-19 6950.25', '2026-11-20 7000.5'];
    expect(closes('Date,Close\n2026-11-19,6950.25\n2026-11-20,7000.5\n')).toEqual(expected);
    expect(closes('volume;PRICE;date\n9;6950.25;2026-11-19\n8;7000.5;2026-11-20')).toEqual(expected);
    expect(closes('"Date","Close"\n"2026-11-19","6950.25"\n"2026-11-20","7000.5"\n')).toEqual(expected);
  });

  it('may begin with a byte-order mark, end its lines as Windows does, have blank lines, and run newest first', () => {
    expect(closes('\uFEFFDate,Close\r\n2026-11-20,2\r\n\r\n2026-11-19,1\r\n\r\n')).toEqual([
      '2026-11-19 1',
      '2026-11-20 2',
    ]);
  });

  it('has its total return in Adj Close, and its price never there', () => {
    const both = 'Date,Close,Adj Close\n2026-11-19,100,90\n2026-11-20,110,99\n';
    expect(closes(both)).toEqual(['2026-11-19 100', '2026-11-20 110']);
    expect(closes(both, 'total-return')).toEqual(['2026-11-19 90', '2026-11-20 99']);
    expect(closes('Date,Close\n2026-11-19,1\n2026-11-20,2\n', 'total-return')).toHaveLength(2);
    const adjusted = 'Date,Adj Close\n2026-11-19,90\n2026-11-20,99\n';
    expect(problems(adjusted)[0]).toMatch(/^line 1 names no column Close; its Adj Close .* "total-return"$/);
  });

  it.each([
    ['20.11.2026,1', 'has "20.11.2026", which is no day of the form YYYY-MM-DD'],
    ['2026-02-30,1', 'has "2026-02-30", which is no day of the form YYYY-MM-DD'],
    ['20261120,1', 'has "20261120", which is no day of the form YYYY-MM-DD'],
    ['2026-11-20,', 'has no close'],
    ['2026-11-20,null', 'has the close "null", which is no number'],
    ['2026-11-20,0', 'has the close 0, and a close is above zero'],
    ['2026-11-20,-3', 'has the close -3, and a close is above zero'],
    ['2026-11-20,1e999', 'has the close 1e999, which is too large'],
    ['2026-11-20,"5123,41"', 'has the close "5123,41" with a decimal comma: write it with a point'],
    ['2026-11-20,"5,123.41"', 'has the close "5,123.41" with marks between thousands: write it without'],
    ['2026-11-20,5123,41', 'has 3 fields, and the head has 2; is it a decimal comma? Write 5123.41 with a point'],
    ['2026-11-20', 'has 1 fields, and the head has 2'],
    ['2026-11-19,9', 'has 2026-11-19 again, as line 3'],
    ['2026-11-17,9', 'has 2026-11-17 after 2026-11-19, and the file begins oldest first'],
  ])('with the line %s is refused, and the line named', (line, problem) => {
    expect(problems(`Date,Close\n2026-11-18,1\n2026-11-19,2\n${line}\n`)).toEqual([`line 4 ${problem}`]);
  });

  it('has all its bad lines named together, ten of them by their number', () => {
    const many = Array.from({ length: 25 }, (_, day) => `2026-10-${day + 1},1`).join('\n');
    const found = problems(`Date;Close\n${many}\n2026-11-20;5,1\n`);
    expect(found.slice(0, 2)).toEqual([
      'line 2 has 1 fields, and the head has 2',
      'line 3 has 1 fields, and the head has 2',
    ]);
    expect(found.at(-1)).toBe('and 16 more');
  });

  it('is refused as a whole when it is empty, too large, no text, without heads, or short of two closes', () => {
    expect(problems('')).toEqual(['it is empty']);
    expect(problems('Date,Close\n2026-11-20,1\n')).toEqual(['it has one close: two days at least make a return']);
    expect(problems('2026-11-19,1\n2026-11-20,2\n')[0]).toMatch(/^line 1 names no column Date/);
    expect(problems('Date,Close,Close\n2026-11-20,1,2\n')).toEqual(['line 1 names the column "close" twice']);
    const found = readCloses(Buffer.from('Date,Close\n', 'utf16le'), 'price');
    expect('problems' in found && problemLines(found.problems)[0]).toContain('not text in UTF-8');
    const large = readCloses(new Uint8Array(MOST_BENCHMARK_BYTES + 1), 'price');
    expect('problems' in large && problemLines(large.problems)).toEqual(['it holds more than 4 MB']);
  });

  it('gives back every close that was written, in order of time', () => {
    const numbers = fc.array(fc.double({ min: 1e-3, max: 1e7, noNaN: true }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(numbers, fc.boolean(), fc.constantFrom(',', ';'), (values, down, delimiter) => {
        const rows = values.map((close, index) => ({ date: addDays(calendarDate('2026-01-01'), index), close }));
        const lines = rows.map(({ date, close }) => `${date}${delimiter}${close}`);
        const found = read(
          ['Date', ...(down ? lines.reverse() : lines)].join('\n').replace('Date', `Date${delimiter}Close`),
        );
        expect(found).toEqual({ closes: rows });
      }),
    );
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('price', 'total-return'), (bytes, kind) => {
        const found = readCloses(bytes, kind as BenchmarkKind);
        expect('closes' in found || found.problems.length > 0).toBe(true);
      }),
    );
  });
});
