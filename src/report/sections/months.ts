import { type MonthReturn, monthlyReturns } from '#analytics/period-return';
import { addDays, type CalendarDate, MONTH_NAMES } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import { type Block, type Column, table } from '#report/block';
import { section } from '#report/section';
import type { Cell } from '#report/value';
import { longDayText } from '#report/wording';

/** Returns by month and year, in one table. */
export const months = section({
  id: 'months',
  title: 'Returns by month',
  needs: ['performance'],
  build: (_data, { history, calendar }) => {
    if (!history?.timeWeighted) return [];
    const isLast = (date: CalendarDate): boolean => endsMonth(date, calendar);
    const found = monthlyReturns(history.series, isLast);
    return found.length < 2 ? [] : [block(found)];
  },
});

const SHORT = MONTH_NAMES.map((name) => name.slice(0, 3));

function block(found: readonly MonthReturn[]): Block {
  const years = [...new Set(found.map(({ month }) => month.slice(0, 4)))].reverse();
  const tinted = (key: string, title: string): Column => ({ key, title, kind: 'return', heat: true });
  return table({
    id: 'months',
    title: 'Returns by month and year',
    subtitle: 'Time-weighted return, %; months and years are linked, not added',
    shownIn: ['page', 'workbook'],
    sheet: 'Monthly',
    columns: [
      { key: 'year', title: 'Year', kind: 'text' },
      ...SHORT.map((name, index) => tinted(keyOf(index), name)),
      { key: 'whole', title: 'All', kind: 'return', weight: 'lead' },
    ],
    rows: years.map((year) => rowOf(year, found)),
    columnChart: { title: 'Return by year', names: 'year', values: 'whole' },
    ...noteOf(found),
  });
}

const keyOf = (index: number): string => `m${String(index + 1).padStart(2, '0')}`;

function rowOf(year: string, found: readonly MonthReturn[]): Record<string, Cell> {
  const own = found.filter(({ month }) => month.startsWith(year));
  const cells = SHORT.map((_, index): [string, Cell] => {
    const key = keyOf(index);
    return [key, own.find(({ month }) => month.slice(5) === key.slice(1))?.value ?? null];
  });
  const whole = own.reduce((growth, { value }) => growth * (1 + value), 1) - 1;
  return { year, ...Object.fromEntries(cells), whole };
}

/** The first month and the running one are seldom whole. */
function noteOf(found: readonly MonthReturn[]): { readonly note?: string } {
  const partial = found.filter((month) => month.partial);
  if (partial.length === 0) return {};
  const [first] = found;
  const texts = partial.map((one) => {
    const name = `${SHORT[Number(one.month.slice(5)) - 1]} ${one.month.slice(0, 4)}`;
    return one === first ? `${name} counts from ${longDayText(one.from)}` : `${name} is not over`;
  });
  return { note: `${texts.join('; ')}.` };
}

function endsMonth(date: CalendarDate, calendar: MarketCalendar): boolean {
  const month = date.slice(0, 7);
  for (let day = addDays(date, 1); day.startsWith(month); day = addDays(day, 1)) {
    if (calendar.isTradingDay(day)) return false;
  }
  return true;
}
