import { type BenchmarkComparison, compareWithBenchmark } from '#analytics/benchmark-comparison';
import { displayed } from '#analytics/displayed';
import { cleanSeries, type LevelSeries } from '#analytics/level-series';
import { monthlyReturns, type PeriodName, periodReturn } from '#analytics/period-return';
import { type RiskStatistics, riskStatistics } from '#analytics/risk-statistics';
import type { Statistic } from '#analytics/statistic';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import { isWeekend } from '#domain/exchange-holidays';
import type { SeriesCase } from './case-form.ts';
import { orNull } from './or-null.ts';

type Input = SeriesCase['input'];

/** All that a series of cumulative returns tells, in the names of the vectors. */
export function seriesFigures(input: Input): object {
  const trades = tradingDays(input);
  const series = cleanSeries({
    baseDate: input.base_date,
    baseNetAssetValue: input.base_nav,
    points: input.dates.map((date, index) => ({
      date,
      cumulativeReturn: input.cps[index] ?? null,
      netAssetValue: input.nav[index] ?? null,
    })),
    isTradingDay: trades,
  });
  const risk = riskStatistics(series, input.rf_annual);
  const closes = input.benchmark?.dates.flatMap((date, index) => {
    const close = input.benchmark?.close[index];
    return typeof close === 'number' ? [{ date, close }] : [];
  });
  const compared = closes && risk.status === 'ok' ? compareWithBenchmark(series, closes, input.rf_annual) : undefined;
  return {
    stats: statsOf(series, risk),
    relative: compared ? relativeOf(compared) : null,
    display: shownOf(risk, compared),
    periods: periodsOf(series),
    monthly: monthlyReturns(series, (date) => isLastOfMonth(date, trades)).map(({ month, value, partial }) => ({
      month,
      value,
      partial,
    })),
  };
}

function tradingDays({ holidays }: Input): (date: CalendarDate) => boolean {
  const closed = new Set(holidays);
  return (date) => !isWeekend(date) && !closed.has(date);
}

function isLastOfMonth(date: CalendarDate, trades: (date: CalendarDate) => boolean): boolean {
  for (let next = addDays(date, 1); next.slice(0, 7) === date.slice(0, 7); next = addDays(next, 1)) {
    if (trades(next)) return false;
  }
  return true;
}

const REASONS = {
  ok: null,
  'no-data': 'NO_OBSERVATIONS',
  'not-meaningful': 'NONPOSITIVE_INDEX',
  'total-loss': 'INDEX_ZERO',
} as const;

function statsOf(series: LevelSeries, risk: RiskStatistics): object {
  const { drawdown: falls, days, best, worst } = risk;
  const linked = risk.status === 'ok';
  const { duplicate, nonTrading } = series.dropped;
  return {
    status: risk.status.replace('-', '_'),
    reason: REASONS[risk.status],
    n_obs: risk.observations,
    dropped: { null: series.dropped.null, non_trading: nonTrading, duplicate },
    start_date: risk.from,
    end_date: risk.to,
    calendar_days: risk.calendarDays,
    max_gap_days: risk.longestGapDays,
    total_return: orNull(risk.totalReturn),
    annualised_return: orNull(risk.annualisedReturn),
    volatility_ann: orNull(risk.volatility),
    downside_deviation_ann: orNull(risk.downsideDeviation),
    sharpe: orNull(risk.sharpe),
    sortino: orNull(risk.sortino),
    calmar: orNull(risk.calmar),
    ulcer_index: linked ? orNull(falls?.ulcer) : null,
    martin_ratio: orNull(risk.martin),
    current_drawdown: linked ? orNull(falls?.current) : null,
    longest_underwater_days: linked ? orNull(falls?.longestDays) : null,
    var_95: orNull(risk.valueAtRisk),
    cvar_95: orNull(risk.conditionalValueAtRisk),
    best_day: best?.value ?? null,
    worst_day: worst?.value ?? null,
    best_day_date: best?.date ?? null,
    worst_day_date: worst?.date ?? null,
    positive_days: days?.positive ?? null,
    negative_days: days?.negative ?? null,
    zero_days: days?.zero ?? null,
    positive_share: days ? days.positive / risk.observations : null,
    mean_daily: orNull(risk.meanDaily),
    skewness: orNull(risk.skewness),
    excess_kurtosis: orNull(risk.excessKurtosis),
    max_drawdown: falls ? deepestOf(falls) : null,
  };
}

function deepestOf({ deepest }: NonNullable<RiskStatistics['drawdown']>): object {
  return {
    value: deepest?.depth ?? 0,
    peak_date: deepest?.peak ?? null,
    trough_date: deepest?.trough ?? null,
    recovery_date: deepest?.recovery ?? null,
    length_days: deepest?.days ?? 0,
  };
}

function relativeOf(compared: BenchmarkComparison): object {
  return {
    n_common: compared.observations,
    common_start: compared.from,
    common_end: compared.to,
    portfolio_return: compared.portfolioReturn,
    benchmark_return: compared.benchmarkReturn,
    excess_return: compared.excessReturn,
    beta: orNull(compared.beta),
    alpha_ann: orNull(compared.alpha),
    correlation: orNull(compared.correlation),
    r_squared: orNull(compared.rSquared),
    tracking_error_ann: orNull(compared.trackingError),
    information_ratio: orNull(compared.informationRatio),
  };
}

function shownOf(risk: RiskStatistics, compared: BenchmarkComparison | undefined): object {
  const shown = (statistic: Statistic, family: 'deviation' | 'tail'): boolean =>
    typeof displayed(statistic, risk.observations, family) === 'number';
  const own = {
    annualised_return: typeof risk.annualisedReturn === 'number',
    volatility_ann: shown(risk.volatility, 'deviation'),
    sharpe: shown(risk.sharpe, 'deviation'),
    sortino: shown(risk.sortino, 'deviation'),
    var_95: shown(risk.valueAtRisk, 'tail'),
    cvar_95: shown(risk.conditionalValueAtRisk, 'tail'),
    calmar: typeof risk.calmar === 'number',
    martin_ratio: typeof risk.martin === 'number',
  };
  if (!compared) return own;
  const beside = (statistic: Statistic): boolean =>
    typeof displayed(statistic, compared.observations, 'benchmark') === 'number';
  return {
    ...own,
    beta: beside(compared.beta),
    alpha_ann: beside(compared.alpha),
    correlation: beside(compared.correlation),
    tracking_error_ann: beside(compared.trackingError),
    information_ratio: beside(compared.informationRatio),
  };
}

const PERIODS: readonly PeriodName[] = ['MTD', 'QTD', 'YTD', '1Y', '3Y', '5Y'];

function periodsOf(series: LevelSeries): object {
  return Object.fromEntries(
    PERIODS.map((name) => {
      const found = periodReturn(series, name);
      const none = { value: null, base_date: null, partial: null, annualised: false };
      return [
        name,
        'missing' in found
          ? none
          : {
              value: found.value,
              base_date: found.base.date,
              partial: found.partial,
              annualised: found.annualised,
            },
      ];
    }),
  );
}
