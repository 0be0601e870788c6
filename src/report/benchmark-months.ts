import { comparePeriod } from '#analytics/benchmark-period';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { BenchmarkHistory } from './benchmark-history.ts';
import type { PerformanceHistory } from './performance-history.ts';
import { type Cell, isMissing } from './value.ts';
import { listText } from './wording.ts';

/** A month or a year of the account: the two days that its return counts from and to. */
export interface OwnSpan {
  /** `Nov 2025`, `2025`. */
  readonly name: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** The benchmark over one span of the account's: its own return, and the account's less it; or why there is none. */
export interface BesideSpan {
  readonly benchmark: Cell;
  readonly difference: Cell;
}

/**
 * A benchmark over spans of the account's own series, on the same two days or not at all: a month that is compared up to
 * another day would stand under a figure of another time.
 */
export function besideSpans(
  { series }: PerformanceHistory,
  { closes, missing }: BenchmarkHistory,
  { isTradingDay }: MarketCalendar,
): (span: OwnSpan) => BesideSpan {
  const none = (why: string): BesideSpan => ({ benchmark: { missing: why }, difference: { missing: why } });
  return ({ from, to }) => {
    if (missing !== undefined) return none(missing);
    const found = comparePeriod(series, closes, { from, to, isTradingDay });
    if ('missing' in found) return none(found.missing);
    // From a base on a holiday the benchmark would count from a later day than the account.
    if (found.from !== from) return none(`no close of ${from}`);
    return found.to === to ? found : none(`no close of ${to}`);
  };
}

/** Which months the benchmark does not cover, and why: `S&P 500 TR n/a: Nov 2025 (no close of 2025-10-31).` */
export function notCovered(name: string, spans: readonly OwnSpan[], over: (span: OwnSpan) => BesideSpan): string {
  const by = Map.groupBy(spans, (span) => {
    const { benchmark } = over(span);
    return isMissing(benchmark) ? benchmark.missing : '';
  });
  const texts = [...by].flatMap(([why, of]) =>
    why === ''
      ? []
      : [
          `${listText(
            of.map((span) => span.name),
            3,
          )} (${why})`,
        ],
  );
  return texts.length === 0 ? '' : `${name} n/a: ${listText(texts, 4)}.`;
}
