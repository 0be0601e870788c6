import { type BookedAmount, sumBooked } from '#analytics/booked-amount';
import { type CostBooking, type CostKind, costBookings } from '#analytics/cost-bookings';
import { type FlowBookings, flowBookings } from '#analytics/flow-bookings';
import { type IncomeBooking, incomeBookings } from '#analytics/income-bookings';
import { toldFrom } from '#analytics/told-from';
import type { CashTransaction } from '#domain/cash-transaction';
import { reportedOn } from '#domain/day-of-report';
import type { BookingsName, DaySpan, Statement } from '#domain/statement';
import type { Transfer } from '#domain/transfer';
import { totalCell } from './missing.ts';
import { type MoneyPeriodName, type MoneyPeriods, type MoneyPeriodsInput, moneyPeriods } from './money-periods.ts';
import type { Cell, Missing } from './value.ts';
import { dayText } from './wording.ts';

/** What statements tell of money that came, went, was earned and was charged; computed once for all sections. */
export interface StatementMoney {
  readonly flows: FlowBookings;
  readonly income: readonly IncomeBooking[];
  readonly costs: readonly CostBooking[];
  /** Bookings whose meaning isn't known: in no sum. */
  readonly unsorted: readonly CashTransaction[];
  readonly periods: { readonly [P in MoneyPart]: MoneyPeriods };
  /** Amounts of trades that no trade of the statement names: the query doesn't tick their field. */
  readonly unnamed: ReadonlySet<CostKind>;
}

export type MoneyPart = 'flows' | 'income' | 'costs';

/** The lists that make up each part. */
export const LISTS_OF: { readonly [P in MoneyPart]: readonly BookingsName[] } = {
  flows: ['cashTransactions', 'transfers'],
  income: ['cashTransactions'],
  costs: ['cashTransactions', 'trades', 'salesTaxes'],
};

export function statementMoney(
  statement: Statement,
  given: Omit<MoneyPeriodsInput, 'statement' | 'lists'>,
): StatementMoney {
  const { history } = statement;
  const periodsOf = (part: MoneyPart): MoneyPeriods => moneyPeriods({ ...given, statement, lists: LISTS_OF[part] });
  return {
    flows: flowBookings(history),
    income: incomeBookings(history.cashTransactions),
    costs: costBookings(history),
    unsorted: history.cashTransactions.filter(({ kind }) => kind === 'other' || kind === 'price-adjustment'),
    periods: { flows: periodsOf('flows'), income: periodsOf('income'), costs: periodsOf('costs') },
    unnamed: unnamedIn(statement),
  };
}

function unnamedIn({ history: { trades } }: Statement): ReadonlySet<CostKind> {
  const unnamed = new Set<CostKind>();
  if (trades.length === 0) return unnamed;
  if (trades.every(({ commission }) => commission === undefined)) unnamed.add('commission');
  if (trades.every(({ tax }) => tax === undefined)) unnamed.add('transaction-tax');
  return unnamed;
}

/** Sum of the bookings of some days in base currency, or which rate it lacks. */
export function sumCell(rows: Iterable<BookedAmount>, base: string, span: DaySpan): Cell {
  return totalCell(sumBooked(rows, base, span));
}

/** Net of all that was paid in and out in some days, transfers included, or what it lacks. */
export function netPaidIn({ flows }: Pick<StatementMoney, 'flows'>, base: string, span: DaySpan): Cell {
  const unvalued = flows.withoutValue.find((transfer) => {
    const day = reportedOn(transfer);
    return day >= span.from && day <= span.to;
  });
  if (unvalued) return untoldValue(unvalued);
  return sumCell(flows.flows, base, span);
}

/** Why a sum can't hold what moved without cash. */
export function untoldValue({ contract, date }: Transfer): Missing {
  return { missing: `value of ${contract.symbol || 'the transfer'} of ${dayText(date)} not in the statement` };
}

/** A sum of a whole period by its name, or since when it is told. */
export function ofPeriod(periods: MoneyPeriods, name: MoneyPeriodName, sum: (span: DaySpan) => Cell): Cell {
  const span = periods.of[name];
  return 'missing' in span ? span : sum(span);
}

/** Whether statements tell every list of a part on each of some days. */
export function isToldOver({ history }: Statement, part: MoneyPart, { from, to }: DaySpan): boolean {
  return LISTS_OF[part].every((list) => {
    const first = toldFrom(history.told[list], to);
    return first !== undefined && first <= from;
  });
}
