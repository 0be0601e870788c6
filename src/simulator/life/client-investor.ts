import type { Market } from '#simulator/market/market';
import { seededRandom } from '#simulator/random';
import type { Investor } from './life.ts';
import { tradeFor } from './trader.ts';

const DOLLAR = 100;
const CHOICE = ['SPY', 'QQQ', 'IVV', 'GLD', 'AAPL', 'MSFT', 'JNJ', 'KO', 'JPM', 'SAP'];
/** Trading days between two of the first purchases. */
const PACE = 3;

/**
 * A client of an advisor: one deposit of 20,000 to 90,000, three to six holdings in the first weeks, and each quarter
 * something saved and put into the first of them. SAP, where chosen, is bought with borrowed euros.
 */
export function clientInvestor(market: Market, seed: number, client: number): Investor {
  const random = seededRandom(seed, 'client', client);
  const deposit = random.whole(40, 180) * 500;
  const offset = random.whole(0, CHOICE.length - 1);
  const count = random.whole(3, 6);
  const chosen = Array.from({ length: count }, (_, index) => CHOICE[(offset + index * 3) % CHOICE.length] ?? 'SPY');
  return {
    act: (desk) => {
      const buy = (symbol: string, amount: number): void =>
        tradeFor(desk, random, market.listing(symbol).instrument, amount);
      if (desk.age === 0) desk.book.transfer(desk.day, 'USD', deposit * DOLLAR);
      const turn = desk.age / PACE - 1;
      const symbol = chosen[turn];
      if (symbol) buy(symbol, (deposit * 0.9) / count);
      if (turn > count && desk.dayOfMonth === 6 && +desk.day.slice(5, 7) % 3 === 1) {
        desk.book.transfer(desk.day, 'USD', 1_500 * DOLLAR);
        buy(chosen[0] ?? 'SPY', 1_400);
      }
    },
  };
}
