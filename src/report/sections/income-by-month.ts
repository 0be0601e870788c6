import type { BookedAmount } from '#analytics/booked-amount';
import type { IncomeBooking } from '#analytics/income-bookings';
import { addDays, type CalendarDate, calendarDate, MONTH_NAMES } from '#domain/calendar-date';
import type { DaySpan } from '#domain/statement';
import { type Block, table } from '#report/block';
import { bookedCells } from '#report/booked-cells';
import { NOT_COVERED } from '#report/missing';
import type { ReportContext } from '#report/report-context';
import { isToldOver, type StatementMoney } from '#report/statement-money';
import { sumOfCells } from '#report/sum-of-cells';
import type { Cell } from '#report/value';

/** Rows that the page shows before it sends the reader to the workbook. */
const ON_PAGE = 12;

/**
 * What was earned in each month from the first that has a booking and is told as a whole, newest first. Nothing for one
 * month alone. A month between that statements tell in part has no sum: what they don't tell is not nothing.
 */
export function incomeByMonth(
  { income }: StatementMoney,
  { base, marketDate, statement, history }: Pick<ReportContext, 'base' | 'marketDate' | 'statement' | 'history'>,
): readonly Block[] {
  const opened = history?.series.fromFirstDay ? history.series.base.date : undefined;
  const first = income.reduce<string>((least, { day }) => (day < least ? day : least), marketDate).slice(0, 7);
  const all = monthsBetween(first, marketDate.slice(0, 7));
  const isTold = (month: string): boolean =>
    !statement || isToldOver(statement, 'income', daysOf(month, marketDate, opened));
  // What comes before the first month that is told as a whole would be rows without a figure.
  const months = all.slice(0, all.findLastIndex(isTold) + 1);
  if (income.length === 0 || months.length < 2) return [];
  const by = Map.groupBy(income, ({ day }) => day.slice(0, 7));
  return [
    table({
      id: 'income-months',
      title: 'Income by month',
      subtitle: `Interest and dividends after tax by day of report, ${base} at each booking’s own rate`,
      shownIn: ['page', 'workbook'],
      sheet: 'Income by month',
      columns: [
        { key: 'month', title: 'Month', kind: 'text' },
        { key: 'interest', title: 'Interest, net', kind: 'change', unit: base },
        { key: 'dividends', title: 'Dividends, net', kind: 'change', unit: base },
        { key: 'tax', title: 'Tax in both', kind: 'change', unit: base, weight: 'side' },
        { key: 'net', title: 'After tax', kind: 'change', unit: base, weight: 'lead', bar: true },
      ],
      rows: months.map((month) => {
        if (!isTold(month)) {
          const untold = { interest: NOT_COVERED, dividends: NOT_COVERED, tax: NOT_COVERED, net: NOT_COVERED };
          return { month: nameOf(month), ...untold };
        }
        const rows = by.get(month) ?? [];
        const interest = rows.filter(isInterest);
        return {
          month: nameOf(month),
          interest: sumOf(interest, base),
          dividends: sumOf(
            rows.filter((row) => !isInterest(row)),
            base,
          ),
          tax: sumOf(
            rows.filter(({ kind }) => kind === 'withholding-tax'),
            base,
          ),
          net: sumOf(rows, base),
        };
      }),
      columnChart: {
        ...{ title: 'Income after tax by month', names: 'month', values: 'net' },
        parts: ['interest', 'dividends'],
      },
      ...(months.length < all.length ? { note: leftOutText(all.slice(months.length)) } : {}),
      limit: ON_PAGE,
    }),
  ];
}

/** Interest on cash and bonds, and the tax on it: a booking of tax on a dividend names who paid. */
const isInterest = ({ kind, symbol }: IncomeBooking): boolean =>
  kind === 'withholding-tax' ? symbol === '' : !(kind === 'dividend' || kind === 'payment-in-lieu');

/** Both ends included, newest first; as `2026-11`. */
function monthsBetween(first: string, last: string): readonly string[] {
  const number = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const [from, to] = [number(first), number(last)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => {
    const month = to - index;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

/** @param left newest first */
function leftOutText(left: readonly string[]): string {
  const [last = '', first = ''] = [left[0], left.at(-1)];
  const names = left.length === 1 ? nameOf(last) : `${nameOf(first)} to ${nameOf(last)}`;
  return `Left out: ${names}, of which statements don’t tell all days.`;
}

/** Up to the market day, and from the account's first day on. */
function daysOf(month: string, marketDate: CalendarDate, opened: CalendarDate | undefined): DaySpan {
  const first = calendarDate(`${month}-01`);
  const last = addDays(calendarDate(`${addDays(first, 31).slice(0, 7)}-01`), -1);
  return {
    from: opened !== undefined && opened > first && opened <= last ? opened : first,
    to: last < marketDate ? last : marketDate,
  };
}

const nameOf = (month: string): string =>
  `${MONTH_NAMES[Number(month.slice(5)) - 1]?.slice(0, 3)} ${month.slice(0, 4)}`;

const sumOf = (rows: readonly BookedAmount[], base: string): Cell =>
  sumOfCells(rows.map((row) => bookedCells(row, base).value));
