import type { LevelPoint } from '#analytics/level-series';
import type { RiskStatistics } from '#analytics/risk-statistics';
import type { CalendarDate } from '#domain/calendar-date';
import type { BenchmarkHistory } from '#report/benchmark-history';
import type { Block } from '#report/block';
import { type PaidIn, paidIn } from '#report/paid-in';
import type { PerformanceHistory } from '#report/performance-history';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import type { SeriesExtra, SeriesMark } from '#report/series-parts';
import type { Cell } from '#report/value';
import { amountText, changeText, longDayText } from '#report/wording';

/** The account's value on every trading day it has one. A day without stays open. */
export const valueOverTime = section({
  id: 'value',
  title: 'Value over time',
  needs: ['performance'],
  build: (_data, context) => {
    const { history } = context;
    return !history || history.series.points.length === 0 ? [] : [chart(history, context)];
  },
});

function chart(history: PerformanceHistory, context: ReportContext): Block {
  const { base, calendar, benchmark, statistics } = context;
  const { series, timeWeighted } = history;
  const kept = new Map([series.base, ...series.points].map((point) => [point.date, point]));
  const end = series.points.at(-1) ?? series.base;
  const dates = daysOf(series.base.date, end.date, kept, calendar.tradingDays(series.base.date, end.date));
  const levels = dates.map((date) => kept.get(date));
  const paid = paidIn(dates, history, context);
  return {
    kind: 'series',
    id: 'value',
    title: titleOf(series.base, end, base, paid?.values.at(-1) ?? null),
    subtitle: `${paid ? 'Value and money paid in' : 'Net asset value'}, ${base}, daily close, ${longDayText(series.base.date)} to ${longDayText(end.date)}`,
    shownIn: ['page', 'workbook'],
    sheet: 'Daily',
    ...noteOf(dates, kept, history, paid),
    valueKind: 'money',
    unit: base,
    dates,
    lines: [
      { name: 'Value', role: 'value', values: levels.map((point) => point?.netAssetValue ?? null) },
      ...(paid ? [{ name: PAID_IN, role: 'paid-in' as const, values: paid.values }] : []),
    ],
    ...(paid ? { marks: paid.flows.map(flowMark) } : {}),
    extra: [
      ...(timeWeighted
        ? [
            {
              title: 'Cumulative return',
              kind: 'return' as const,
              chart: 'value' as const,
              values: levels.map(cumulative),
            },
            { title: 'Return', kind: 'return' as const, values: dayReturns(levels) },
            {
              title: 'Drawdown',
              kind: 'return' as const,
              chart: 'drawdown' as const,
              values: falls(dates, statistics),
            },
          ]
        : []),
      ...(benchmark ? benchmarkColumns(dates, benchmark) : []),
      { title: 'Kept?', kind: 'text', values: keptWords(dates, kept, history) },
    ],
  };
}

const PAID_IN = 'Paid in';

const flowMark = ({ date, amount }: PaidIn['flows'][number]): SeriesMark => ({
  ...{ date, role: 'paid-in', name: '', value: amount, kind: 'change' },
});

/**
 * The benchmark's closes, and both returns on the days that both have, empty on all others: formulas that take two columns
 * find a figure in both or in neither.
 */
function benchmarkColumns(dates: readonly CalendarDate[], { closes, comparison }: BenchmarkHistory): Extra {
  const both = new Map(
    comparison?.common.map((day, index, all) => {
      const before = all[index - 1];
      const own = before ? day.portfolio / before.portfolio - 1 : null;
      const other = before ? day.benchmark / before.benchmark - 1 : null;
      return [day.date, { own, other, less: own === null || other === null ? null : own - other }] as const;
    }),
  );
  const column = (title: string, of: 'own' | 'other' | 'less'): Extra[number] => ({
    title,
    kind: 'return',
    values: dates.map((date) => both.get(date)?.[of] ?? null),
  });
  return [
    { title: 'Benchmark close', kind: 'price', values: dates.map((date) => closes.get(date) ?? null) },
    column('Benchmark return', 'other'),
    column('Common return', 'own'),
    column('Excess return', 'less'),
  ];
}

type Extra = readonly SeriesExtra[];

/** Trading days, and the base date where it is none. */
function daysOf(
  from: CalendarDate,
  to: CalendarDate,
  kept: ReadonlyMap<CalendarDate, LevelPoint>,
  tradingDays: readonly CalendarDate[],
): readonly CalendarDate[] {
  return tradingDays[0] === from || from === to || !kept.has(from) ? tradingDays : [from, ...tradingDays];
}

function titleOf(base: LevelPoint, end: LevelPoint, currency: string, paid: number | null): string {
  const now = end.netAssetValue;
  if (now === null) return 'Value over time';
  const since = longDayText(base.date);
  if (paid !== null)
    return `Value ${amountText(now)} ${currency}, ${changeText(now - paid)} of it result since ${since}`;
  const value = `Value ${amountText(now)} ${currency}`;
  return base.netAssetValue === null ? value : `${value}, from ${amountText(base.netAssetValue)} on ${since}`;
}

function cumulative(point: LevelPoint | undefined): Cell {
  return point ? point.level - 1 : null;
}

/** Return of each kept day against the kept day before it. */
function dayReturns(levels: readonly (LevelPoint | undefined)[]): readonly Cell[] {
  let before: LevelPoint | undefined;
  return levels.map((point) => {
    const value = point && before && before.level > 0 ? point.level / before.level - 1 : null;
    before = point ?? before;
    return value;
  });
}

/** Each kept day against the highest level so far; nothing where the levels can't be linked. */
function falls(dates: readonly CalendarDate[], statistics: RiskStatistics | undefined): readonly Cell[] {
  const known = new Map(statistics?.drawdown?.daily.map(({ date, value }) => [date, value]));
  return dates.map((date) => known.get(date) ?? null);
}

function keptWords(
  dates: readonly CalendarDate[],
  kept: ReadonlyMap<CalendarDate, LevelPoint>,
  { series }: PerformanceHistory,
): readonly string[] {
  const holes = new Set(series.holes);
  const repaired = new Set(series.repaired);
  return dates.map((date) => {
    if (repaired.has(date)) return 'yes, from a shorter series';
    if (kept.has(date)) return 'yes';
    return holes.has(date) ? 'no, contradicts its neighbours' : 'no, none given';
  });
}

function noteOf(
  dates: readonly CalendarDate[],
  kept: ReadonlyMap<CalendarDate, LevelPoint>,
  { series }: PerformanceHistory,
  paid: PaidIn | undefined,
): { note?: string } {
  const open = dates.filter((date) => (kept.get(date)?.netAssetValue ?? null) === null).length;
  const days = open === 1 ? '1 trading day has' : `${open} trading days have`;
  const begin = series.fromFirstDay ? 'what first came' : `the value of ${longDayText(series.base.date)}`;
  const source = paid?.from === 'bookings' ? 'as the statements book them' : 'as the broker’s returns imply them';
  const notes = [
    ...(paid ? [`Paid in: ${begin}, deposits less withdrawals since, ${source}.`] : []),
    ...(open > 0 ? [`${days} no value from the broker; the line is open there.`] : []),
  ];
  return notes.length === 0 ? {} : { note: notes.join(' ') };
}
