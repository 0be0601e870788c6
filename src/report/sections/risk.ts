import { displayed } from '#analytics/displayed';
import type { DrawdownEpisode } from '#analytics/drawdown';
import { DAYS_A_YEAR, type RiskStatistics } from '#analytics/risk-statistics';
import type { Statistic } from '#analytics/statistic';
import type { CalendarDate } from '#domain/calendar-date';
import { benchmarkStatistics } from '#report/benchmark-statistics';
import type { Block, Figure, StatisticRow } from '#report/block';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import { countText, dayText, longDayText, monthText, rateText, returnText, weightText } from '#report/wording';

/** How the returns varied, and what that was worth: each figure with its formula, or why there is none. */
export const risk = section({
  id: 'risk',
  title: 'Risk',
  needs: ['performance'],
  build: (_data, context) => {
    const { history, statistics } = context;
    if (!history || !statistics || history.series.points.length === 0) return [];
    return [block(statistics, context)];
  },
});

/** The same for a phone, beside what the account holds. */
export const riskInBrief = section({
  id: 'risk-in-brief',
  title: 'Risk',
  needs: [],
  build: (_data, context) => {
    const { history, statistics } = context;
    return !history || !statistics || history.series.points.length === 0 ? [] : [short(statistics, context)];
  },
});

function block(found: RiskStatistics, { riskFree, benchmark }: ReportContext): Block {
  return {
    kind: 'statistics',
    id: 'risk',
    title: titleOf(found),
    subtitle: `${countText(found.observations, 'trading day')}, ${longDayText(found.from)} to ${longDayText(found.to)}. Deviations and ratios for a year`,
    shownIn: ['page', 'workbook'],
    sheet: 'Risk',
    series: 'value',
    riskFree,
    daysAYear: DAYS_A_YEAR,
    statistics: [...riskRows(found), ...(benchmark ? benchmarkStatistics(benchmark) : [])],
    note: `Risk-free rate ${rateText(riskFree.rate)} a year (${riskFree.source}).`,
  };
}

/** What a phone has room for: how much it varies, how far it is below its high, and how far it ever was. */
function short(found: RiskStatistics, { history }: ReportContext): Block {
  const { observations, volatility, drawdown } = found;
  const open = drawdown?.episodes.find(({ recovery }) => recovery === undefined);
  const deepest = drawdown?.deepest;
  const deviation = displayed(volatility, observations, 'deviation');
  const year = history?.series.points.at(-1)?.date.slice(0, 4);
  const told = (peak: CalendarDate): string => (peak.slice(0, 4) === year ? dayText(peak) : longDayText(peak));
  const falls: readonly Figure[] =
    !drawdown || !history?.timeWeighted
      ? []
      : [
          {
            label: 'Below the high',
            kind: 'return',
            value: drawdown.current,
            ...(open ? { period: `of ${told(open.peak)}` } : {}),
          },
          {
            label: 'Deepest fall',
            kind: 'return',
            value: deepest?.depth ?? 0,
            ...(deepest ? { period: `${monthText(deepest.trough)} ${deepest.trough.slice(0, 4)}` } : {}),
          },
        ];
  return {
    kind: 'figures',
    id: 'risk-mail',
    title: 'Risk',
    shownIn: ['mail'],
    figures: [
      {
        label: 'Volatility',
        kind: 'weight',
        value: deviation,
        ...(typeof deviation === 'number' ? { period: `${countText(observations, 'day')}, annualised` } : {}),
      },
      ...falls,
    ],
  };
}

