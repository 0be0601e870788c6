import type { Instrument } from '#simulator/market/instrument';
import { round } from '#simulator/market/market';
import type { Random } from '#simulator/random';
import type { Desk } from './life.ts';

/** How far a fill lies from the day's close at most, a fraction. */
const FILL_SPREAD = 0.004;
const CONVERSION_COMMISSION = 200;

/** Trades whole units near the day's close. Negative sells. */
export function trade(desk: Desk, random: Random, instrument: Instrument, quantity: number): void {
  if (quantity === 0) return;
  const close = desk.market.close(instrument.conid, desk.index);
  const price = Math.max(0.01, round(close * (1 + random.between(-FILL_SPREAD, FILL_SPREAD)), instrument.decimals));
  desk.book.trade(desk.day, instrument, quantity, price, commissionOf(instrument, quantity, price));
}

/** Buys for about `amount` in the instrument's own currency (whole units of it); sells when negative. */
export function tradeFor(desk: Desk, random: Random, instrument: Instrument, amount: number): void {
  const price = desk.market.close(instrument.conid, desk.index) * instrument.multiplier;
  trade(desk, random, instrument, Math.trunc(amount / price));
}

/** Buys `amount` cents of a currency for US dollars at the day's rate. */
export function convert(desk: Desk, currency: string, amount: number): void {
  desk.book.convert(desk.day, currency, amount, desk.market.rate(currency, desk.index), CONVERSION_COMMISSION);
}

/** Cents of the instrument's currency, near the broker's fixed prices. */
function commissionOf(instrument: Instrument, quantity: number, price: number): number {
  const units = Math.abs(quantity);
  if (instrument.assetClass === 'OPT') return 105 * units;
  if (instrument.assetClass === 'BOND') return 500;
  if (instrument.currency === 'USD') return Math.max(100, Math.round(units * 0.5));
  return Math.max(instrument.currency === 'EUR' ? 300 : 500, Math.round(units * price * 0.05));
}
