import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import { type BenchmarkHistory, type ComparedPeriod, comparedPeriod } from '#report/benchmark-history';
import { type Block, table } from '#report/block';
import { gapSentence, type MoneyReturn, moneyReturnOf } from '#report/money-returns';
import { type PerformancePeriod, performancePeriods } from '#report/performance-periods';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import type { Cell } from '#report/value';
import { aboveText, kindText, longDayText, returnText } from '#report/wording';
import { OWN_MONEY, ownMoney } from './own-money.ts';

/** Returns by period, with the values they lie between. */
export const performance = section({
  id: 'performance',
  title: 'Performance',
  needs: ['performance'],
  build: (_data, context) => {
    const { history, marketDate } = context;
    if (!history) return [youngNotice()];
    const { benchmark, calendar } = context;
    const periods = performancePeriods(history, marketDate).map(
      (period): Beside => ({
        ...period,
        ...(benchmark ? comparedPeriod(period, history, benchmark, calendar) : {}),
        ...moneyReturnOf(period, context),
      }),
    );
    return periods.length === 0
      ? [youngNotice()]
      : [full(periods, context), ...ownMoney(periods, context), short(periods, context)];
  },
});

/** A period, and beside it what the benchmark did and what the owner's money earned. */
type Beside = PerformancePeriod & Partial<ComparedPeriod> & Partial<MoneyReturn>;

const FLOWS = 'The change in value holds deposits and withdrawals; the return does not.';
const RESULT_LIVE = { kind: 'less', from: 'change', less: 'paidIn' } as const;
const RESULT = 'Result: change in value less what was paid in.';

function full(periods: readonly Beside[], { base, benchmark }: ReportContext): Block {
  const ends = [...new Set(periods.map(({ to }) => to))];
  // One day that all end on is said once.
  const only = ends.length === 1 ? ends[0] : undefined;
  const told = periods.some(({ mwr }) => mwr !== undefined);
  const ofEnd = only ? { shownIn: ['workbook'] as const } : {};
  return table({
    id: 'performance',
    title: titleOf(periods, benchmark),
    subtitle: `Time-weighted return by period${only ? ` to ${longDayText(only)}` : ''}, values in ${base}. Returns are not annualised`,
    shownIn: ['page', 'workbook'],
    sheet: 'Performance',
    columns: [
      { key: 'period', title: 'Period', kind: 'text' },
      { key: 'from', title: 'From', kind: 'date', weight: 'side' },
      { key: 'to', title: 'To', kind: 'date', weight: 'side', ...ofEnd },
      { key: 'twr', title: 'Return (TWR)', kind: 'return', weight: 'lead', bar: true },
      ...besideColumns(benchmark),
      ...moneyColumns(told, base),
      { key: 'opening', title: 'Opening value', kind: 'money', unit: base },
      { key: 'closing', title: 'Closing value', kind: 'money', unit: base, ...ofEnd },
      {
        ...{ key: 'change', title: 'Change in value', kind: 'change', unit: base },
        // Beside result and flows, which make it, the page has no need of it.
        ...(told ? { shownIn: ['workbook'] as const } : {}),
        live: { kind: 'less', from: 'closing', less: 'opening' },
      },
      {
        ...{ key: 'linked', title: 'TWR from Daily', kind: 'return', weight: 'side', shownIn: ['workbook'] },
        live: { kind: 'linked', series: 'value', levels: 'Cumulative return', from: 'from', to: 'to' },
      },
      ...xirrColumns(told),
      { key: 'partial', title: 'Partial?', kind: 'text', weight: 'side', shownIn: ['workbook'] },
    ],
    rows: periods.map(({ name, from, to, twr, opening, closing, change, partial, mwr, dietz, paidIn, ...beside }) => ({
      period: name,
      from,
      to,
      twr,
      ...cellsOf(beside),
      ...(told
        ? { mwr: mwr ?? null, dietz: dietz ?? null, result: resultOf(change, paidIn ?? null), paidIn: paidIn ?? null }
        : {}),
      opening,
      closing,
      change,
      linked: twr,
      ...(told ? { xirr: xirrCell(mwr, from, to) } : {}),
      partial: partial ? 'yes' : 'no',
    })),
    note: [gapSentence(periods), partialNote(periods), told ? RESULT : FLOWS, benchmarkNote(periods, benchmark, base)]
      .filter((part) => part !== '')
      .join(' '),
  });
}

/** Nothing of the owner's money where no statement tells what was paid in. */
function moneyColumns(told: boolean, base: string) {
  if (!told) return [];
  return [
    { key: 'mwr', title: 'Your money (MWR)', kind: 'return' },
    { key: 'dietz', title: 'Modified Dietz', kind: 'return', weight: 'side', shownIn: ['workbook'] },
    { key: 'result', title: 'Result', kind: 'change', unit: base, weight: 'lead', live: RESULT_LIVE },
    { key: 'paidIn', title: 'Net paid in', kind: 'change', unit: base },
  ] as const;
}

/** What markets, income and costs made of the money: without one of its two parts it has the reason of that part. */
function resultOf(change: Cell, paidIn: Cell): Cell {
  if (typeof change !== 'number') return change;
  return typeof paidIn === 'number' ? change - paidIn : paidIn;
}

