import { flowReturns } from '#analytics/flow-returns';
import { compare } from '#analytics/reconcile';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import type { DaySpan, Statement } from '#domain/statement';
import type { Check } from '#report/block';
import { NEEDS_FLEX } from '#report/missing';
import type { PerformanceHistory } from '#report/performance-history';
import { netPaidIn, type StatementMoney } from '#report/statement-money';
import { isMissing } from '#report/value';
import { amountText, dayText } from '#report/wording';
import { bridgeOf } from './bridge.ts';
import { unchecked } from './check.ts';

export interface StatementCheckInput {
  readonly statement: Statement | undefined;
  readonly money: StatementMoney | undefined;
  readonly base: string;
  readonly calendar: MarketCalendar;
  readonly history: PerformanceHistory | undefined;
  /** Who tells the returns. */
  readonly returnsFrom: SourceName | undefined;
}

/** One basis point of return. */
const RETURN_TOLERANCE = 1e-4;
/** A flow beyond this part of the opening value: the hour it is counted at matters. */
const LARGE_FLOW = 0.1;

/** Check 5: our own return of the day, from the statement's values and flows, is the broker's. */
export function ownReturnEqualsBrokers(input: StatementCheckInput): Check {
  const { statement, money, base, calendar } = input;
  const [id, name] = ['own-return', 'Own return = broker’s return'];
  if (!statement || !money) return unchecked(id, name, NEEDS_FLEX.missing);
  const { day, history } = statement;
  const before = calendar.previousTradingDay(day);
  const valueOn = (date: CalendarDate): number | undefined =>
    history.netAssetValues.findLast((value) => value.date === date)?.total;
  const [opening, closing] = [valueOn(before), valueOn(day)];
  if (opening === undefined || closing === undefined) {
    return unchecked(id, name, `no value of ${dayText(opening === undefined ? before : day)} in the statements`);
  }
  const expected = brokersReturn(input, { from: addDays(before, 1), to: day });
  if (expected === undefined) return unchecked(id, name, 'no return of the day from the broker');
  const { of, untold } = money.periods.flows;
  if ('missing' in of.Day) return unchecked(id, name, `flows: ${of.Day.missing}`);
  if (untold.size > 0) return unchecked(id, name, 'the statement doesn’t tell all flows');
  const flow = netPaidIn(money, base, of.Day);
  if (typeof flow !== 'number') return unchecked(id, name, isMissing(flow) ? flow.missing : 'flows not told');
  const [atEnd, atStart] = (['end-of-day', 'start-of-day'] as const).map(
    (timing) =>
      flowReturns(
        { date: before, netAssetValue: opening },
        [{ date: day, netAssetValue: closing }],
        [{ date: day, amount: flow }],
        timing,
      ).totalReturn,
  );
  if (atEnd === undefined) return unchecked(id, name, 'value was not above zero');
  const compared = compare(expected, atEnd, RETURN_TOLERANCE);
  const finding = `diff. ${amountText(compared.difference * 1e4)} bp`;
  if (Math.abs(flow) <= LARGE_FLOW * opening) return { id, name, finding, ...compared, valueKind: 'return' };
  // Between the two hours a large flow can be counted at, the broker's own choice stands.
  const others = [atEnd, atStart ?? atEnd];
  const between =
    expected >= Math.min(...others) - RETURN_TOLERANCE && expected <= Math.max(...others) + RETURN_TOLERANCE;
  const verdict = between ? 'pass' : 'fail';
  return { id, name, ...compared, verdict, finding: `${finding}, large flow: its hour counts`, valueKind: 'return' };
}

/** PortfolioAnalyst's, else the statement's own word; a return that is made of the same values proves nothing. */
function brokersReturn({ history, returnsFrom, statement }: StatementCheckInput, span: DaySpan): number | undefined {
  if (returnsFrom === 'gateway' && history && !('missing' in history.day)) return history.day.twr;
  return bridgeOf(statement, span)?.timeWeightedReturn;
}
