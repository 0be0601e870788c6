import { liveValue } from '#simulator/live-value';
import { addDays, type Day, isWeekday, newYorkDay } from '#simulator/market/day';
import type { Instrument } from '#simulator/market/instrument';
import { tradingDays, weekdayOnOrBefore, weekdays } from '#simulator/market/trading-days';
import { seededRandom } from '#simulator/random';
import type {
  AccountProfile,
  AccountState,
  PastDay,
  PositionState,
  SimulatedAccount,
  TransactionState,
} from './account.ts';

/** How much of everything there is. */
export interface LargeSize {
  readonly positions: number;
  readonly days: number;
  /** Of the largest position, and of the others together. */
  readonly transactions: { readonly largest: number; readonly others: number };
}

/** The other transactions are of this many positions, the next in size. */
const TRADED_OTHERS = 20;
const FIRST_CONID = 700_000_000;
/** Shares bought and sold by each pair of transactions: one stays. */
const BOUGHT = 10;
const SOLD = 9;
const COMMISSION = 1;
/** Trading days over which the transactions are spread, all within the last year. */
const TRADED_DAYS = 245;

const SECTORS = ['Technology', 'Financial', 'Industrial', 'Energy', 'Utilities', 'Communications', 'Basic Materials'];

interface Row extends PositionState {
  readonly transactions: number;
}

/**
 * An account of a size nobody reads through: for memory and time, not for plausibility. Prices stand still, so the
 * holdings are the same at every hour; the past leads to their value; transactions are made up as they are read.
 */
export function largeAccount(profile: AccountProfile, seed: number, today: Day, size: LargeSize): SimulatedAccount {
  const rows = rowsOf(seed, size);
  const cash = 5_000_000;
  const value = rows.reduce((sum, row) => sum + row.value, 0);
  const own = { currency: profile.currency, rate: 1, cash, accruedInterest: 0, accruedDividends: 0 };
  const state: AccountState = { positions: rows, currencies: [own], previousNav: value + cash };
  const byConid = new Map(rows.map((row) => [row.instrument.conid, row]));
  const past = pastOf(seed, (value + cash) / 100, today, size.days);
  return {
    profile,
    at: () => state,
    past: (now) => {
      const day = newYorkDay(now);
      const closed = past.filter((entry) => entry.day < day);
      const last = closed.at(-1);
      if (!last || !isWeekday(day)) return closed;
      const nav = liveValue((value + cash) / 100, now);
      return [...closed, { day, nav, growth: (last.growth * nav) / last.nav }];
    },
    transactions: (conid, from, now) => transactionsOf(byConid.get(conid), today, from, newYorkDay(now)),
    instrument: (conid) => byConid.get(conid)?.instrument,
  };
}

/** Positions from the largest by value down. */
function rowsOf(seed: number, size: LargeSize): Row[] {
  const random = seededRandom(seed, 'large');
  const each = 2 * Math.round(size.transactions.others / TRADED_OTHERS / 2);
  return Array.from({ length: size.positions }, (_, index) => {
    const transactions = index === 0 ? size.transactions.largest : index <= TRADED_OTHERS ? each : 0;
    const quantity = transactions > 0 ? (transactions / 2) * (BOUGHT - SOLD) : random.whole(5, 60);
    // The traded ones are worth most, whatever the size: the first a few times as much as the second.
    const worth =
      transactions > 0 ? (index === 0 ? 9_000_000 : 1_500_000 - index * 20_000) : quantity * random.between(20, 120);
    const price = Math.max(1, Math.round((worth / Math.max(quantity, 1)) * 100) / 100);
    const value = Math.round(quantity * price * 100);
    const cost = Math.round(value * random.between(0.7, 1.2));
    return { instrument: instrumentOf(index), quantity, price, value, cost, realizedToday: 0, transactions };
  });
}

function instrumentOf(index: number): Instrument {
  const symbol = `Q${index.toString(36).toUpperCase().padStart(3, '0')}`;
  return {
    conid: FIRST_CONID + index,
    symbol,
    name: `${symbol} HOLDINGS INC`,
    description: symbol,
    currency: 'USD',
    assetClass: 'STK',
    type: 'COMMON',
    sector: SECTORS[index % SECTORS.length] ?? null,
    group: 'Diversified',
    sectorGroup: 'Diversified Operations',
    exchange: index % 2 === 0 ? 'NYSE' : 'NASDAQ',
    country: 'US',
    multiplier: 1,
    decimals: 2,
  };
}

/** Weekdays up to `today`, on a walk that ends at `value` and stands still from the last market day on. */
function pastOf(seed: number, value: number, today: Day, count: number): PastDay[] {
  const random = seededRandom(seed, 'large-past');
  const from = addDays(today, -Math.ceil((count * 7) / 5));
  const days = weekdays(from, weekdayOnOrBefore(today)).slice(-count);
  const still = weekdayOnOrBefore(addDays(today, -1));
  let walk = 0;
  const walks = days.map((day) => {
    if (day <= still) walk += random.normal() * 0.008 + 0.0002;
    return walk;
  });
  const first = Math.round(value * Math.exp((walks[0] ?? 0) - walk) * 100) / 100;
  return days.map((day, index) => {
    const nav = Math.round(value * Math.exp((walks[index] ?? 0) - walk) * 100) / 100;
    return { day, nav, growth: nav / first };
  });
}

/** Pairs of a purchase and a smaller sale, evenly over the last year's trading days; the k-th is always the same. */
function* transactionsOf(row: Row | undefined, today: Day, from: Day, until: Day): Generator<TransactionState> {
  if (!row) return;
  const { transactions: count, price } = row;
  const days = tradingDays(addDays(today, -364), addDays(today, -1)).slice(-TRADED_DAYS);
  for (let index = 0; index < count; index += 1) {
    const day = days[Math.floor((index * days.length) / count)] ?? today;
    if (day < from || day > until) continue;
    const bought = index % 2 === 0;
    const paid = priceOf(price, index - (index % 2));
    const at = bought ? paid : priceOf(price, index);
    const quantity = bought ? BOUGHT : -SOLD;
    yield {
      day,
      type: bought ? 'Buy' : 'Sell',
      currency: 'USD',
      rate: 1,
      amount: -Math.round(quantity * at * 100) / 100,
      quantity,
      price: at,
      ...(bought ? {} : { realized: Math.round((SOLD * (at - paid) - COMMISSION) * 100) / 100 }),
    };
  }
}

/** Price of the k-th transaction: within two percent of today's. */
const priceOf = (price: number, index: number): number => Math.round(price * (1 + 0.02 * Math.sin(index)) * 100) / 100;
