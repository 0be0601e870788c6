import { addDays, calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { BookingsName, DaySpan, StatementBookings, StatementHistory, StatementPiece } from '#domain/statement';
import type { StatementPosition } from '#domain/statement-position';
import { flexSnapshot } from '#pipeline/flex-snapshot';
import { netAssetValue, statementPiece } from '#test/support/statement';

/** Builders of a market day as a statement tells it, for tests of what is made of it. */

export const DAY = calendarDate('2026-11-20');
export const RUN = { kind: 'final', marketDate: DAY } as const;
/** 05:50 in New York on the day after. */
export const ASKED = '2026-11-21T10:50:00Z';
export const RAW = 'raw/login/2026/11/20/final/20261121T105000Z-flex-1.xml';
const calendar = newYorkCalendar();

/** 10 AAA at 100.00 USD, conid 1, unless told otherwise. */
export function held({ contract, ...parts }: Partial<StatementPosition> = {}): StatementPosition {
  const [quantity, price] = [parts.quantity ?? 10, parts.price ?? 100];
  return {
    contract: {
      conid: 1,
      symbol: 'AAA',
      description: 'AAA INC',
      assetClass: 'stock',
      brokerClass: 'STK',
      multiplier: 1,
      ...contract,
    },
    level: 'summary',
    date: DAY,
    currency: 'USD',
    quantity,
    price,
    marketValue: quantity * price,
    cost: quantity * 90,
    unrealizedProfit: quantity * 10,
    model: '',
    remainder: {},
    ...parts,
  };
}

/** A whole statement of the day: 10 AAA, 500.00 USD of cash, worth 1,500.00; 1,495.00 the day before. */
export function wholePiece({ bookings, close, ...parts }: Partial<StatementPiece> = {}): StatementPiece {
  return {
    ...statementPiece({ from: DAY, to: DAY }),
    ...parts,
    bookings: {
      trades: [],
      cashTransactions: [],
      transfers: [],
      corporateActions: [],
      salesTaxes: [],
      fxResults: [],
      changes: [],
      netAssetValues: [netAssetValue('2026-11-19', 1495), netAssetValue(DAY, 1500)],
      ...bookings,
    },
    close: {
      positions: [held()],
      cash: [{ currency: 'USD', starting: 500, ending: 500, endingSettled: 480 }],
      dividendAccruals: [],
      interestAccruals: [],
      ratesToBase: { USD: 1 },
      ...close,
    },
  };
}

/** The same without some of its parts, as of a query that does not tick their sections. */
export function lacking(piece: StatementPiece, ...names: readonly string[]): StatementPiece {
  const without = <T extends object>(parts: T): T =>
    Object.fromEntries(Object.entries(parts).filter(([name]) => !names.includes(name))) as T;
  return { ...piece, bookings: without(piece.bookings), close: without(piece.close) };
}

const WINDOW: DaySpan = { from: addDays(DAY, -365), to: DAY };

/** What the lists tell; each is whole over the window unless told otherwise. A list that isn't there is not told. */
export function historyOf(
  bookings: Partial<StatementBookings>,
  told: { readonly [B in BookingsName]?: readonly DaySpan[] } = {},
): StatementHistory {
  const rows = <B extends BookingsName>(list: B): StatementBookings[B] =>
    (bookings[list] ?? []) as unknown as StatementBookings[B];
  const days = (list: BookingsName): readonly DaySpan[] => told[list] ?? (bookings[list] ? [WINDOW] : []);
  return {
    trades: rows('trades'),
    cashTransactions: rows('cashTransactions'),
    transfers: rows('transfers'),
    corporateActions: rows('corporateActions'),
    salesTaxes: rows('salesTaxes'),
    fxResults: rows('fxResults'),
    netAssetValues: rows('netAssetValues'),
    changes: rows('changes'),
    window: WINDOW,
    told: {
      trades: days('trades'),
      cashTransactions: days('cashTransactions'),
      transfers: days('transfers'),
      corporateActions: days('corporateActions'),
      salesTaxes: days('salesTaxes'),
      fxResults: days('fxResults'),
      netAssetValues: days('netAssetValues'),
      changes: days('changes'),
    },
    superseded: [],
  };
}

/** The Snapshot of a statement, whose own bookings are its history unless another is given. */
export function snapshotOf(
  piece: StatementPiece = wholePiece(),
  history: StatementHistory = historyOf(piece.bookings),
): Snapshot {
  return flexSnapshot({ run: RUN, piece, history, raw: RAW, askedAt: ASKED, calendar });
}
