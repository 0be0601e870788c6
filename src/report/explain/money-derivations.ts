import { type BookedAmount, rateOf } from '#analytics/booked-amount';
import { moneyWeightedReturn } from '#analytics/money-weighted';
import { addDays } from '#domain/calendar-date';
import type { DaySpan, Statement } from '#domain/statement';
import { LISTS_OF, type MoneyPart, type StatementMoney } from '#report/statement-money';
import type { Derivation, Input } from './derivation.ts';

export const DAY = ['reportDate', 'dateTime', 'date', 'tradeDate', 'settleDate'];
export const AMOUNTS = [
  'amount',
  'ibCommission',
  'taxes',
  'tax',
  'salesTax',
  'positionAmount',
  'cashTransfer',
  'transactionTax',
];
const CLOSED_DAYS = 7;

/** Sums over the bookings of statements, by part and period, and the return of the owner's money. */
export function moneyDerivations(statement: Statement, money: StatementMoney, base: string): Map<string, Derivation> {
  const found = new Map<string, Derivation>();
  const parts: readonly (readonly [MoneyPart, string, readonly BookedAmount[]])[] = [
    ['flows', 'Net paid in', money.flows.flows],
    ['income', 'Income after tax', money.income],
    ['costs', 'Costs', money.costs],
  ];
  for (const [part, label, rows] of parts) {
    for (const [period, text] of [
      ['Day', 'day'],
      ['Year', 'year to date'],
    ] as const) {
      const span = money.periods[part].of[period];
      if (!('missing' in span)) found.set(`${label}, ${text}`, sumOf(rows, base, span, part));
    }
  }
  const year = money.periods.flows.of.Year;
  const own = 'missing' in year ? undefined : ownReturn(statement, money, base, year);
  if (own) found.set('Your money’s return (MWR), year to date', own);
  return found;
}

function sumOf(rows: readonly BookedAmount[], base: string, span: DaySpan, part: MoneyPart): Derivation {
  const counted = rows.filter(({ day, amount }) => day >= span.from && day <= span.to && amount !== 0);
  return {
    formula: 'Σ amount · rate of the booking, signed from the account’s side',
    inputs: counted.flatMap((row) => booking(row, base)),
    reckon: (values) => amounts(values).reduce((sum, amount) => sum + amount, 0),
    ...(counted.length === 0 ? { nothingIn: { lists: LISTS_OF[part], ...span } } : {}),
  };
}

/** A booking's amount and its rate. */
export function booking(row: BookedAmount, base: string): readonly [Input, Input] {
  const { day, amount, currency } = row;
  const told = { dataset: 'statement', row: [{ names: DAY, value: day }], day } as const;
  const rate = {
    label: `Rate of ${currency} for it`,
    value: rateOf(row, base) ?? Number.NaN,
    kind: 'rate',
    unit: base,
  } as const;
  return [
    { label: `Booking of ${day}`, value: amount, kind: 'change', unit: currency, told: { ...told, fields: AMOUNTS } },
    currency === base
      ? { ...rate, why: 'the base currency itself' }
      : { ...rate, told: { ...told, fields: ['fxRateToBase'] } },
  ];
}

const amounts = (values: readonly number[]): readonly number[] =>
  values.flatMap((value, place) => (place % 2 === 0 ? [value * (values[place + 1] ?? Number.NaN)] : []));

function ownReturn(
  { day, history }: Statement,
  { flows }: StatementMoney,
  base: string,
  span: DaySpan,
): Derivation | undefined {
  const before = addDays(span.from, -1);
  const opening = history.netAssetValues.findLast(({ date }) => date <= before && date > addDays(before, -CLOSED_DAYS));
  const closing = history.netAssetValues.findLast(({ date }) => date === day);
  if (!opening || !closing) return undefined;
  const counted = flows.flows.filter((flow) => flow.day > opening.date && flow.day <= closing.date);
  const value = ({ date, total }: typeof opening): Input => ({
    label: `Net asset value of ${date}`,
    value: total,
    kind: 'money',
    unit: base,
    told: {
      dataset: 'statement',
      fields: ['total', 'endingValue'],
      row: [{ names: ['reportDate', 'toDate'], value: date }],
      day: date,
    },
  });
  return {
    formula: 'the rate r at which V₀ and every flow, each grown from its day, make V₁ (XIRR), for the period itself',
    inputs: [value(opening), value(closing), ...counted.flatMap((row) => booking(row, base))],
    reckon: ([from = Number.NaN, to = Number.NaN, ...rest]) => {
      const booked = amounts(rest).map((amount, place) => ({ date: counted[place]?.day ?? day, amount }));
      const { period } = moneyWeightedReturn(
        { date: opening.date, netAssetValue: from },
        { date: closing.date, netAssetValue: to },
        booked,
      );
      return typeof period === 'number' ? period : Number.NaN;
    },
  };
}