/** The workbook's own reckoning of {@link moneyColumns}. */
function xirrColumns(told: boolean) {
  if (!told) return [];
  const live = {
    kind: 'internal-rate',
    ...{ flows: OWN_MONEY, period: 'period', from: 'from', to: 'to', guess: 'dietz' },
  } as const;
  return [{ key: 'xirr', title: 'MWR by XIRR', kind: 'return', weight: 'side', shownIn: ['workbook'], live }] as const;
}

/** XIRR finds a rate a year: of a few days it is one that its search may not reach. */
function xirrCell(mwr: Cell | undefined, from: CalendarDate, to: CalendarDate): Cell {
  if (typeof mwr !== 'number') return mwr ?? null;
  if (mwr <= -1) return { missing: 'all was lost' };
  const yearly = Math.log1p(mwr) * (365 / (dayNumber(to) - dayNumber(from)));
  return Math.abs(yearly) <= Math.LN10 ? mwr : { missing: 'span too short' };
}

/** Nothing of a benchmark where none is set. */
function besideColumns(benchmark: BenchmarkHistory | undefined) {
  if (!benchmark) return [];
  return [
    { key: 'benchmark', title: benchmark.name, kind: 'return' },
    { key: 'difference', title: 'Difference', kind: 'points', unit: 'pp' },
  ] as const;
}

function cellsOf({ benchmark, difference }: Partial<ComparedPeriod>) {
  return benchmark === undefined || difference === undefined ? {} : { benchmark, difference };
}

/** What the benchmark is, and over which days it was compared where these are not the period's. */
function benchmarkNote(periods: readonly Beside[], benchmark: BenchmarkHistory | undefined, base: string): string {
  if (!benchmark) return '';
  const foreign = benchmark.currency === base ? '' : `, not converted to ${base}`;
  const others = periods.flatMap(({ from, to, over }) => {
    if (!over) return [];
    const since = over.from === from ? [] : [`from ${longDayText(over.from)}`];
    return [...since, ...(over.to === to ? [] : [`to ${longDayText(over.to)}`])];
  });
  const days = others.length === 0 ? '' : ` Benchmark and difference: ${[...new Set(others)].join(', ')}.`;
  return `${benchmark.name}: ${kindText(benchmark)}${foreign}; both on the same dates.${days}`;
}

/** Four periods for the mail: the day, the month, the year, and the longest. */
function short(periods: readonly Beside[], { base, benchmark }: ReportContext): Block {
  const longest = periods.at(-1);
  const chosen = periods.filter((period) => SHORT.has(period.name) || period === longest);
  return table({
    id: 'returns',
    title: benchmark ? 'Return, %' : 'Return',
    shownIn: ['mail'],
    brief: true,
    columns: [
      { key: 'period', title: 'Period', kind: 'text' },
      {
        key: 'twr',
        ...(benchmark ? { title: 'You', unit: '' } : { title: 'Return', unit: '%' }),
        kind: 'return',
        weight: 'lead',
      },
      // Value and change stand above and in the files: a phone has room for three figures.
      ...(benchmark
        ? ([
            // The title names their unit: three heads with units would not fit a phone.
            { key: 'benchmark', title: benchmark.name, kind: 'return', unit: '', weight: 'side' },
            { key: 'difference', title: 'diff.', kind: 'points', unit: 'pp' },
          ] as const)
        : ([{ key: 'change', title: 'Change', kind: 'change', unit: base, weight: 'side' }] as const)),
    ],
    rows: chosen.map(({ shortName, twr, change, ...beside }) => ({
      period: shortName,
      twr,
      ...(benchmark ? cellsOf(beside) : { change }),
    })),
    note: [
      'Return is time-weighted (TWR).',
      gapSentence(chosen),
      benchmark ? benchmarkNote(chosen, benchmark, base) : FLOWS,
    ]
      .filter((part) => part !== '')
      .join(' '),
  });
}

const SHORT = new Set(['Day', 'Month', 'Year']);

function titleOf(periods: readonly Beside[], benchmark: BenchmarkHistory | undefined): string {
  const main = periods.find(({ name }) => name === 'Year') ?? periods.at(-1);
  if (!main || typeof main.twr !== 'number') return 'Performance';
  const name = main.partial ? `Since ${longDayText(main.from)}` : main.name;
  const beside =
    benchmark && typeof main.difference === 'number' ? `, ${aboveText(main.difference)} ${benchmark.name}` : '';
  return `${name} ${returnText(main.twr)}${beside}`;
}

function partialNote(periods: readonly PerformancePeriod[]): string {
  const partial = periods.filter((period) => period.partial);
  const first = partial[0];
  if (!first) return '';
  return `${partial.map(({ name }) => name).join(', ')}: counted since ${longDayText(first.from)}, the account’s first day.`;
}

function youngNotice(): Block {
  return {
    kind: 'notice',
    id: 'performance-young',
    title: 'Performance',
    shownIn: ['page', 'workbook'],
    tone: 'plain',
    items: [
      {
        term: 'No history yet',
        text: 'The broker has no daily values of this account so far; returns begin with the second.',
      },
    ],
  };
}
