import { describe, expect, test } from 'vitest';
import { totalBesideBenchmark } from '#render/beside-benchmark';
import type { Report } from '#report/report';
import { benchmarkOf } from '#test/support/benchmark-of';
import { reportOfDays } from '#test/support/long-history';

const report = reportOfDays(100, { benchmark: benchmarkOf() });
const { dayReturn, benchmark } = report.headline;
const marketDay = (dayReturn as number) - (benchmark?.day as number);

describe('a total beside the benchmark', () => {
  test('is held against the benchmark’s own return of the day', () => {
    const line = totalBesideBenchmark([report, report], marketDay + 0.0123);
    expect(line).toBe('1.23 pp above S&P 500 TR, longer periods by account');
    expect(totalBesideBenchmark([report, report], marketDay)).toContain('level with S&P 500 TR');
  });

  test('says why there is nothing to hold it against', () => {
    const other = reportOfDays(100, { benchmark: benchmarkOf({ name: 'World' }) });
    expect(totalBesideBenchmark([report, other], 0.01)).toBe('Beside no benchmark: the accounts name different ones');
    expect(totalBesideBenchmark([report, reportOfDays(100)], 0.01)).toContain('the accounts name different ones');
    expect(totalBesideBenchmark([report], null)).toBe('S&P 500 TR n/a: the total has no return of the day');
    const late: Report = reportOfDays(100, { benchmark: benchmarkOf({ without: ['2026-11-20'] }) });
    expect(totalBesideBenchmark([late], 0.01)).toBe('S&P 500 TR n/a: no account has its day');
  });

  test('is nothing where no account has one', () => {
    expect(totalBesideBenchmark([reportOfDays(100)], 0.01)).toBe('');
  });
});
