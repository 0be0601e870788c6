import { monthlyReturns } from '#analytics/period-return';
import { compare } from '#analytics/reconcile';
import { addDays, type CalendarDate, calendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { Check } from '#report/block';
import type { PerformanceHistory } from '#report/performance-history';
import type { AsOf } from '#report/report';
import { countText, listText } from '#report/wording';
import { countCheck, unchecked } from './check.ts';

/** Monthly returns carry eight decimals; linked from daily ones they may differ by the rounding of both, and no more. */
const MONTH_TOLERANCE = 1e-6;

/** Check 4: daily returns chain to the broker's monthly ones, in whole months that both have. The worst month is shown. */
export function daysChainToMonths(
  snapshot: Snapshot,
  history: PerformanceHistory | undefined,
  calendar: MarketCalendar,
): Check {
  const [id, name] = ['months', 'Days chain to months'];
  const monthly = valueOf(snapshot.datasets.performance)?.monthly;
  if (!history || !monthly) return unchecked(id, name, 'no monthly returns');
  if (!history.timeWeighted) return unchecked(id, name, 'broker’s setting is not TWR');
  const keys = Object.keys(monthly.returns).sort();
  const endsItsMonth = (date: CalendarDate): boolean => {
    const nextMonth = addDays(calendarDate(`${date.slice(0, 7)}-28`), 4).slice(0, 7);
    return calendar.previousTradingDay(calendarDate(`${nextMonth}-01`)) === date;
  };
  // The broker's first and last month are partial, and counted from other days than ours.
  const whole = monthlyReturns(history.series, endsItsMonth).filter(
    ({ month, partial, from }) =>
      !partial &&
      endsItsMonth(from) &&
      keys.indexOf(month) > 0 &&
      month !== keys.at(-1) &&
      month > monthly.from.slice(0, 7),
  );
  const compared = whole
    .map(({ month, value }) => ({ month, ...compare(monthly.returns[month] ?? Number.NaN, value, MONTH_TOLERANCE) }))
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  const worst = compared[0];
  if (!worst) return unchecked(id, name, 'no whole month in both');
  const finding = worst.verdict === 'pass' ? countText(whole.length, 'whole month') : `${worst.month} differs`;
  const { verdict, expected, found, difference, tolerance } = worst;
  return { id, name, verdict, finding, expected, found, difference, tolerance, valueKind: 'return' };
}

/** Check 7: each source is as new as the market day asks. Sources that are missing count as gaps, not here. */
export function sourcesAreOfTheDay(asOf: readonly AsOf[]): Check {
  const there = asOf.filter(({ at }) => at !== undefined);
  const late = there.filter((entry) => entry.late).map(({ data }) => data.toLowerCase());
  const [id, name] = ['age', 'Each source is of the day'];
  if (there.length === 0) return unchecked(id, name, 'no source answered');
  const finding = late.length === 0 ? `${there.length} of ${there.length}` : `older than the close: ${listText(late)}`;
  return countCheck(id, name, { expected: there.length, found: there.length - late.length, finding });
}
