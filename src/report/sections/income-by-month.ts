import type { BookedAmount } from '#analytics/booked-amount';
import type { IncomeBooking } from '#analytics/income-bookings';
import { MONTH_NAMES } from '#domain/calendar-date';
import { type Block, table } from '#report/block';
import { bookedCells } from '#report/booked-cells';
import type { ReportContext } from '#report/report-context';
import type { StatementMoney } from '#report/statement-money';
import { sumOfCells } from '#report/sum-of-cells';
import type { Cell } from '#report/value';

/** Rows that the page shows before it sends the reader to the workbook. */
const ON_PAGE = 12;

/** What was earned in each month that has a booking, and in those between, newest first. Nothing for one month alone. */
export function incomeByMonth({ income }: StatementMoney, { base, marketDate }: ReportContext): readonly Block[] {
  const first = income.reduce<string>((least, { day }) => (day < least ? day : least), marketDate).slice(0, 7);
  const months = monthsBetween(first, marketDate.slice(0, 7));
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
        { key: 'interest', title: 'Interest', kind: 'change', unit: base },
        { key: 'dividends', title: 'Dividends', kind: 'change', unit: base },
        { key: 'tax', title: 'Tax withheld', kind: 'change', unit: base, weight: 'side' },
        { key: 'net', title: 'After tax', kind: 'change', unit: base, weight: 'lead', bar: true },
      ],
      rows: months.map((month) => {
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

const nameOf = (month: string): string =>
  `${MONTH_NAMES[Number(month.slice(5)) - 1]?.slice(0, 3)} ${month.slice(0, 4)}`;

const sumOf = (rows: readonly BookedAmount[], base: string): Cell =>
  sumOfCells(rows.map((row) => bookedCells(row, base).value));
