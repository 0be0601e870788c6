import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { Position } from '#domain/position';
import type { TransactionHistory } from '#domain/transaction';

/** A contract whose quantity is not what it was. */
export interface QuantityChange {
  readonly conid: number;
  readonly symbol: string;
  readonly before: number;
  readonly after: number;
  /** Sum of the transactions' quantities between the two; undefined when the contract's history doesn't cover the time. */
  readonly traded: number | undefined;
  /**
   * `explained` by transactions, `unexplained` (a split, a transfer, an exercise …), or `unknown` for want of a history
   * that is told to the end.
   */
  readonly verdict: 'explained' | 'unexplained' | 'unknown';
}

/** Quantities with fractions carry up to four decimals; below this they are equal. */
const SAME_QUANTITY = 1e-6;

/** Holdings, and the day they were seen. */
export interface SeenHoldings {
  readonly positions: readonly Position[];
  readonly date: CalendarDate;
}

/**
 * Changes of quantity from one day's close to another's, each contract over all its rows, held against the
 * transactions dated after the first and up to the second.
 * @param settled whether all bookings of a day are told by an instant: before, a booking that is not there proves nothing
 */
export function quantityChanges(
  before: SeenHoldings,
  after: SeenHoldings,
  history: TransactionHistory | undefined,
  settled: (day: CalendarDate, at: Date) => boolean,
): readonly QuantityChange[] {
  const earlier = quantities(before.positions);
  const later = quantities(after.positions);
  const changed = [...new Set([...earlier.keys(), ...later.keys()])].filter(
    (conid) => Math.abs((later.get(conid)?.quantity ?? 0) - (earlier.get(conid)?.quantity ?? 0)) > SAME_QUANTITY,
  );
  if (changed.length === 0) return [];
  const open = new Set(
    (history?.covered ?? [])
      .filter(({ askedAt }) => askedAt !== undefined && !settled(after.date, new Date(askedAt)))
      .map(({ conid }) => conid),
  );
  const traded = tradedSince(before.date, after.date, history, new Set(changed));
  return changed
    .sort((a, b) => a - b)
    .map((conid) => {
      const from = earlier.get(conid)?.quantity ?? 0;
      const to = later.get(conid)?.quantity ?? 0;
      const sum = traded.get(conid);
      const explained = sum !== undefined && Math.abs(to - from - sum) <= SAME_QUANTITY;
      return {
        conid,
        symbol: later.get(conid)?.symbol ?? earlier.get(conid)?.symbol ?? String(conid),
        before: from,
        after: to,
        traded: sum,
        verdict: explained ? 'explained' : sum === undefined || open.has(conid) ? 'unknown' : 'unexplained',
      };
    });
}

function quantities(positions: readonly Position[]): Map<number, { symbol: string; quantity: number }> {
  const sums = new Map<number, { symbol: string; quantity: number }>();
  for (const { conid, symbol, quantity } of positions) {
    sums.set(conid, { symbol, quantity: (sums.get(conid)?.quantity ?? 0) + quantity });
  }
  return sums;
}

/** Traded quantity of each wanted contract whose history covers the days after `from` up to `to`. */
function tradedSince(
  from: CalendarDate,
  to: CalendarDate,
  history: TransactionHistory | undefined,
  wanted: ReadonlySet<number>,
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const coverage of history?.covered ?? []) {
    if (wanted.has(coverage.conid) && coverage.from <= addDays(from, 1) && coverage.to >= to)
      sums.set(coverage.conid, 0);
  }
  for (const { conid, date, quantity } of history?.rows ?? []) {
    const sum = sums.get(conid);
    if (sum !== undefined && quantity !== undefined && date > from && date <= to) sums.set(conid, sum + quantity);
  }
  return sums;
}
