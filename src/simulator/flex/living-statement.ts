import type { DayRecord } from '#simulator/life/day-record';
import { valueOf } from '#simulator/life/life';
import type { Instrument } from '#simulator/market/instrument';
import type { Market } from '#simulator/market/market';
import { type Exact, toExact } from './exact.ts';
import type { StatementLife } from './statement-life.ts';

type Worth = { readonly assetClass: Instrument['assetClass']; readonly amount: Exact };

/** A life that was lived on a market, up to an instant. @param first the market's day of the first record */
export function livingStatement(
  market: Market,
  records: readonly DayRecord[],
  first: number,
  now: number,
): StatementLife | undefined {
  const closed = Math.min(market.lastClosed(now) - first + 1, records.length);
  if (closed <= 0) return undefined;
  const record = (index: number): DayRecord => {
    const found = index < closed ? records[index] : undefined;
    if (!found) throw new RangeError(`the simulated life has no closed day ${index}`);
    return found;
  };
  const navs = new Map<number, Exact>();
  return {
    days: market.days.slice(first, first + closed),
    close: record,
    bookings: (index) => record(index).bookings,
    nav: (index) => {
      const nav = navs.get(index) ?? navOf(market, record(index), first + index);
      navs.set(index, nav);
      return nav;
    },
    worth: (index) => worthOf(market, record(index), first + index),
    instrument: (conid) => market.instrument(conid),
    price: (conid, index) => market.close(conid, first + index),
    rate: (currency, index) => market.rate(currency, first + index),
  };
}

function navOf(market: Market, record: DayRecord, index: number): Exact {
  let nav = 0;
  for (const amounts of [record.cash, record.accruedInterest, record.accruedDividends]) {
    for (const [currency, cents] of Object.entries(amounts)) nav += toExact(cents, market.rate(currency, index));
  }
  for (const { amount } of worthOf(market, record, index)) nav += amount;
  return nav;
}

function* worthOf(market: Market, record: DayRecord, index: number): Generator<Worth> {
  for (const { conid, quantity } of record.holdings) {
    const { assetClass, currency, multiplier } = market.instrument(conid);
    const cents = valueOf(quantity, market.close(conid, index), multiplier);
    yield { assetClass, amount: toExact(cents, market.rate(currency, index)) };
  }
}
