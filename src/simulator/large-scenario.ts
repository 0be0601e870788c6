import { largeStatement } from '#simulator/flex/large-statement';
import { addDays, newYorkDay, newYorkMs } from '#simulator/market/day';
import { answerOf, type Broker } from './broker.ts';
import { largeAccount } from './large-account.ts';
import type { Scenario } from './scenario.ts';

export interface LargeOptions {
  readonly seed: number;
  readonly today: Date;
  /** 1 (the default) for the full size, 0.1 for a tenth of everything. */
  readonly size?: number;
}

/** Account number of the large account. */
export const LARGE_ACCOUNT = 'U7317000';

const FULL = { positions: 5_000, days: 2_610, largest: 60_000, others: 40_000 };

/**
 * A very large account: 5,000 positions, 100,000 transactions of the last year (60,000 of the largest position, the
 * others of the next twenty), 10 years of daily points. IBKR gives no more than a year of points; here they stand in one
 * more period, `10Y`, so that growth with the length of a series can be measured at all.
 */
export function largeScenario({ seed, today, size = 1 }: LargeOptions): Scenario {
  const day = newYorkDay(today.getTime());
  const scaled = (full: number): number => Math.max(2, 2 * Math.round((full * size) / 2));
  const account = largeAccount(
    {
      id: LARGE_ACCOUNT,
      title: 'Meridian Holdings',
      currency: 'USD',
      type: 'INDIVIDUAL',
      tradingType: 'STKMRGN',
      businessType: 'INDEPENDENT',
      advisorClient: false,
      openedAt: newYorkMs(addDays(day, -3_700), 0),
    },
    seed,
    day,
    {
      positions: scaled(FULL.positions),
      days: scaled(FULL.days),
      transactions: { largest: scaled(FULL.largest), others: scaled(FULL.others) },
    },
  );
  const broker: Broker = {
    accounts: [account],
    listed: 1,
    toDollars: (currency) => (currency === 'USD' ? 1 : undefined),
    wholeAs: '10Y',
  };
  const opened = addDays(day, -3_700);
  return {
    name: 'large',
    accountIds: [LARGE_ACCOUNT],
    answer: (call) => answerOf(broker, call),
    flex: [{ profile: account.profile, life: (now) => largeStatement(account, opened, now) }],
  };
}
