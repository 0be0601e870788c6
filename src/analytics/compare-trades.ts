import type { CalendarDate } from '#domain/calendar-date';
import type { ComparedItem } from '#domain/source-comparison';
import type { Statement } from '#domain/statement';
import type { TransactionHistory } from '#domain/transaction';
import { cashTolerance } from './compare-holdings.ts';

interface Sum {
  readonly conid: number;
  readonly date: CalendarDate;
  readonly currency: string;
  symbol: string;
  quantity: number;
  /** Undefined when one of the trades does not name it. */
  amount: number | undefined;
}

const SAME_QUANTITY = 1e-6;

/**
 * Trades of the statement's own days, added up by contract and day. Compared are contracts of which the gateway was
 * asked after the market day: before, what it lacks may still come.
 */
export function compareTrades(
  found: TransactionHistory,
  { from, day, history, lacks }: Statement,
): readonly ComparedItem[] | { readonly lacks: string } {
  if (lacks.includes('trades')) return { lacks: 'no trades in the statement' };
  const asked = new Set(
    found.covered.filter((coverage) => coverage.from <= from && coverage.to > day).map(({ conid }) => conid),
  );
  if (asked.size === 0) return { lacks: 'the gateway was not asked for bookings after the day' };
  const wanted = (conid: number | undefined, date: CalendarDate): conid is number =>
    conid !== undefined && asked.has(conid) && date >= from && date <= day;
  const [ours, theirs] = [new Map<string, Sum>(), new Map<string, Sum>()];
  for (const row of found.rows) {
    if ((row.kind !== 'buy' && row.kind !== 'sell') || !wanted(row.conid, row.date)) continue;
    const { conid, date, currency, symbol = String(conid), quantity = 0, amount } = row;
    add(ours, { conid, date, currency, symbol, quantity, amount });
  }
  for (const { contract, date, currency, quantity, proceeds } of history.trades) {
    const { conid, symbol, assetClass } = contract;
    if (assetClass === 'cash' || !wanted(conid, date)) continue;
    add(theirs, { conid, date, currency, symbol, quantity, amount: proceeds });
  }
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((key) => itemsOf(ours.get(key), theirs.get(key)));
}

function add(sums: Map<string, Sum>, one: Sum): void {
  const key = `${one.conid} ${one.date} ${one.currency}`;
  const sum = sums.get(key);
  if (!sum) sums.set(key, one);
  else {
    sum.quantity += one.quantity;
    sum.amount = sum.amount === undefined || one.amount === undefined ? undefined : sum.amount + one.amount;
  }
}

function itemsOf(found: Sum | undefined, expected: Sum | undefined): readonly ComparedItem[] {
  const { conid, date, currency, symbol } = (expected ?? found) as Sum;
  const of = { name: symbol, conid, date, currency };
  const quantity: ComparedItem = {
    ...of,
    figure: 'quantity',
    expected: expected?.quantity ?? null,
    found: found?.quantity ?? null,
    difference: (found?.quantity ?? 0) - (expected?.quantity ?? 0),
    tolerance: SAME_QUANTITY,
  };
  const [one, other] = [found ? found.amount : 0, expected ? expected.amount : 0];
  if (one === undefined || other === undefined) return [quantity];
  const amount: ComparedItem = {
    ...of,
    figure: 'amount',
    expected: expected ? other : null,
    found: found ? one : null,
    difference: one - other,
    tolerance: cashTolerance(other || one),
  };
  return [quantity, amount];
}
