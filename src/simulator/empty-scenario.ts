import { stillStatement } from '#simulator/flex/still-statement';
import { addDays, newYorkDay, newYorkMs } from '#simulator/market/day';
import { answerOf, type Broker } from './broker.ts';
import type { Scenario } from './scenario.ts';
import { stillAccount } from './still-account.ts';

/** Account number of the new account. */
export const EMPTY_ACCOUNT = 'U7315877';

/** A new account on the eve of its first deposit: no money, no holdings, no history, no period to report on. */
export function emptyScenario({ today }: { readonly today: Date }): Scenario {
  const account = stillAccount({
    id: EMPTY_ACCOUNT,
    title: 'Ines Halvorsen',
    currency: 'USD',
    type: 'INDIVIDUAL',
    tradingType: 'STKCASH',
    businessType: 'INDEPENDENT',
    advisorClient: false,
    openedAt: newYorkMs(addDays(newYorkDay(today.getTime()), -2), 0),
  });
  const broker: Broker = {
    accounts: [account],
    listed: 1,
    toDollars: (currency) => (currency === 'USD' ? 1 : undefined),
  };
  return {
    name: 'empty',
    accountIds: [EMPTY_ACCOUNT],
    answer: (call) => answerOf(broker, call),
    flex: [{ profile: account.profile, life: (now) => stillStatement(account.profile.openedAt, now) }],
  };
}
