import { livingStatement } from '#simulator/flex/living-statement';
import { demoInvestor } from '#simulator/life/demo-investor';
import { live } from '#simulator/life/life';
import { type LifeTruth, lifeTruth } from '#simulator/life/truth';
import { addDays, type Day, newYorkDay, newYorkMs } from '#simulator/market/day';
import { type Market, makeMarket } from '#simulator/market/market';
import { marketIndex } from '#simulator/market/market-index';
import { answerOf, type Broker } from './broker.ts';
import { livingAccount } from './living-account.ts';
import type { Scenario } from './scenario.ts';

export interface DemoOptions {
  readonly seed: number;
  /** The day the demo plays on; the life goes on for some weeks beyond it, so that a simulator can be left running. */
  readonly today: Date;
}

export interface DemoScenario extends Scenario {
  readonly truth: (now: Date) => LifeTruth;
}

/** Account number of the demo's investor. */
export const DEMO_ACCOUNT = 'U7315402';

/** An invented investor with a life of two to six years in three currencies. Same seed and day, same answers. */
export function demoScenario({ seed, today }: DemoOptions): DemoScenario {
  const { market, startYear, start } = worldOf(seed, today);
  const records = live(market, demoInvestor(market, seed, startYear), 0);
  const profile = {
    id: DEMO_ACCOUNT,
    title: 'Robin Castellan',
    currency: 'USD',
    type: 'INDIVIDUAL',
    tradingType: 'STKNOPT',
    businessType: 'INDEPENDENT',
    advisorClient: false,
    openedAt: newYorkMs(start, 0),
  };
  const account = livingAccount(profile, market, records, 0);
  const broker: Broker = { accounts: [account], listed: 1, toDollars: dollarsOn(market) };
  return {
    name: 'demo',
    accountIds: [DEMO_ACCOUNT],
    answer: (call) => answerOf(broker, call),
    index: (now) => marketIndex(market, now.getTime()),
    flex: [{ profile, life: (now) => livingStatement(market, records, 0, now) }],
    truth: (now) => lifeTruth(profile, market, records, 0, now),
  };
}

/** Years between two beginnings of a simulated world: within them a later day continues the same life. */
const EPOCH_YEARS = 4;
const DAYS_BEYOND = 35;

/** The world a day belongs to: it begins in November, two to six years before. */
export function worldOf(seed: number, today: Date): { market: Market; startYear: number; start: Day } {
  const day = newYorkDay(today.getTime());
  const year = +day.slice(0, 4);
  const startYear = Math.floor((year - 2) / EPOCH_YEARS) * EPOCH_YEARS - 1;
  const start = `${startYear}-11-15`;
  return { market: makeMarket(seed, start, addDays(day, DAYS_BEYOND)), startYear, start };
}

/** What a currency is worth on a day, by the last close on or before it. */
export function dollarsOn(market: Market): Broker['toDollars'] {
  return (currency, day) => {
    if (currency !== 'USD' && !market.currencies.includes(currency)) return undefined;
    const after = market.days.findIndex((tradingDay) => tradingDay > day);
    return market.rate(currency, Math.max(0, (after === -1 ? market.days.length : after) - 1));
  };
}
