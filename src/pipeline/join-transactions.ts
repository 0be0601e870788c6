import type { CalendarDate } from '#domain/calendar-date';
import type { Dataset } from '#domain/dataset';
import type { DaySpan, Statement } from '#domain/statement';
import type { Transaction, TransactionCoverage, TransactionHistory } from '#domain/transaction';

/**
 * Bookings of contracts from both: of the days that statements told whole, the statements' rows, of every contract; of
 * the other days the gateway's. A row of the gateway's on a told day is left out: the statement is what the broker
 * booked, and the comparison shows where the two differ.
 */
export function joinTransactions(
  gateway: Dataset<TransactionHistory>,
  flex: Dataset<TransactionHistory>,
  statement: Dataset<Statement>,
): Dataset<TransactionHistory> {
  if (flex.status === 'missing' || statement.status === 'missing') return gateway;
  if (gateway.status === 'missing') return flex;
  const { told } = statement.value.history;
  const isTold = (date: CalendarDate): boolean => holds(told.trades, date) && holds(told.cashTransactions, date);
  const kept = gateway.value.rows.filter(({ date }) => !isTold(date));
  const rows = [...kept.map((row): Transaction => ({ source: 'gateway', ...row })), ...flex.value.rows];
  rows.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.conid - b.conid));
  const withdrawn = (gateway.value.superseded ?? []).filter(({ row }) => !isTold(row.date));
  const superseded = [...withdrawn, ...(flex.value.superseded ?? [])];
  return {
    ...flex,
    raw: [...gateway.raw, ...flex.raw],
    ...(gateway.gaps ? { gaps: gateway.gaps } : {}),
    value: {
      currency: flex.value.currency,
      rows,
      covered: coveredByEither(gateway.value, flex.value, rows),
      notCovered: gateway.value.notCovered.filter(
        (conid) => !flex.value.covered.some((coverage) => coverage.conid === conid),
      ),
      ...(superseded.length === 0 ? {} : { superseded }),
    },
  };
}

const holds = (spans: readonly DaySpan[], date: CalendarDate): boolean =>
  spans.some(({ from, to }) => from <= date && to >= date);

/** The span of each contract that one source told, or both where their spans touch; else the statements'. */
function coveredByEither(
  gateway: TransactionHistory,
  flex: TransactionHistory,
  rows: readonly Transaction[],
): readonly TransactionCoverage[] {
  const all = new Map(gateway.covered.map((coverage) => [coverage.conid, coverage]));
  for (const coverage of flex.covered) {
    const known = all.get(coverage.conid);
    const touches = known !== undefined && known.from <= coverage.from && known.to >= coverage.from;
    all.set(coverage.conid, touches ? { ...coverage, from: known.from } : coverage);
  }
  const counts = new Map<number, number>();
  for (const { conid, date } of rows) {
    const coverage = all.get(conid);
    if (coverage && date >= coverage.from && date <= coverage.to) counts.set(conid, (counts.get(conid) ?? 0) + 1);
  }
  return [...all.values()]
    .map((coverage) => ({ ...coverage, rows: counts.get(coverage.conid) ?? 0 }))
    .sort((a, b) => a.conid - b.conid);
}
