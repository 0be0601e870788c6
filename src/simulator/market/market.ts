import { hashOf, seededRandom } from '#simulator/random';
import { type Day, daysBetween } from './day.ts';
import { dividendOn } from './dividends.ts';
import type { Instrument } from './instrument.ts';
import { LISTINGS, type Listing } from './listings.ts';
import { putPrice } from './option-price.ts';
import { sessionOf, tradingDays } from './trading-days.ts';

/** Closing prices and exchange rates of one invented world, and where they stand within a session. */
export interface Market {
  readonly seed: number;
  /** Beside the US dollar. */
  readonly currencies: readonly string[];
  /** Trading days, ascending. */
  readonly days: readonly Day[];
  listing(symbol: string): Listing;
  /** Adds an instrument that is not listed for good: an option, a bond. @param price its close on each day */
  add(instrument: Instrument, price: (index: number) => number): void;
  has(conid: number): boolean;
  instrument(conid: number): Instrument;
  /** Closing price on a day. */
  close(conid: number, index: number): number;
  /** US dollars for one unit of a currency at the close of a day, five decimals. */
  rate(currency: string, index: number): number;
  /** The last day whose session is over at an instant; −1 when none is. */
  lastClosed(now: number): number;
  /** Price at an instant: on its way within a session, else the last close. */
  priceAt(conid: number, now: number): number;
  rateAt(currency: string, now: number): number;
}

const TRADING_DAYS_A_YEAR = 252;
/** Daily volatility of the market as a whole. */
const MARKET_VOLATILITY = 0.008;
/** How far within a session prices stray from the way to the close, a fraction. */
const SESSION_SWING = 0.002;
const RATE_DECIMALS = 5;

/** Currencies beside the US dollar: level, daily volatility, and how fast they come back to the level. */
const CURRENCIES = { EUR: { level: 1.09, volatility: 0.004 }, CHF: { level: 1.13, volatility: 0.004 } } as const;
const REVERSION = 0.01;

/** Makes the world of a seed from `from` to `to`. A longer world begins exactly like a shorter one. */
export function makeMarket(seed: number, from: Day, to: Day): Market {
  const days = tradingDays(from, to);
  const moves = marketMoves(seed, days.length);
  const closes = new Map<number, (index: number) => number>();
  const instruments = new Map<number, Instrument>();
  const listings = new Map<string, Listing>();
  for (const listing of LISTINGS) {
    const path = pricePath(seed, listing, days, moves);
    listings.set(listing.instrument.symbol, listing);
    instruments.set(listing.instrument.conid, listing.instrument);
    closes.set(listing.instrument.conid, (index) => known(path[index], 'day'));
  }
  const rates = new Map(
    Object.entries(CURRENCIES).map(([name, form]) => [name, ratePath(seed, name, form, days.length)]),
  );
  const sessions = days.map(sessionOf);

  const instrument = (conid: number): Instrument => known(instruments.get(conid), `conid ${conid}`);
  const close = (conid: number, index: number): number => known(closes.get(conid), `conid ${conid}`)(index);
  const rate = (currency: string, index: number): number =>
    currency === 'USD' ? 1 : known(rates.get(currency)?.[index], `rate of ${currency}`);
  const lastClosed = (now: number): number => countUntil(sessions, now) - 1;
  /** How far the running session is, 0 when none is. */
  const progress = (now: number, next: number): number => {
    const session = sessions[next];
    return session && now > session.open ? (now - session.open) / (session.close - session.open) : 0;
  };
  const between = (values: (index: number) => number, now: number, name: string, decimals: number): number => {
    const last = lastClosed(now);
    const done = progress(now, last + 1);
    const before = values(Math.max(last, 0));
    if (done === 0) return before;
    const swing = Math.sin(done * 9 + (hashOf(`${name}${last}`) % 7)) * SESSION_SWING * 4 * done * (1 - done);
    return round((before + (values(last + 1) - before) * done) * (1 + swing), decimals);
  };
  return {
    seed,
    currencies: Object.keys(CURRENCIES),
    days,
    listing: (symbol) => known(listings.get(symbol), symbol),
    add: (added, price) => {
      instruments.set(added.conid, added);
      closes.set(added.conid, price);
    },
    has: (conid) => instruments.has(conid),
    instrument,
    close,
    rate,
    lastClosed,
    priceAt: (conid, now) => between((index) => close(conid, index), now, `${conid}`, instrument(conid).decimals),
    rateAt: (currency, now) =>
      currency === 'USD' ? 1 : between((index) => rate(currency, index), now, currency, RATE_DECIMALS),
  };
}

