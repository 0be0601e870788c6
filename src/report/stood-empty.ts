import type { CalendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import { reportedOn } from '#domain/day-of-report';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { Statement } from '#domain/statement';
import { accountClose } from './account-close.ts';
import type { PerformanceHistory } from './performance-history.ts';

export interface EmptyDayInput {
  readonly snapshot: Snapshot;
  /** The account's newest Snapshot of an earlier day. */
  readonly previous: Snapshot | undefined;
  readonly history: PerformanceHistory | undefined;
  readonly statement: Statement | undefined;
  readonly calendar: MarketCalendar;
}

/**
 * Whether the account is known to have held nothing at the close of its market day and at the one before, without a
 * value on any day and without a booking in between, as an advisor's own account often is: its day made nothing. What is
 * not known to be zero is never taken for it.
 */
export function stoodEmpty({ snapshot, previous, history, statement, calendar }: EmptyDayInput): boolean {
  if (history) return false;
  const to = snapshot.run.marketDate;
  const from = calendar.previousTradingDay(to);
  const booked = statement && [
    ...statement.history.trades,
    ...statement.history.cashTransactions,
    ...statement.history.transfers,
    ...statement.history.salesTaxes,
  ];
  if (booked?.some((row) => reportedOn(row) > from && reportedOn(row) <= to)) return false;
  const zeroAt = (date: CalendarDate, close: Snapshot | undefined): boolean => {
    const told = [...valuesOn(date, snapshot, statement), ...(close ? partsAt(close, calendar) : [])];
    return told.length > 0 && told.every((value) => value === 0);
  };
  return zeroAt(to, snapshot) && zeroAt(from, previous?.run.marketDate === from ? previous : undefined);
}

/** What the broker says the account was worth at a close. */
function valuesOn(date: CalendarDate, { datasets }: Snapshot, statement: Statement | undefined): readonly number[] {
  const series = valueOf(datasets.performance)?.series ?? [];
  const points = series.flatMap(({ start, points: days }) => [start, ...days]);
  return [
    ...points.filter((point) => point.date === date).flatMap(({ netAssetValue }) => netAssetValue ?? []),
    ...(statement?.history.netAssetValues ?? []).filter((value) => value.date === date).map(({ total }) => total),
  ];
}

/** Each part of the account at its close, 0 where it has none; nothing where the close isn't known. */
function partsAt(snapshot: Snapshot, calendar: MarketCalendar): readonly number[] {
  const close = accountClose(snapshot, calendar);
  if ('missing' in close) return [];
  const { positions, ledger } = close;
  // A holding without a value is a holding.
  const parts = ledger.balances.flatMap(({ cash, accruedInterest, accruedDividends }) => [
    cash,
    accruedInterest,
    accruedDividends,
  ]);
  return [0, positions.length, ledger.netLiquidationBase, ...parts];
}
