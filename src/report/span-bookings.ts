import type { BookedAmount } from '#analytics/booked-amount';
import type { Leg, SpanBookings } from '#analytics/value-attribution';
import { reportedOn } from '#domain/day-of-report';
import type { DaySpan, Statement } from '#domain/statement';
import type { Trade } from '#domain/trade';
import { isToldOver, type StatementMoney } from './statement-money.ts';

/** What statements booked in some days, or undefined where they don't tell all of it. */
export function spanBookings(statement: Statement, money: StatementMoney, span: DaySpan): SpanBookings | undefined {
  if (!(['flows', 'income', 'costs'] as const).every((part) => isToldOver(statement, part, span))) return undefined;
  const within = <T extends Pick<BookedAmount, 'day'>>(rows: readonly T[]): readonly T[] =>
    rows.filter(({ day }) => day >= span.from && day <= span.to);
  return {
    // A holding that was moved brings no cash.
    flows: within(money.flows.flows).filter(({ quantity }) => quantity === undefined),
    income: within(money.income),
    costs: within(money.costs),
    exchanges: statement.history.trades.filter((trade) => exchangedIn(trade, span)).flatMap(legsOf),
  };
}

/** Cash changes in the statement that reports the exchange. */
function exchangedIn(trade: Trade, { from, to }: DaySpan): boolean {
  const day = reportedOn(trade);
  return trade.contract.assetClass === 'cash' && day >= from && day <= to;
}

/** `EUR.USD`: so much of the first for what the trade brought in the second. */
const PAIR = /^([A-Z]{3})\.([A-Z]{3})$/;

function legsOf({ contract, quantity, proceeds, currency, rateToBase }: Trade): readonly Leg[] {
  const [, bought] = PAIR.exec(contract.symbol) ?? [];
  if (bought === undefined || proceeds === undefined) return [];
  return [
    { amount: quantity, currency: bought },
    { amount: proceeds, currency, ...(rateToBase === undefined ? {} : { rateToBase }) },
  ];
}
