import type { Day } from './day.ts';
import { dividendOn } from './dividends.ts';
import { LISTINGS } from './listings.ts';
import { type Market, round } from './market.ts';

/** Level of an index on a day. */
export interface IndexLevel {
  readonly day: Day;
  readonly level: number;
}

const BEGINS_AT = 1000;
const DECIMALS = 2;

/**
 * An index of the simulated market: every listing in dollars with the same weight each day, dividends reinvested, from
 * the market's first day up to the last close before an instant.
 */
export function marketIndex(market: Market, now: number): readonly IndexLevel[] {
  const listings = LISTINGS.filter(({ instrument }) => instrument.currency === 'USD');
  const last = market.lastClosed(now);
  let level = BEGINS_AT;
  return market.days.slice(0, last + 1).map((day, index) => {
    if (index > 0) {
      const returns = listings.map((listing) => {
        const { conid } = listing.instrument;
        const paid = dividendOn(listing, market.days, index)?.perShare ?? 0;
        return (market.close(conid, index) + paid) / market.close(conid, index - 1) - 1;
      });
      level *= 1 + returns.reduce((sum, value) => sum + value, 0) / returns.length;
    }
    return { day, level: round(level, DECIMALS) };
  });
}
