import type { CalendarDate } from '#domain/calendar-date';
import type { BenchmarkHistory } from '#report/benchmark-history';
import type { Check } from '#report/block';
import { dayText } from '#report/wording';
import { unchecked } from './check.ts';

/** Check 10: the benchmark has a close of the market day; one of another day stands in for none. */
export function benchmarkHasAClose(benchmark: BenchmarkHistory | undefined, marketDate: CalendarDate): Check {
  const [id, name] = ['benchmark', 'Benchmark has a close'];
  if (!benchmark) return unchecked(id, name, 'no benchmark set');
  const { last, missing, closes } = benchmark;
  if (last === undefined) return unchecked(id, name, missing ?? 'no close');
  const there = closes.has(marketDate);
  return {
    id,
    name,
    verdict: there ? 'pass' : 'fail',
    finding: there ? `close of ${dayText(marketDate)}` : `newest close of ${last}`,
    expected: marketDate,
    found: there ? marketDate : last,
    difference: null,
    tolerance: null,
    valueKind: 'date',
  };
}
