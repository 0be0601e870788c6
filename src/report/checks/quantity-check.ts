import { quantityChanges } from '#analytics/quantity-changes';
import { statementMoves } from '#analytics/statement-moves';
import { dayInZone } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { Check } from '#report/block';
import { momentOf } from '#report/holdings-value';
import { comesLater } from '#report/missing';
import { countText, dayText, listText } from '#report/wording';
import { countCheck, unchecked } from './check.ts';

/** Check 8: what is held now is what was held before plus what was traded; with statements also what was moved or split. */
export function tradesExplainQuantities(
  snapshot: Snapshot,
  previous: Snapshot | undefined,
  calendar: MarketCalendar,
): Check {
  const [id, name] = ['quantities', 'Trades explain quantities'];
  const [now, before] = [snapshot.datasets.positions, previous?.datasets.positions];
  if (now.status !== 'present') return unchecked(id, name, 'holdings missing');
  if (!previous || before?.status !== 'present') return unchecked(id, name, 'no earlier snapshot to read');
  if (before.asOf >= now.asOf) return unchecked(id, name, 'earlier day’s holdings were seen later');
  const start = dayInZone(new Date(before.asOf), calendar.timeZone);
  if (momentOf(before.asOf, start, calendar) === 'before-close')
    return unchecked(id, name, 'earlier snapshot is not of a close');
  const end = dayInZone(new Date(now.asOf), calendar.timeZone);
  const statement = valueOf(datasetOf(snapshot, 'statement'));
  const conids = [...before.value, ...now.value].map(({ conid }) => conid);
  const moves = statement && statementMoves(statement.history, start, end, conids);
  const changes = quantityChanges(
    { positions: before.value, date: start },
    { positions: now.value, date: end },
    moves?.history ?? valueOf(snapshot.datasets.transactions),
    (day, at) => calendar.finality(day, at) === 'final',
  );
  const unexplained = changes.filter(({ verdict }) => verdict === 'unexplained');
  const unknown = changes.filter(({ verdict }) => verdict === 'unknown');
  if (unexplained.length === 0 && unknown.length > 0) {
    const later = comesLater(snapshot.run, 'transactions');
    const symbols = listText(
      unknown.map(({ symbol }) => symbol),
      3,
    );
    return unchecked(
      id,
      name,
      later ? 'transactions follow in the morning' : `transactions of ${symbols} not told yet`,
    );
  }
  // Without transfers and corporate actions, a change that no trade explains may be one of them.
  if (moves && !moves.whole && unexplained.length > 0)
    return unchecked(id, name, 'the statement doesn’t tell transfers and corporate actions');
  const symbols = listText(
    unexplained.map(({ symbol }) => symbol),
    3,
  );
  const finding =
    unexplained.length > 0
      ? `${moves ? 'by nothing in the statements' : 'possible corporate action'}: ${symbols}`
      : `${countText(changes.length, 'change')} since ${dayText(start)}`;
  return countCheck(id, name, { expected: changes.length, found: changes.length - unexplained.length, finding });
}