function titleOf({ volatility, drawdown, observations }: RiskStatistics): string {
  const shown = displayed(volatility, observations, 'deviation');
  const parts = [
    ...(typeof shown === 'number' ? [`Volatility ${weightText(shown)}`] : []),
    ...(drawdown?.deepest ? [`deepest fall ${returnText(drawdown.deepest.depth)}`] : []),
  ];
  return parts.length === 0 ? 'Risk' : capital(parts.join(', '));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Each statistic with its formula, in the order of the table. */
export function riskRows(found: RiskStatistics): readonly StatisticRow[] {
  const { observations, drawdown } = found;
  const deviation = (statistic: Statistic) => displayed(statistic, observations, 'deviation');
  const tail = (statistic: Statistic) => displayed(statistic, observations, 'tail');
  const none: Statistic = { missing: 'value fell to zero or below' };
  const rows: readonly Omit<StatisticRow, 'observations'>[] = [
    { measure: 'total-return', label: 'Return', kind: 'return', value: found.totalReturn, formula: 'Vₙ − 1' },
    {
      measure: 'annualised-return',
      label: 'Return a year',
      kind: 'return',
      value: found.annualisedReturn,
      formula: '(1 + R)^(365 / days) − 1, from one year on',
    },
    {
      measure: 'volatility',
      label: 'Volatility',
      kind: 'weight',
      value: deviation(found.volatility),
      formula: 'std(r) · √252',
    },
    {
      measure: 'downside-deviation',
      label: 'Downside deviation',
      kind: 'weight',
      value: deviation(found.downsideDeviation),
      formula: '√(Σ min(r − rf, 0)² / n) · √252',
    },
    {
      measure: 'sharpe',
      label: 'Sharpe ratio',
      kind: 'ratio',
      value: deviation(found.sharpe),
      formula: 'mean(r − rf) / std(r) · √252',
    },
    {
      measure: 'sortino',
      label: 'Sortino ratio',
      kind: 'ratio',
      value: deviation(found.sortino),
      formula: 'mean(r − rf) / downside · √252',
    },
    {
      measure: 'maximum-drawdown',
      label: 'Deepest drawdown',
      kind: 'return',
      value: drawdown ? (drawdown.deepest?.depth ?? 0) : none,
      ...(drawdown?.deepest ? { detail: spanOf(drawdown.deepest) } : {}),
      formula: 'min(V / highest V so far − 1)',
    },
    {
      measure: 'current-drawdown',
      label: 'Below the high now',
      kind: 'return',
      value: drawdown?.current ?? none,
      formula: 'Vₙ / highest V − 1',
    },
    {
      measure: 'longest-underwater',
      label: 'Longest time below a high',
      kind: 'count',
      value: drawdown?.longestDays ?? none,
      unit: 'days',
      formula: 'calendar days from a high to its recovery, or to the end',
    },
    {
      measure: 'ulcer',
      label: 'Ulcer index',
      kind: 'weight',
      value: drawdown ? drawdown.ulcer : none,
      formula: '√(Σ drawdown² / n)',
    },
    {
      measure: 'calmar',
      label: 'Calmar ratio',
      kind: 'ratio',
      value: found.calmar,
      formula: 'return a year / |deepest drawdown|',
    },
    {
      measure: 'martin',
      label: 'Martin ratio',
      kind: 'ratio',
      value: found.martin,
      formula: '(return a year − rf) / Ulcer index',
    },
    {
      measure: 'value-at-risk',
      label: 'VaR 95%, one day',
      kind: 'return',
      value: tail(found.valueAtRisk),
      formula: '5th percentile of r, interpolated',
    },
    {
      measure: 'conditional-value-at-risk',
      label: 'CVaR 95%, one day',
      kind: 'return',
      value: tail(found.conditionalValueAtRisk),
      formula: 'mean of r at or below VaR',
    },
    {
      measure: 'skewness',
      label: 'Skewness',
      kind: 'ratio',
      value: deviation(found.skewness),
      formula: 'of r, corrected for bias',
    },
    {
      measure: 'excess-kurtosis',
      label: 'Excess kurtosis',
      kind: 'ratio',
      value: deviation(found.excessKurtosis),
      formula: 'of r, corrected for bias',
    },
    {
      measure: 'best-day',
      label: 'Best day',
      kind: 'return',
      value: found.best?.value ?? none,
      ...(found.best ? { detail: longDayText(found.best.date) } : {}),
      formula: 'max(r)',
    },
    {
      measure: 'worst-day',
      label: 'Worst day',
      kind: 'return',
      value: found.worst?.value ?? none,
      ...(found.worst ? { detail: longDayText(found.worst.date) } : {}),
      formula: 'min(r)',
    },
    {
      measure: 'positive-days',
      label: 'Days above zero',
      kind: 'weight',
      value: found.days ? found.days.positive / observations : none,
      formula: 'count(r > 0) / n',
    },
  ];
  return rows.map((row) => ({ ...row, observations }));
}

function spanOf({ peak, trough, recovery }: DrawdownEpisode): string {
  const end = recovery === undefined ? 'open' : `back on ${longDayText(recovery)}`;
  return `${longDayText(peak)} to ${longDayText(trough)}, ${end}`;
}
