import type { Account } from '#domain/account';
import type { AccountSummary } from '#domain/account-summary';
import type { Allocation } from '#domain/allocation';
import { addDays, type CalendarDate, calendarDate } from '#domain/calendar-date';
import type { CashBalance, Ledger } from '#domain/cash-balance';
import type { Dataset, PresentDataset } from '#domain/dataset';
import type { GapReason } from '#domain/gap';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Performance, PerformanceSeries } from '#domain/performance-series';
import type { Position } from '#domain/position';
import type { Datasets, Snapshot } from '#domain/snapshot';
import type { Transaction, TransactionHistory } from '#domain/transaction';

/** Small builders of domain values for tests: each takes what matters to the test and fills in the rest. */

export const MARKET_DATE = calendarDate('2026-11-20');
/** 16:31 in New York on the market date. */
export const CLOSE_SEEN = '2026-11-20T21:31:04Z';
/** 05:45 in New York on the day after. */
export const MORNING_AFTER = '2026-11-21T10:45:12Z';

const calendar = newYorkCalendar();

export function account(parts: Partial<Account> = {}): Account {
  return {
    id: 'U1234567',
    baseCurrency: 'USD',
    type: 'INDIVIDUAL',
    alias: 'Main account',
    advisorMaster: false,
    advisorClient: false,
    remainder: {},
    ...parts,
  };
}

/** A holding of 10 × 100.00 USD unless told otherwise; the market value follows quantity, price and multiplier. */
export function position(parts: Partial<Position> = {}): Position {
  const quantity = parts.quantity ?? 10;
  const price = parts.price ?? 100;
  return {
    conid: 1,
    symbol: 'AAA',
    description: parts.symbol ?? 'AAA',
    assetClass: 'stock',
    brokerClass: 'STK',
    currency: 'USD',
    quantity,
    price,
    marketValue: quantity * price * (parts.multiplier ?? 1),
    averageCost: price * 0.9,
    unrealizedProfit: quantity * price * 0.1,
    model: '',
    remainder: {},
    ...parts,
  };
}

/** One currency's row; net liquidation follows from cash, accruals and `held` securities. */
export function balance(
  currency: string,
  cash: number,
  parts: Partial<CashBalance> & { held?: number } = {},
): CashBalance {
  const { held = 0, ...rest } = parts;
  return {
    currency,
    cash,
    settledCash: cash,
    rateToBase: 1,
    netLiquidation: cash + held + (parts.accruedInterest ?? 0) + (parts.accruedDividends ?? 0),
    accruedInterest: 0,
    accruedDividends: 0,
    securities: {},
    futuresOpenProfit: 0,
    unrealizedProfit: 0,
    realizedProfit: 0,
    remainder: {},
    ...rest,
  };
}

/** A ledger whose BASE row is the sum of its rows, unless told otherwise. */
export function ledger(balances: readonly CashBalance[], parts: Partial<Ledger> = {}): Ledger {
  const sum = balances.reduce((total, row) => total + row.netLiquidation * (row.rateToBase ?? 0), 0);
  return { baseCurrency: 'USD', balances, netLiquidationBase: sum, hasBaseRow: true, ...parts };
}

export function summary(netLiquidation: number, parts: Partial<AccountSummary> = {}): AccountSummary {
  return { currency: 'USD', netLiquidation, netLiquidationBySegment: {}, remainder: {}, ...parts };
}

export const noAllocation: Allocation = { assetClass: [], sector: [], group: [] };

/**
 * A series of trading days that ends on `to`, from daily values. Without flows the return is the value's own growth.
 * @param values the base value first, then one a trading day
 */
export function series(
  values: readonly number[],
  parts: Partial<PerformanceSeries> & { to?: CalendarDate; flows?: ReadonlyMap<CalendarDate, number> } = {},
): PerformanceSeries {
  const { to = MARKET_DATE, flows, ...rest } = parts;
  const days = daysBack(to, values.length);
  const points: { date: CalendarDate; netAssetValue: number; cumulativeReturn: number }[] = [];
  let level = 1;
  for (const [i, date] of days.entries()) {
    if (i === 0) continue;
    const [before, after] = [values[i - 1] ?? 0, values[i] ?? 0];
    level *= (after - (flows?.get(date) ?? 0)) / before;
    points.push({ date, netAssetValue: after, cumulativeReturn: eightDecimals(level - 1) });
  }
  return { period: '1Y', start: { date: days[0] ?? to, netAssetValue: values[0] ?? 0 }, points, ...rest };
}

/** As the broker sends its returns. */
export function eightDecimals(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}

/** The `count` trading days that end on `to`, ascending. */
export function daysBack(to: CalendarDate, count: number): readonly CalendarDate[] {
  const days: CalendarDate[] = [];
  for (let day = to; days.length < count; day = addDays(day, -1)) if (calendar.isTradingDay(day)) days.push(day);
  return days.reverse();
}

export function performance(all: readonly PerformanceSeries[], parts: Partial<Performance> = {}): Performance {
  return { baseCurrency: 'USD', method: 'TWR', series: all, absentPeriods: [], ...parts };
}

export function transaction(parts: Partial<Transaction> = {}): Transaction {
  return {
    date: calendarDate('2026-11-18'),
    conid: 1,
    description: 'AAA COMMON STOCK',
    kind: 'buy',
    brokerType: 'Buy',
    quantity: 1,
    price: 100,
    amount: -100,
    currency: 'USD',
    remainder: {},
    ...parts,
  };
}

/** A history that covers the contracts of its rows, and those named. */
export function transactions(
  rows: readonly Transaction[],
  parts: Partial<TransactionHistory> = {},
): TransactionHistory {
  const from = calendarDate('2025-11-21');
  const to = calendarDate('2026-11-21');
  const conids = [...new Set(rows.map(({ conid }) => conid))];
  const covered = conids.map((conid) => ({ conid, from, to, rows: rows.filter((row) => row.conid === conid).length }));
  return { currency: 'USD', rows, covered, notCovered: [], ...parts };
}

export function present<T>(value: T, asOf = CLOSE_SEEN, parts: Partial<PresentDataset<T>> = {}): PresentDataset<T> {
  return { status: 'present', value, asOf, fetchedAt: asOf, source: 'gateway', raw: ['raw/1.json'], ...parts };
}

export function missing(reason: GapReason = 'unreachable', message = 'The gateway did not answer.'): Dataset<never> {
  return { status: 'missing', gap: { reason, message } };
}

export interface SnapshotParts extends Partial<Omit<Snapshot, 'datasets'>> {
  readonly datasets?: { readonly [N in keyof Datasets]?: Dataset<Datasets[N]> };
}

/**
 * A whole and consistent Snapshot of a final run: 10 AAA at 100.00 and 500.00 USD of cash, worth 1,500.00 at the
 * close, 20 trading days of history that end there, one purchase. Each part can be replaced.
 */
export function snapshot({ datasets, ...parts }: SnapshotParts = {}): Snapshot {
  const values = Array.from({ length: 20 }, (_, i) => 1405 + i * 5);
  return {
    schema: 'daybook-snapshot/1',
    run: { kind: 'final', marketDate: MARKET_DATE },
    account: account(),
    takenAt: MORNING_AFTER,
    oddities: [],
    ...parts,
    datasets: {
      summary: present(summary(1500)),
      ledger: present(ledger([balance('USD', 500, { held: 1000 })])),
      positions: present([position()]),
      allocation: present(noAllocation),
      performance: present(performance([series(values)]), MORNING_AFTER),
      transactions: present(transactions([transaction()]), MORNING_AFTER),
      ...datasets,
    },
  };
}
