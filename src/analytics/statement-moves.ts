import { addDays, type CalendarDate } from '#domain/calendar-date';
import { reportedOn } from '#domain/day-of-report';
import type { BookingsName, StatementHistory } from '#domain/statement';
import type { Transaction, TransactionHistory } from '#domain/transaction';
import { toldFrom } from './told-from.ts';

/** What statements say changed holdings between the close of one day and that of another. */
export interface StatementMoves {
  /** Trades, transfers and corporate actions, in the shape that quantities are held against. */
  readonly history: TransactionHistory;
  /** Whether transfers and corporate actions are told too: if not, a change may be one of these. */
  readonly whole: boolean;
}

/**
 * @param conids contracts that were held at either end
 * @returns undefined when trades of one of the days were not told
 */
export function statementMoves(
  history: StatementHistory,
  from: CalendarDate,
  to: CalendarDate,
  conids: Iterable<number>,
): StatementMoves | undefined {
  const told = (list: BookingsName): boolean => {
    const first = toldFrom(history.told[list], to);
    return first !== undefined && first <= addDays(from, 1);
  };
  if (!told('trades')) return undefined;
  const moves = [...history.trades, ...history.transfers, ...history.corporateActions];
  const rows = moves.flatMap((move): Transaction[] => {
    const { contract, quantity, currency } = move;
    const { conid, description } = contract;
    // Holdings change in the statement that reports the move.
    const date = reportedOn(move);
    if (conid === undefined || quantity === undefined || date <= from || date > to) return [];
    return [{ date, conid, description, kind: 'other', brokerType: '', quantity, amount: 0, currency, remainder: {} }];
  });
  const covered = [...new Set(conids)].map((conid) => ({ conid, from, to, rows: 0 }));
  return {
    history: { currency: '', rows, covered, notCovered: [] },
    whole: told('transfers') && told('corporateActions'),
  };
}
