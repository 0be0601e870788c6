import {
  type CalendarDate,
  dayNumber,
  previousMonthEnd,
  previousQuarterEnd,
  previousYearEnd,
  yearsBefore,
} from '#domain/calendar-date';
import type { LevelPoint, LevelSeries } from './level-series.ts';
import { fewerThan } from './statistic.ts';

/** Periods that end on the last kept day of a series. */
export type PeriodName = 'MTD' | 'QTD' | 'YTD' | '1Y' | '3Y' | '5Y';

export interface PeriodReturn {
  /** A fraction; a yearly rate when `annualised`. */
  readonly value: number;
  readonly base: LevelPoint;
  readonly end: LevelPoint;
  /** The account is younger than the period: counted from its first day. */
  readonly partial: boolean;
  readonly annualised: boolean;
}

/** Why there is no return, in few words. */
export interface NoReturn {
  readonly missing: string;
}

/**
 * Time-weighted return of one period (levels are linked geometrically). Month, quarter and year to date count from
 * the last kept level on or before the previous period's end; where the account is younger, from its first day, and
 * say so. Spans of years need a level on or before the same day that many years earlier. 3Y and 5Y are yearly rates.
 */
export function periodReturn(series: LevelSeries, name: PeriodName): PeriodReturn | NoReturn {
  const end = series.points.at(-1);
  if (!end) return fewerThan(1, 0);
  const target = targetOf(name, end.date);
  const base = lastOnOrBefore(series, target);
  if (!base && YEARS[name] !== undefined) return { missing: `history begins ${series.base.date}` };
  const span = linked(series, base ?? series.base, end);
  if ('missing' in span) return span;
  const annualised = name === '3Y' || name === '5Y';
  return { ...span, value: annualised ? annualise(span) : span.value, partial: !base, annualised };
}

/** Return of the whole series, not annualised. */
export function returnSinceBase(series: LevelSeries): PeriodReturn | NoReturn {
  const end = series.points.at(-1);
  if (!end) return fewerThan(1, 0);
  const span = linked(series, series.base, end);
  return 'missing' in span ? span : { ...span, partial: false, annualised: false };
}

export interface MonthReturn {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly value: number;
  /** The day whose level it counts from: the last kept one before the month, or the base date. */
  readonly from: CalendarDate;
  /** Holds the base date, or its last kept level lies before its last trading day. */
  readonly partial: boolean;
}

/** Return of each month that has a kept level, ascending. Empty when the levels can't be linked. */
export function monthlyReturns(
  series: LevelSeries,
  isLastTradingDayOfMonth: (date: CalendarDate) => boolean,
): readonly MonthReturn[] {
  const lasts = new Map<string, LevelPoint>();
  for (const point of series.points) lasts.set(point.date.slice(0, 7), point);
  const months: MonthReturn[] = [];
  let before = series.base;
  for (const [month, last] of lasts) {
    if (before.level <= 0) return [];
    const holdsBase = month === series.base.date.slice(0, 7);
    months.push({
      month,
      value: last.level / before.level - 1,
      from: before.date,
      partial: holdsBase || !isLastTradingDayOfMonth(last.date),
    });
    before = last;
  }
  return months;
}

const YEARS: { readonly [N in PeriodName]?: number } = { '1Y': 1, '3Y': 3, '5Y': 5 };

function targetOf(name: PeriodName, end: CalendarDate): CalendarDate {
  if (name === 'MTD') return previousMonthEnd(end);
  if (name === 'QTD') return previousQuarterEnd(end);
  if (name === 'YTD') return previousYearEnd(end);
  return yearsBefore(end, YEARS[name] ?? 0);
}

function lastOnOrBefore(series: LevelSeries, date: CalendarDate): LevelPoint | undefined {
  const found = series.points.findLast((point) => point.date <= date);
  return found ?? (series.base.date <= date ? series.base : undefined);
}

type Span = Pick<PeriodReturn, 'value' | 'base' | 'end'>;

/** A return means nothing once the level was at or below zero on the way (convention C12); zero at the end is a total loss. */
function linked(series: LevelSeries, base: LevelPoint, end: LevelPoint): Span | NoReturn {
  const between = series.points.filter((point) => point.date >= base.date && point.date < end.date);
  if (base.level <= 0 || end.level < 0 || between.some((point) => point.level <= 0)) {
    return { missing: 'value fell to zero or below' };
  }
  return { value: end.level / base.level - 1, base, end };
}

/** Yearly rate by convention C8: exponent 365 / calendar days. */
function annualise({ value, base, end }: Span): number {
  return (1 + value) ** (365 / (dayNumber(end.date) - dayNumber(base.date))) - 1;
}
