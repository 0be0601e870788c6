import { dayInZone } from '#domain/calendar-date';
import { findHoles } from '#domain/performance-holes';
import type { Performance, PerformanceSeries } from '#domain/performance-series';
import type { AllPeriodsAnswer } from '#sources/gateway/answers/all-periods';
import type { PerformanceAnswer } from '#sources/gateway/answers/performance';
import { instant } from './account-facts.ts';
import { each, exact, type Facts, set } from './fact.ts';

/** Facts of one period. @param recordedAt without it nobody can say whether the last point is of the running day. */
export function performanceFacts(answer: PerformanceAnswer, recordedAt: Date | undefined): Facts {
  const { performance } = answer;
  const [series] = performance.series;
  return {
    ...commonFacts(answer),
    monthlyReturns: exact(performance.monthly?.returns),
    ...(series === undefined ? {} : seriesFacts(series, recordedAt)),
  };
}

/**
 * Facts of all periods; those beside `mainPeriod` are of that one.
 * @param preferred which of several longest series the manifest means: "first" is the order of a body's keys to one
 *   writer and of its list of periods to another.
 */
export function allPeriodsFacts(answer: AllPeriodsAnswer, recordedAt: Date | undefined, preferred: unknown): Facts {
  const main = longest(answer.performance, preferred);
  const called = answer.updatedAt === undefined ? undefined : new Date(answer.updatedAt);
  const at = recordedAt ?? called;
  return {
    ...commonFacts(answer),
    periodsListedButAbsent: set(answer.performance.absentPeriods),
    mainPeriod: exact(main?.period),
    updatedAt: exact(instant(answer.updatedAt)),
    byPeriod: each(
      Object.fromEntries(answer.performance.series.map((series) => [series.period, seriesFacts(series, at)])),
    ),
    ...(main === undefined ? {} : seriesFacts(main, at)),
  };
}

function commonFacts({ performance, accounts, calendarDays }: PerformanceAnswer): Facts {
  return {
    accounts: exact(accounts),
    baseCurrency: exact(performance.baseCurrency || null),
    periods: set(performance.series.map(({ period }) => period)),
    method: exact(performance.method || null),
    calendarDays: exact(calendarDays),
  };
}

function longest({ series }: Performance, preferred: unknown): PerformanceSeries | undefined {
  const most = Math.max(0, ...series.map(({ points }) => points.length));
  const longest = series.filter(({ points }) => points.length === most);
  return longest.find(({ period }) => period === preferred) ?? longest[0];
}

function seriesFacts(series: PerformanceSeries, at: Date | undefined): Facts {
  const { points, start } = series;
  const holes = new Set(findHoles(points, start.netAssetValue));
  const sound = points.filter((_, index) => !holes.has(index)).flatMap(({ netAssetValue }) => netAssetValue ?? []);
  const last = points.at(-1);
  return {
    points: exact(points.length),
    firstDate: exact(points[0]?.date),
    lastDate: exact(last?.date),
    startNav: exact({ date: start.date, value: start.netAssetValue }),
    startNavUsable: exact(start.netAssetValue !== 0),
    firstNav: exact(points[0]?.netAssetValue),
    lastNav: exact(last?.netAssetValue),
    lastCumulativeReturn: exact(last?.cumulativeReturn),
    nullOrHolePoints: exact(holes.size),
    holeDates: exact([...holes].map((index) => points[index]?.date)),
    minNav: exact(sound.length === 0 ? null : Math.min(...sound)),
    maxNav: exact(sound.length === 0 ? null : Math.max(...sound)),
    ...(at === undefined || last === undefined ? {} : closedFacts(points, at)),
  };
}

/** The last point is of the running day when that day, as New York counts it, is not over. */
function closedFacts(points: PerformanceSeries['points'], at: Date): Facts {
  const today = dayInZone(at, 'America/New_York');
  const preliminary = (points.at(-1)?.date ?? '') >= today;
  const closed = points.at(preliminary ? -2 : -1);
  const exists = points.length > 1 || !preliminary;
  return {
    lastPointPreliminary: exact(preliminary),
    lastClosedDate: exact(exists ? closed?.date : null),
    lastClosedNav: exact(exists ? closed?.netAssetValue : null),
    lastClosedCumulativeReturn: exact(exists ? closed?.cumulativeReturn : null),
  };
}
