import type { LevelPoint } from '#analytics/level-series';
import { type NoReturn, type PeriodReturn, periodReturn, returnSinceBase } from '#analytics/period-return';
import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import { NOT_TIME_WEIGHTED, noValueOf, type PerformanceHistory } from './performance-history.ts';
import type { Cell } from './value.ts';
import { dayText, longDayText, monthText, weekdayText } from './wording.ts';

/** One row of the performance table. Amounts in base currency; deposits and withdrawals are in `change`. */
export interface PerformancePeriod {
  /** `Day`, `Month`, `Quarter`, `Year`, `12 months`, `Since 2 Feb 2026`. */
  readonly name: string;
  /** The period by its own name, for narrow places: `Fri 20 Nov`, `November`, `2026`. */
  readonly shortName: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly twr: Cell;
  readonly opening: Cell;
  readonly closing: Cell;
  readonly change: Cell;
  /** The account is younger than the period. */
  readonly partial: boolean;
}

/**
 * The periods that end on the last kept day. A period that can't be had for want of history is left out, the span
 * since the start says why; so is that span where it is a period already listed.
 */
export function performancePeriods(
  history: PerformanceHistory,
  marketDate: CalendarDate,
): readonly PerformancePeriod[] {
  const { series } = history;
  const end = series.points.at(-1) ?? series.base;
  const periods: PerformancePeriod[] = [];
  const add = (name: string, shortName: string, found: PeriodReturn | NoReturn): void => {
    // Short of its first day, an account of which the broker told too little history is not younger than the period.
    const known = !('missing' in found) && (!found.partial || series.fromFirstDay);
    if (known) periods.push(row(name, shortName, found, history.timeWeighted));
  };
  const day = dayPeriod(history, marketDate);
  if (day) periods.push(day);
  add('Month', monthText(end.date), periodReturn(series, 'MTD'));
  add('Quarter', `Quarter ${Math.ceil(Number(end.date.slice(5, 7)) / 3)}`, periodReturn(series, 'QTD'));
  add('Year', end.date.slice(0, 4), periodReturn(series, 'YTD'));
  add('12 months', '12 months', periodReturn(series, '1Y'));
  const since = `Since ${longDayText(series.base.date)}`;
  const whole = returnSinceBase(series);
  const slack = series.fromFirstDay ? 0 : WINDOW_SLACK_DAYS;
  const known = periods.some(
    ({ name, from }) => WHOLE_SPANS.has(name) && dayNumber(from) - dayNumber(series.base.date) <= slack,
  );
  if (!known) add(since, since, whole);
  if (periods.length === 0 && 'missing' in whole && series.points.length > 0)
    periods.push(unlinked(since, series.base, end, whole));
  return periods;
}

/**
 * The broker's longest window is a year back from the call, so it begins some days before the 12 months that end on the
 * market day. That start is the window's and not the account's: no period of its own.
 */
const WINDOW_SLACK_DAYS = 14;

/** Periods that say as much as "since the start" when they begin with it. */
const WHOLE_SPANS = new Set(['Year', '12 months']);

/** The day has its row as soon as both of its values are there: the change in value needs no return. */
function dayPeriod(
  { day, marketDay, dayBefore }: PerformanceHistory,
  date: CalendarDate,
): PerformancePeriod | undefined {
  if (typeof marketDay?.netAssetValue !== 'number' || typeof dayBefore?.netAssetValue !== 'number') return undefined;
  const twr = 'missing' in day ? day : day.twr;
  return { name: 'Day', shortName: weekdayText(date), twr, partial: false, ...span(dayBefore, marketDay) };
}

function row(name: string, shortName: string, found: PeriodReturn, timeWeighted: boolean): PerformancePeriod {
  const since = found.partial ? ` since ${dayText(found.base.date)}` : '';
  return {
    name,
    shortName: `${shortName}${since}`,
    twr: timeWeighted ? found.value : NOT_TIME_WEIGHTED,
    partial: found.partial,
    ...span(found.base, found.end),
  };
}

function unlinked(name: string, base: LevelPoint, end: LevelPoint, twr: NoReturn): PerformancePeriod {
  return { name, shortName: name, twr, partial: false, ...span(base, end) };
}

function span(
  base: LevelPoint,
  end: LevelPoint,
): Pick<PerformancePeriod, 'from' | 'to' | 'opening' | 'closing' | 'change'> {
  const [opening, closing] = [base.netAssetValue, end.netAssetValue];
  return {
    from: base.date,
    to: end.date,
    opening: opening ?? noValueOf(base.date),
    closing: closing ?? noValueOf(end.date),
    change: opening === null ? noValueOf(base.date) : closing === null ? noValueOf(end.date) : closing - opening,
  };
}
