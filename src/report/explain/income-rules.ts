import type { IncomeBooking } from '#analytics/income-bookings';
import { MONTH_NAMES } from '#domain/calendar-date';
import type { DaySpan } from '#domain/statement';
import { type Book, bookedInput, statementOf } from './book.ts';
import { bookedSum, CASH } from './booking-rules.ts';
import type { Derivation } from './derivation.ts';
import { booking } from './money-derivations.ts';
import type { KnownFigure } from './named-figure.ts';

const SHORT = MONTH_NAMES.map((name) => name.slice(0, 3));

/** Tax without a payer was withheld from interest on cash. */
const isInterest = ({ kind, symbol }: IncomeBooking): boolean =>
  kind === 'withholding-tax' ? symbol === '' : !(kind === 'dividend' || kind === 'payment-in-lieu');

/** Income by month: interest, dividends, the tax in both, and all. */
export function incomeMonthRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const [name = '', year = ''] = figure.row.split(' ');
  const month = `${year}-${String(SHORT.indexOf(name) + 1).padStart(2, '0')}`;
  const rows = book.context.money?.income.filter((one) => {
    if (!one.day.startsWith(month)) return false;
    if (figure.column === 'tax') return one.kind === 'withholding-tax';
    return figure.column === 'net' || isInterest(one) === (figure.column === 'interest');
  });
  const statement = statementOf(book);
  if (!rows || !statement) return undefined;
  const days = statement.history.told.cashTransactions;
  const [first, last] = [days[0]?.from ?? statement.day, statement.day];
  const from = `${month}-01` > first ? `${month}-01` : first;
  const to = `${month}-31` < last ? `${month}-31` : last;
  return bookedSum(book, rows, { from, to } as DaySpan, CASH);
}

/** Income by who paid it, over the longest period told. */
export function payerRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, row, part } = figure;
  const { money } = book.context;
  const span = money?.periods.income.columns.at(-1)?.span;
  if (!money || !span) return undefined;
  const own = money.income.filter(
    ({ symbol, day }) =>
      day >= span.from && day <= span.to && (part === 'total' || (symbol || 'Interest on cash') === row),
  );
  const isTax = ({ kind }: (typeof own)[number]): boolean => kind === 'withholding-tax';
  if (column === 'payments') {
    const paid = own.filter((one) => !isTax(one) && !one.correction);
    const inputs = paid.map((one) => bookedInput(book, one, booking));
    const counted = { formula: 'number of bookings that are neither tax nor a correction', inputs, reckon: count };
    return inputs.length > 0 ? counted : { ...counted, nothingIn: { lists: CASH, ...span } };
  }
  return bookedSum(
    book,
    own.filter((one) => column === 'net' || isTax(one) === (column === 'tax')),
    span,
    CASH,
  );
}

const count = (values: readonly number[]): number => values.length;
