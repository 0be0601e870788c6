import type { Booking, DayRecord } from '#simulator/life/day-record';
import { toBase, valueOf } from '#simulator/life/life';
import { liveValue } from '#simulator/live-value';
import { addDays, type Day, isWeekday, newYorkDay, newYorkMs } from '#simulator/market/day';
import type { Instrument } from '#simulator/market/instrument';
import type { Market } from '#simulator/market/market';
import type {
  AccountProfile,
  AccountState,
  CurrencyState,
  PastDay,
  PositionState,
  SimulatedAccount,
  TransactionState,
} from './account.ts';

/** Hour in New York at which the broker's day ends: profits realized today start anew, closed rows go. */
const RESET_HOUR = 20 + 20 / 60;

/**
 * An account whose life was lived on a market: `records` are its trading days, the first one the market's day `first`.
 * Each day's doings show from its close on; within a session only prices move.
 */
export function livingAccount(
  profile: AccountProfile,
  market: Market,
  records: readonly DayRecord[],
  first: number,
): SimulatedAccount {
  const lastRecord = (now: number): DayRecord | undefined => {
    const index = Math.min(market.lastClosed(now) - first, records.length - 1);
    return index < 0 ? undefined : records[index];
  };
  const at = (now: number): AccountState =>
    stateOf(profile, market, lastRecord(now), now, previousNav(records, lastRecord(now)));
  return {
    profile,
    at,
    past: (now) => {
      const today = newYorkDay(now);
      const closed = lastRecord(now);
      if (!closed) return [];
      const past = closedWeekdays(records, addDays(today, -1));
      if (!isWeekday(today)) return past;
      const exact = navOf(at(now)) / 100;
      const nav = liveValue(exact, now);
      // Money that came in today counts at the day's end and is no return.
      const flow = closed.day === today ? closed.flow / 100 : 0;
      const before = past.at(-1);
      const growth = before ? before.growth * ((nav - flow) / before.nav) : 1;
      return [...past, { day: today, nav, growth }];
    },
    transactions: (conid, from, now) => transactionsOf(records, market, first, conid, from, lastRecord(now)?.day),
    instrument: (conid) => known(market, conid),
  };
}

/** Net asset value of a state in base currency, cents. */
function navOf(state: AccountState): number {
  const totals = new Map<string, number>();
  for (const row of state.currencies) totals.set(row.currency, row.cash + row.accruedInterest + row.accruedDividends);
  for (const { instrument, value } of state.positions) {
    totals.set(instrument.currency, (totals.get(instrument.currency) ?? 0) + value);
  }
  const rates = new Map(state.currencies.map((row) => [row.currency, row.rate]));
  return toBase(totals, (currency) => rates.get(currency) as number);
}

function stateOf(
  profile: AccountProfile,
  market: Market,
  record: DayRecord | undefined,
  now: number,
  before: number,
): AccountState {
  if (!record) {
    const own = { currency: profile.currency, rate: 1, cash: 0, accruedInterest: 0, accruedDividends: 0 };
    return { positions: [], currencies: [own], previousNav: 0 };
  }
  const realized = now < newYorkMs(record.day, RESET_HOUR) ? realizedOn(record) : new Map<number, number>();
  const rows = new Map(record.holdings.map((holding) => [holding.conid, holding]));
  // A row closed today stays with quantity 0 until the broker's day ends.
  const conids = [...rows.keys(), ...[...realized.keys()].filter((conid) => !rows.has(conid))];
  const positions = conids.map((conid): PositionState => {
    const instrument = market.instrument(conid);
    const { quantity, cost } = rows.get(conid) ?? { quantity: 0, cost: 0 };
    const price = market.priceAt(conid, now);
    const value = valueOf(quantity, price, instrument.multiplier);
    return { instrument, quantity, price, value, cost, realizedToday: realized.get(conid) ?? 0 };
  });
  const used = new Set([
    profile.currency,
    ...Object.keys(record.cash),
    ...positions.map((row) => row.instrument.currency),
  ]);
  const currencies = [...used].map(
    (currency): CurrencyState => ({
      currency,
      rate: market.rateAt(currency, now),
      cash: record.cash[currency] ?? 0,
      accruedInterest: record.accruedInterest[currency] ?? 0,
      accruedDividends: record.accruedDividends[currency] ?? 0,
    }),
  );
  return { positions, currencies, previousNav: before };
}

function previousNav(records: readonly DayRecord[], record: DayRecord | undefined): number {
  return record ? (records[records.indexOf(record) - 1]?.nav ?? 0) : 0;
}

function realizedOn(record: DayRecord): Map<number, number> {
  const realized = new Map<number, number>();
  for (const { conid, realized: profit } of record.bookings) {
    if (conid !== undefined && profit !== undefined) realized.set(conid, (realized.get(conid) ?? 0) + profit);
  }
  return realized;
}

/** The closed weekdays of a life up to `last`; a holiday repeats the day before it, as PortfolioAnalyst does. */
function closedWeekdays(records: readonly DayRecord[], last: Day): PastDay[] {
  const past: PastDay[] = [];
  for (const record of records) {
    if (record.day > last) break;
    const before = past.at(-1);
    if (before) fillHolidays(past, before, record.day);
    past.push({ day: record.day, nav: record.nav / 100, growth: record.growth });
  }
  const before = past.at(-1);
  if (before) fillHolidays(past, before, addDays(last, 1));
  return past;
}

function fillHolidays(past: PastDay[], before: PastDay, end: Day): void {
  for (let day = addDays(before.day, 1); day < end; day = addDays(day, 1)) {
    if (isWeekday(day)) past.push({ ...before, day });
  }
}

function* transactionsOf(
  records: readonly DayRecord[],
  market: Market,
  first: number,
  conid: number,
  from: Day,
  last: Day | undefined,
): Generator<TransactionState> {
  if (last === undefined) return;
  for (const [index, record] of records.entries()) {
    if (record.day < from) continue;
    if (record.day > last) return;
    for (const booking of record.bookings) {
      // Interest and withheld tax are booked but have no row here, as at the broker.
      if (booking.conid !== conid || (booking.kind !== 'trade' && booking.kind !== 'dividend')) continue;
      yield transactionOf(booking, market.rate(booking.currency, first + index));
    }
  }
}

function transactionOf(booking: Booking, rate: number): TransactionState {
  const { day, kind, currency, quantity, price, realized } = booking;
  return {
    day,
    type: kind === 'dividend' ? 'Dividend' : (quantity ?? 0) > 0 ? 'Buy' : 'Sell',
    currency,
    rate,
    amount: booking.amount / 100,
    ...(quantity === undefined || price === undefined ? {} : { quantity, price }),
    ...(realized === undefined ? {} : { realized: realized / 100 }),
  };
}

function known(market: Market, conid: number): Instrument | undefined {
  return market.has(conid) ? market.instrument(conid) : undefined;
}
