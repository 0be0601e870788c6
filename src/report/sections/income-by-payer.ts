import type { IncomeBooking } from '#analytics/income-bookings';
import { type Block, type Row, table } from '#report/block';
import { bookedCells } from '#report/booked-cells';
import type { ReportContext } from '#report/report-context';
import type { StatementMoney } from '#report/statement-money';
import { sumOfCells } from '#report/sum-of-cells';
import type { Cell } from '#report/value';
import { countText, longDayText } from '#report/wording';

/** Rows that the page shows before it sends the reader to the workbook. */
const ON_PAGE = 12;
const CASH = 'Interest on cash';

/**
 * Who paid what in the longest period that is told up to the market day, the largest first: a correction counts with the
 * payer of what it corrects. Nothing without a booking.
 */
export function incomeByPayer({ income, periods }: StatementMoney, { base }: ReportContext): readonly Block[] {
  const span = periods.income.columns.at(-1)?.span;
  const told = span ? income.filter(({ day }) => day >= span.from && day <= span.to) : [];
  if (!span || told.length === 0) return [];
  const sum = (rows: readonly IncomeBooking[]): Cell => sumOfCells(rows.map((row) => bookedCells(row, base).value));
  const split = (rows: readonly IncomeBooking[]) => ({
    payments: rows.filter(isPayment).length,
    gross: sum(rows.filter((row) => !isTax(row))),
    tax: sum(rows.filter(isTax)),
    net: sum(rows),
  });
  const payers = [...Map.groupBy(told, ({ symbol }) => symbol || CASH)];
  const rows = payers.map(([payer, own]): Row => ({ payer, ...split(own) }));
  const size = (cell: Cell | undefined): number => (typeof cell === 'number' ? cell : Number.POSITIVE_INFINITY);
  const sorted = rows.sort((a, b) => size(b.net) - size(a.net) || (String(a.payer) < String(b.payer) ? -1 : 1));
  return [
    table({
      id: 'income-payers',
      title: `Income of ${countText(rows.length, 'payer')}`,
      subtitle: `By day of report, ${base}, ${longDayText(span.from)} to ${longDayText(span.to)}`,
      shownIn: ['page', 'workbook'],
      sheet: 'Income by payer',
      columns: [
        { key: 'payer', title: 'Payer', kind: 'text' },
        { key: 'payments', title: 'Payments', kind: 'count', weight: 'side' },
        { key: 'gross', title: 'Before tax', kind: 'change', unit: base },
        { key: 'tax', title: 'Tax withheld', kind: 'change', unit: base },
        { key: 'net', title: 'After tax', kind: 'change', unit: base, weight: 'lead' },
      ],
      rows: sorted,
      totals: { payer: 'Income after tax', ...split(told) },
      limit: ON_PAGE,
    }),
  ];
}

const isTax = ({ kind }: IncomeBooking): boolean => kind === 'withholding-tax';

/** A correction takes back or replaces a payment; tax is none. */
const isPayment = (booking: IncomeBooking): boolean => !isTax(booking) && !booking.correction;
