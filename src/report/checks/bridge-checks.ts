import { type BookedAmount, sumBooked } from '#analytics/booked-amount';
import type { CostKind } from '#analytics/cost-bookings';
import { type Comparison, compare } from '#analytics/reconcile';
import { toldFrom } from '#analytics/told-from';
import { addDays } from '#domain/calendar-date';
import { reportedOn } from '#domain/day-of-report';
import type { MarketCalendar } from '#domain/market-calendar';
import type { BookingsName, DaySpan, Statement } from '#domain/statement';
import type { Check } from '#report/block';
import type { StatementMoney } from '#report/statement-money';
import { bridgeOf } from './bridge.ts';
import { moneyCheck, unchecked } from './check.ts';

interface BridgeInput {
  readonly statement: Statement | undefined;
  readonly base: string;
  readonly calendar: MarketCalendar;
}

/** The market day with the closed days before it. */
function dayOf({ day }: Statement, calendar: MarketCalendar): DaySpan {
  return { from: addDays(calendar.previousTradingDay(day), 1), to: day };
}

/** Items of the broker's bridge, and the bookings that make them. */
interface Part {
  readonly name: string;
  readonly items: readonly string[];
  readonly rows: readonly BookedAmount[];
  readonly lists: readonly BookingsName[];
  /** Whether a booking of the days is there whose amount isn't told. */
  readonly lacks?: (span: DaySpan) => boolean;
}

/**
 * Whether what is summed up from bookings is what the statement's own bridge says, part by part; the widest difference
 * is shown. Undefined without a statement: there is nothing to hold against each other.
 */
export function bookingsMakeTheBridge(
  { statement, base, calendar }: BridgeInput,
  money: StatementMoney | undefined,
): Check | undefined {
  if (!statement || !money) return undefined;
  const [id, name] = ['bookings', 'Bookings make the bridge'];
  const bridge = bridgeOf(statement, dayOf(statement, calendar));
  if (!bridge) return unchecked(id, name, 'no bridge of the day in the statement');
  const compared = partsOf(money).flatMap(({ name: part, items, rows, lists, lacks }) => {
    const given = items.flatMap((item) => bridge.items[item] ?? []);
    if (given.length === 0 || lacks?.(bridge) || !lists.every((list) => isTold(statement, list, bridge))) return [];
    const found = sumBooked(rows, base, bridge);
    if (found.without.length > 0) return [];
    const expected = given.reduce((sum, item) => sum + item, 0);
    return [{ part, of: compare(expected, found.amount, bookingTolerance(expected)) }];
  });
  const worst = compared.toSorted((a, b) => share(b.of) - share(a.of))[0];
  if (!worst) return unchecked(id, name, 'the bridge names no flows, income or costs');
  const check = moneyCheck(id, name, worst.of, base);
  const finding =
    check.verdict === 'pass' ? `${compared.length} of ${compared.length} parts` : `${worst.part}: ${check.finding}`;
  return { ...check, finding };
}

const share = ({ difference, tolerance }: Comparison): number => Math.abs(difference) / tolerance;

/** Rates in rows have six digits: sums of many rows differ by more than a cent from the broker's exact ones. */
const bookingTolerance = (expected: number): number => Math.max(0.05, Math.abs(expected) * 1e-4);

function isTold({ history }: Statement, list: BookingsName, { from, to }: DaySpan): boolean {
  const first = toldFrom(history.told[list], to);
  return first !== undefined && first <= from;
}

/** Which items of the bridge are made of which bookings. */
export function partsOf(money: StatementMoney): readonly Part[] {
  const { flows, income, costs, unnamed } = money;
  const incomeOf = (...kinds: readonly (typeof income)[number]['kind'][]): readonly BookedAmount[] =>
    income.filter(({ kind }) => kinds.includes(kind));
  const costsOf = (kind: CostKind): StatementMoney['costs'] => costs.filter((cost) => cost.kind === kind);
  const cash: readonly BookingsName[] = ['cashTransactions'];
  return [
    {
      name: 'flows',
      items: ['depositsWithdrawals', 'internalCashTransfers', 'assetTransfers'],
      rows: flows.flows,
      lists: ['cashTransactions', 'transfers'],
      lacks: ({ from, to }) => flows.withoutValue.some((one) => reportedOn(one) >= from && reportedOn(one) <= to),
    },
    { name: 'dividends', items: ['dividends'], rows: incomeOf('dividend', 'payment-in-lieu'), lists: cash },
    {
      name: 'tax withheld',
      items: ['withholdingTax', 'withholding871m'],
      rows: incomeOf('withholding-tax'),
      lists: cash,
    },
    {
      name: 'interest',
      items: ['interest'],
      rows: incomeOf('interest-received', 'interest-paid', 'bond-interest'),
      lists: cash,
    },
    {
      name: 'commissions',
      items: ['commissions', 'forexCommissions'],
      rows: costsOf('commission').filter(({ list }) => list === 'trades'),
      lists: ['trades'],
      lacks: () => unnamed.has('commission'),
    },
    { name: 'fees', items: ['otherFees', 'brokerFees'], rows: costsOf('fee'), lists: cash },
    { name: 'advisor fees', items: ['advisorFees'], rows: costsOf('advisor-fee'), lists: cash },
    { name: 'sales tax', items: ['salesTax'], rows: costsOf('sales-tax'), lists: ['salesTaxes'] },
  ];
}
