import { type BookedMove, movesOfStatements, movesOfTransactions } from '#analytics/holding-moves';
import { type QuantityChange, quantityChanges } from '#analytics/quantity-changes';
import { statementMoves } from '#analytics/statement-moves';
import { valueOf } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import { datasetOf, type Snapshot } from '#domain/snapshot';

export interface MovesBetween {
  readonly changes: readonly QuantityChange[];
  readonly moves: readonly BookedMove[];
  /** Contracts whose change of quantity the moves don't explain, each with the reason in few words. */
  readonly unexplained: ReadonlyMap<number, string>;
}

/** What changed holdings between the closes of two Snapshots, and which changes nothing explains. */
export function movesBetween(before: Snapshot, after: Snapshot, calendar: MarketCalendar): MovesBetween {
  const [from, to] = [before.run.marketDate, after.run.marketDate];
  const [earlier, later] = [valueOf(before.datasets.positions) ?? [], valueOf(after.datasets.positions) ?? []];
  const statement = valueOf(datasetOf(after, 'statement'));
  const conids = [...earlier, ...later].map(({ conid }) => conid);
  const told = statement && statementMoves(statement.history, from, to, conids);
  const transactions = valueOf(after.datasets.transactions);
  const changes = quantityChanges(
    { positions: earlier, date: from },
    { positions: later, date: to },
    told?.history ?? transactions,
    (day, at) => calendar.finality(day, at) === 'final',
  );
  const moves =
    statement && told
      ? movesOfStatements(statement.history, from, to)
      : movesOfTransactions(transactions?.rows ?? [], from, to);
  const why = {
    unexplained: { missing: 'quantity changed without a trade' },
    unknown: { missing: 'its trades are not told' },
  };
  const unexplained = changes.flatMap(({ conid, verdict }) =>
    verdict === 'explained' ? [] : [[conid, why[verdict].missing] as const],
  );
  return { changes, moves, unexplained: new Map(unexplained) };
}
