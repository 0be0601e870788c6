import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import { annualised } from './annualise.ts';
import { type Drawdown, drawdown } from './drawdown.ts';
import type { LevelSeries } from './level-series.ts';
import { excessKurtosis, mean, percentile, RESOLUTION, sampleDeviation, skewness } from './moments.ts';
import { fewerThan, type NoStatistic, none, type Statistic } from './statistic.ts';

/** Observations of a year (convention C4). */
export const DAYS_A_YEAR = 252;

/** Return of one observation. */
export interface DayReturn {
  readonly date: CalendarDate;
  readonly value: number;
}

/** What a series' returns say of its risk. Fractions; deviations, ratios and the like for a year. */
export interface RiskStatistics {
  /**
   * `ok`; `no-data` without an observation; `not-meaningful` once the level was below zero, or at zero before the end;
   * `total-loss` when it ended at zero: then only the return and the drawdown mean something (convention C12).
   */
  readonly status: 'ok' | 'no-data' | 'not-meaningful' | 'total-loss';
  readonly observations: number;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly calendarDays: number;
  /** Most calendar days between two kept points. */
  readonly longestGapDays: number;
  readonly totalReturn: Statistic;
  readonly annualisedReturn: Statistic;
  readonly volatility: Statistic;
  readonly downsideDeviation: Statistic;
  readonly sharpe: Statistic;
  readonly sortino: Statistic;
  readonly calmar: Statistic;
  readonly martin: Statistic;
  /** One day at 95%: a negative return. */
  readonly valueAtRisk: Statistic;
  readonly conditionalValueAtRisk: Statistic;
  readonly meanDaily: Statistic;
  readonly skewness: Statistic;
  readonly excessKurtosis: Statistic;
  readonly best?: DayReturn;
  readonly worst?: DayReturn;
  readonly days?: { readonly positive: number; readonly negative: number; readonly zero: number };
  /** Absent where the levels can't be linked. */
  readonly drawdown?: Drawdown;
}

/** Simple returns over consecutive kept points (convention C3). */
export function dayReturns(series: LevelSeries): readonly DayReturn[] {
  return series.points.map(({ date, level }, index) => {
    const before = series.points[index - 1] ?? series.base;
    return { date, value: level / before.level - 1 };
  });
}

/** The yearly effective rate as a rate of one observation (convention C6). */
export const dailyRate = (yearly: number): number => (1 + yearly) ** (1 / DAYS_A_YEAR) - 1;

/**
 * All statistics of one cleaned series. They are computed from few observations already; what is shown of them needs more
 * ({@link displayed}).
 * @param riskFree yearly effective rate, a fraction
 */
export function riskStatistics(series: LevelSeries, riskFree: number): RiskStatistics {
  const status = statusOf(series);
  const last = series.points.at(-1);
  const span = {
    status,
    observations: series.points.length,
    from: series.base.date,
    to: last?.date ?? series.base.date,
    calendarDays: dayNumber(last?.date ?? series.base.date) - dayNumber(series.base.date),
    longestGapDays: longestGap(series),
  };
  if (status !== 'ok' || !last) return { ...span, ...undefinedOf(status, series) };

  const days = dayReturns(series);
  const returns = days.map(({ value }) => value);
  const total = last.level - 1;
  const yearly = annualised(total, span.from, span.to);
  const falls = drawdown(series);
  const daily = dailyRate(riskFree);
  const excess = mean(returns) - daily;
  const deviation = resolved(sampleDeviation(returns));
  const downside = returns.length < 2 ? undefined : (resolved(downsideOf(returns, daily)) ?? 0);
  const tail = valueAtRisk(returns);
  return {
    ...span,
    totalReturn: total,
    annualisedReturn: yearly,
    volatility: yearOf(deviation),
    downsideDeviation: yearOf(downside),
    sharpe: ratio(excess, deviation, none(NO_DEVIATION)),
    // A constant return misses its target by a constant: that is no risk that could be measured.
    sortino: deviation === 0 ? none(NO_DEVIATION) : ratio(excess, downside, none('no day below the target')),
    calmar: overDepth(yearly, -(falls.deepest?.depth ?? 0)),
    martin: overDepth(typeof yearly === 'number' ? yearly - riskFree : yearly, falls.ulcer),
    valueAtRisk: tail.at,
    conditionalValueAtRisk: tail.beyond,
    meanDaily: mean(returns),
    skewness: ofShape(deviation, returns.length, 3, (spread) => skewness(returns, spread)),
    excessKurtosis: ofShape(deviation, returns.length, 4, (spread) => excessKurtosis(returns, spread)),
    ...extremes(days),
    days: {
      positive: returns.filter((value) => value > SAME).length,
      negative: returns.filter((value) => value < -SAME).length,
      zero: returns.filter((value) => Math.abs(value) <= SAME).length,
    },
    drawdown: falls,
  };
}