/** Adds a put on a listed share to the market; the same terms are the same contract. */
export function addPut(market: Market, underlying: Instrument, expiry: Day, strike: number): Instrument {
  const [year = '', month = '', date = ''] = expiry.split('-');
  const root = underlying.symbol.padEnd(6);
  const occ = `${root}${year.slice(2)}${month}${date}P${String(Math.round(strike * 1000)).padStart(8, '0')}`;
  const put: Instrument = {
    conid: 600_000_000 + (hashOf(occ) % 200_000_000),
    symbol: underlying.symbol,
    name: underlying.name,
    description: `${root} ${MONTHS[+month - 1]}${year} ${strike} P [${occ} 100]`,
    currency: underlying.currency,
    assetClass: 'OPT',
    type: 'OPT',
    sector: underlying.sector,
    group: underlying.group,
    sectorGroup: underlying.sectorGroup,
    exchange: 'CBOE',
    country: 'US',
    multiplier: 100,
    decimals: 2,
    option: { underlying: underlying.conid, underlyingSymbol: underlying.symbol, expiry, strike, right: 'P' },
  };
  market.add(put, (index) => {
    const years = daysBetween(known(market.days[index], 'day'), expiry) / 365;
    return round(putPrice(market.close(underlying.conid, index), strike, years), 2);
  });
  return put;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Adds a ten-year note of the US Treasury, issued on 15 November of `year`. Price in percent of face. */
export function addTreasuryNote(market: Market, year: number): Instrument {
  const random = seededRandom(market.seed, 'note', year);
  const path: number[] = [];
  let distance = 0;
  for (const _ of market.days) {
    path.push(round(99.5 + distance, 3));
    distance = distance * 0.985 + random.normal() * 0.35;
  }
  const note: Instrument = {
    conid: 650_000_000 + year,
    symbol: 'T',
    name: `United States Treasury Note 4 1/2 11/15/${String(year + 10).slice(2)}`,
    description: `T 4 1/2 11/15/${String(year + 10).slice(2)}`,
    currency: 'USD',
    assetClass: 'BOND',
    type: 'Govt',
    sector: null,
    group: null,
    sectorGroup: null,
    exchange: 'BONDDESK',
    country: 'US',
    multiplier: 10,
    decimals: 3,
  };
  market.add(note, (index) => known(path[index], 'day'));
  return note;
}

/** Rounds half up to some decimals. */
export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

function marketMoves(seed: number, count: number): number[] {
  const random = seededRandom(seed, 'market');
  return Array.from({ length: count }, () => random.normal() * MARKET_VOLATILITY);
}

function pricePath(seed: number, listing: Listing, days: readonly Day[], moves: readonly number[]): number[] {
  const random = seededRandom(seed, listing.instrument.conid);
  const daily = listing.drift / TRADING_DAYS_A_YEAR;
  const path: number[] = [];
  let price = listing.level;
  for (const index of days.keys()) {
    if (index > 0) {
      const move = daily + listing.beta * known(moves[index], 'day') + listing.volatility * random.normal();
      const dividend = dividendOn(listing, days, index)?.perShare ?? 0;
      price = Math.max(price * (1 + move) - dividend, 0.5);
    }
    path.push(round(price, listing.instrument.decimals));
  }
  return path;
}

function ratePath(seed: number, name: string, form: { level: number; volatility: number }, count: number): number[] {
  const random = seededRandom(seed, name);
  let distance = 0;
  return Array.from({ length: count }, () => {
    distance = distance * (1 - REVERSION) + random.normal() * form.volatility;
    return round(form.level * Math.exp(distance), RATE_DECIMALS);
  });
}

/** How many sessions have closed at an instant. */
function countUntil(sessions: readonly { readonly close: number }[], now: number): number {
  let low = 0;
  let high = sessions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known(sessions[middle], 'day').close <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new RangeError(`the simulated market knows no ${what}`);
  return value;
}
