import { rateOf } from '#analytics/booked-amount';
import { moneyWeightedReturn } from '#analytics/money-weighted';
import { addDays } from '#domain/calendar-date';
import type { Statement } from '#domain/statement';
import { moneyReturnOf } from './money-returns.ts';
import { performancePeriods } from './performance-periods.ts';
import type { ReportContext } from './report-context.ts';
import { netPaidIn, type StatementMoney } from './statement-money.ts';
import { type Cell, isMissing } from './value.ts';
import { dayText } from './wording.ts';

/** The year's opening value is of its last market day: no longer before it than markets stay closed. */
const CLOSED_DAYS = 7;

/** A return, and the days it is of. */
export interface ReturnOfDays {
  readonly value: Cell;
  /** `2025-12-31 to 2026-11-20`; absent where there is none. */
  readonly period?: string;
}

/**
 * Return of the owner's money in the year to date: the one that stands among the returns by period; where the history
 * of values is too short for it, from the statements' values and flows; or what these lack.
 */
export function moneyReturnOfYear(
  context: Pick<ReportContext, 'history' | 'marketDate' | 'base'>,
  statement: Statement,
  money: StatementMoney,
): ReturnOfDays {
  const { history, marketDate, base } = context;
  const year = history && performancePeriods(history, marketDate).find(({ name }) => name === 'Year');
  const value = year && moneyReturnOf(year, { statement, money, base })?.mwr;
  if (typeof value === 'number') return { value, period: `${year?.from} to ${year?.to}` };
  const span = money.periods.flows.of.Year;
  return {
    value: byStatements(statement, money, base),
    ...('missing' in span ? {} : { period: `${addDays(span.from, -1)} to ${span.to}` }),
  };
}

function byStatements(statement: Statement, money: StatementMoney, base: string): Cell {
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