/** Returns that differ by less are the same. */
const SAME = 1e-12;
const NO_DEVIATION = 'returns do not vary';
/** A deviation takes two observations. */
const ONE_DAY = fewerThan(2, 1);

function statusOf({ base, points }: LevelSeries): RiskStatistics['status'] {
  if (points.length === 0) return 'no-data';
  const levels = [base, ...points].map(({ level }) => level);
  const before = levels.slice(0, -1);
  const last = levels.at(-1) ?? 1;
  if (last < 0 || before.some((level) => level <= 0)) return 'not-meaningful';
  return last === 0 ? 'total-loss' : 'ok';
}

function undefinedOf(status: RiskStatistics['status'], series: LevelSeries) {
  const missing = status === 'no-data' ? fewerThan(1, 0) : none('value fell to zero or below');
  const lost = status === 'total-loss';
  return {
    totalReturn: lost ? -1 : missing,
    annualisedReturn: missing,
    volatility: missing,
    downsideDeviation: missing,
    sharpe: missing,
    sortino: missing,
    calmar: missing,
    martin: missing,
    valueAtRisk: missing,
    conditionalValueAtRisk: missing,
    meanDaily: missing,
    skewness: missing,
    excessKurtosis: missing,
    ...(lost ? { drawdown: drawdown(series) } : {}),
  };
}

function longestGap({ base, points }: LevelSeries): number {
  const days = [base, ...points].map(({ date }) => dayNumber(date));
  return Math.max(0, ...days.slice(1).map((day, index) => day - (days[index] ?? day)));
}

/** Below the resolution there is no deviation (convention C9). */
function resolved(deviation: number | undefined): number | undefined {
  return deviation !== undefined && deviation < RESOLUTION ? 0 : deviation;
}

/** Deviation of what lies below the target, over all observations: how often it does counts too. */
function downsideOf(returns: readonly number[], target: number): number {
  return Math.sqrt(returns.reduce((sum, value) => sum + Math.min(value - target, 0) ** 2, 0) / returns.length);
}

const yearOf = (deviation: number | undefined): Statistic =>
  deviation === undefined ? ONE_DAY : deviation * Math.sqrt(DAYS_A_YEAR);

function ratio(excess: number, deviation: number | undefined, when0: NoStatistic): Statistic {
  if (deviation === undefined) return ONE_DAY;
  return deviation === 0 ? when0 : (excess / deviation) * Math.sqrt(DAYS_A_YEAR);
}

function overDepth(yearly: Statistic, depth: number): Statistic {
  if (typeof yearly !== 'number') return yearly;
  return depth < RESOLUTION ? none('no fall from a high') : yearly / depth;
}

function ofShape(
  deviation: number | undefined,
  found: number,
  needed: number,
  shape: (deviation: number) => number | undefined,
): Statistic {
  if (deviation === undefined || found < needed) return fewerThan(needed, found);
  return deviation === 0 ? none(NO_DEVIATION) : (shape(deviation) ?? fewerThan(needed, found));
}

/** Observations that a tail of a twentieth needs to have one (convention C10). */
const TAIL_DAYS = 20;

function valueAtRisk(returns: readonly number[]): { readonly at: Statistic; readonly beyond: Statistic } {
  const few = fewerThan(TAIL_DAYS, returns.length);
  if (returns.length < TAIL_DAYS) return { at: few, beyond: few };
  const at = percentile(returns, 0.05);
  return { at, beyond: mean(returns.filter((value) => value <= at + SAME)) };
}

function extremes(days: readonly DayReturn[]): { readonly best?: DayReturn; readonly worst?: DayReturn } {
  const [first] = days;
  if (!first) return {};
  return {
    best: days.reduce((found, day) => (day.value > found.value + SAME ? day : found), first),
    worst: days.reduce((found, day) => (day.value < found.value - SAME ? day : found), first),
  };
}
