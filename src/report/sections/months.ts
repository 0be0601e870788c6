import { type MonthReturn, monthlyReturns } from '#analytics/period-return';
import { addDays, type CalendarDate, MONTH_NAMES } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { BenchmarkHistory } from '#report/benchmark-history';
import { type BesideSpan, besideSpans, notCovered, type OwnSpan } from '#report/benchmark-months';
import { type Block, type Column, type Row, table } from '#report/block';
import type { PerformanceHistory } from '#report/performance-history';
import { section } from '#report/section';
import { type Cell, isMissing } from '#report/value';
import { kindText, longDayText } from '#report/wording';

/** Returns by month and year, in one table; below each year its benchmark's, of the same days. */
export const months = section({
  id: 'months',
  title: 'Returns by month',
  needs: ['performance'],
  build: (_data, { history, calendar, benchmark }) => {
    if (!history?.timeWeighted) return [];
    const found = monthlyReturns(history.series, (date) => endsMonth(date, calendar));
    if (found.length < 2) return [];
    const years = yearsOf(found, history);
    if (!benchmark) return [block(years.map(ownRow), noteOf(found))];
    const over = besideSpans(history, benchmark, calendar);
    const spans = years.flatMap((year) => [...year.months.values()]);
    const note = [
      noteOf(found),
      `${benchmark.name}: ${kindText(benchmark)}; each month and year on the account’s own two days.`,
      notCovered(benchmark.name, spans, over),
    ];
    const rows = years.flatMap((year): Row[] => [
      { ...ownRow(year), difference: brief(over(year).difference) },
      { ...besideRow(year, benchmark, (span) => brief(over(span).benchmark)), $tone: 'dim', $only: 'page' },
    ]);
    return [block(rows, note.filter(Boolean).join(' '), true), sheet(years, benchmark, over)];
  },
});

const SHORT = MONTH_NAMES.map((name) => name.slice(0, 3));
const keyOf = (index: number): string => `m${String(index + 1).padStart(2, '0')}`;
/** A month's cell has no room for a reason: the note says it. */
const brief = (cell: Cell): Cell => (isMissing(cell) ? 'n/a' : cell);

interface Year extends OwnSpan {
  readonly whole: number;
  /** By the key of their column. */
  readonly months: ReadonlyMap<string, OwnSpan & { readonly value: number }>;
}

/** Newest first. A month ends on its last kept day; months of a year are linked. */
function yearsOf(found: readonly MonthReturn[], { series }: PerformanceHistory): readonly Year[] {
  const ends = new Map(series.points.map(({ date }) => [date.slice(0, 7), date]));
  const spans = found.map(({ month, from, value }) => {
    const index = Number(month.slice(5)) - 1;
    const span = { name: `${SHORT[index]} ${month.slice(0, 4)}`, from, to: ends.get(month) ?? from, value };
    return { key: keyOf(index), year: month.slice(0, 4), span };
  });
  return [...Map.groupBy(spans, ({ year }) => year)].reverse().map(([name, own]) => {
    const all = own.map(({ span }) => span);
    const [from, to] = [all[0]?.from ?? series.base.date, all.at(-1)?.to ?? series.base.date];
    const whole = all.reduce((growth, { value }) => growth * (1 + value), 1) - 1;
    return { name, from, to, whole, months: new Map(own.map(({ key, span }) => [key, span])) };
  });
}

/** In the page's order: a cell for each month that there is, empty where there is none. */
function monthCells(year: Year, cell: (span: OwnSpan & { readonly value: number }) => Cell): Record<string, Cell> {
  return Object.fromEntries(
    SHORT.map((_, index) => {
      const span = year.months.get(keyOf(index));
      return [keyOf(index), span ? cell(span) : null];
    }),
  );
}

const ownRow = (year: Year): Row => ({
  ...{ year: year.name, ...monthCells(year, ({ value }) => value), whole: year.whole },
});

const besideRow = (year: Year, { name }: BenchmarkHistory, cell: (span: OwnSpan) => Cell): Row => ({
  ...{ year: `${name} ${year.name}`, ...monthCells(year, cell), whole: cell(year) },
});

function columns(heat: boolean, difference: boolean): readonly Column[] {
  const tint = heat ? { heat } : {};
  return [
    { key: 'year', title: 'Year', kind: 'text' },
    ...SHORT.map((title, index): Column => ({ key: keyOf(index), title, kind: 'return', ...tint })),
    { key: 'whole', title: 'Whole year', kind: 'return', weight: 'lead', unit: '' },
    ...(difference ? [{ key: 'difference', title: 'Difference', kind: 'points' } as const] : []),
  ];
}

function block(rows: readonly Row[], note: string, difference = false): Block {
  return table({
    id: 'months',
    title: 'Returns by month and year',
    subtitle: 'Time-weighted, %. Blue above zero, orange below; colour is full at ±6%. Years are linked, not added',
    shownIn: ['page', 'workbook'],
    sheet: 'Monthly',
    columns: columns(true, difference),
    rows,
    columnChart: { title: 'Return by year', names: 'year', values: 'whole' },
    ...(note === '' ? {} : { note }),
  });
}

/** The benchmark's months in a sheet of their own, each with its reason: a chart of years counts each year once. */
function sheet(years: readonly Year[], benchmark: BenchmarkHistory, over: (span: OwnSpan) => BesideSpan): Block {
  return table({
    id: 'months-benchmark',
    title: `${benchmark.name} by month and year`,
    subtitle: `Return, %, ${kindText(benchmark)}, on the account’s own days`,
    shownIn: ['workbook'],
    sheet: 'Monthly benchmark',
    columns: columns(true, false),
    rows: years.map((year) => besideRow(year, benchmark, (span) => over(span).benchmark)),
  });
}

/** The first month and the running one are seldom whole. */
function noteOf(found: readonly MonthReturn[]): string {
  const texts = found.flatMap((one, index) => {
    if (!one.partial) return [];
    const name = `${SHORT[Number(one.month.slice(5)) - 1]} ${one.month.slice(0, 4)}`;
    return [index === 0 ? `${name} counts from ${longDayText(one.from)}` : `${name} is not over`];
  });
  return texts.length === 0 ? '' : `${texts.join('; ')}.`;
}

function endsMonth(date: CalendarDate, calendar: MarketCalendar): boolean {
  const month = date.slice(0, 7);
  for (let day = addDays(date, 1); day.startsWith(month); day = addDays(day, 1)) {
    if (calendar.isTradingDay(day)) return false;
  }
  return true;
}
