import { rateOf } from '#analytics/booked-amount';
import { moneyWeightedReturn } from '#analytics/money-weighted';
import { addDays } from '#domain/calendar-date';
import type { Statement } from '#domain/statement';
import { netPaidIn, type StatementMoney } from './statement-money.ts';
import { type Cell, isMissing } from './value.ts';
import { dayText } from './wording.ts';

/** The year's opening value is of its last market day: no longer before it than markets stay closed. */
const CLOSED_DAYS = 7;

/** Return of the owner's money in the year to date, from the statements' values and flows; or what it lacks. */
export function moneyReturnOfYear(statement: Statement, money: StatementMoney, base: string): Cell {
  const { of, untold } = money.periods.flows;
  const span = of.Year;
  if ('missing' in span) return span;
  if (untold.size > 0) return { missing: 'statement lacks transfers or cash bookings' };
  const net = netPaidIn(money, base, span);
  if (isMissing(net)) return net;
  const before = addDays(span.from, -1);
  const values = statement.history.netAssetValues;
  const opening = values.findLast(({ date }) => date <= before && date > addDays(before, -CLOSED_DAYS));
  const closing = values.findLast(({ date }) => date === statement.day);
  if (!opening || !closing) {
    return { missing: `no value of ${dayText(opening ? statement.day : before)} in the statements` };
  }
  const flows = money.flows.flows.map((flow) => ({ date: flow.day, amount: flow.amount * (rateOf(flow, base) ?? 0) }));
  return moneyWeightedReturn(
    { date: opening.date, netAssetValue: opening.total },
    { date: closing.date, netAssetValue: closing.total },
    flows,
  ).period;
}
