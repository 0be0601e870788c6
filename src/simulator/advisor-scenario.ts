import { clientInvestor } from '#simulator/life/client-investor';
import type { DayRecord } from '#simulator/life/day-record';
import { live } from '#simulator/life/life';
import { type LifeTruth, lifeTruth } from '#simulator/life/truth';
import { newYorkMs } from '#simulator/market/day';
import type { Market } from '#simulator/market/market';
import type { AccountProfile, SimulatedAccount } from './account.ts';
import { answerOf, type Broker } from './broker.ts';
import { dollarsOn, worldOf } from './demo-scenario.ts';
import { livingAccount } from './living-account.ts';
import type { Scenario } from './scenario.ts';
import { stillAccount } from './still-account.ts';

const CLIENTS = 25;
/** Account number of the advisor's master, and what clients' numbers count from. */
export const ADVISOR_MASTER = 'F7316000';
const FIRST_CLIENT = 7_316_001;

export interface AdvisorScenario extends Scenario {
  /** The exact figures of one client. */
  readonly truthOf: (account: string, now: Date) => LifeTruth;
}

/**
 * An advisor's login: the master, which holds no client's money, and 25 clients with a small life each. The list of
 * accounts gives the master alone; clients are found as its sub-accounts.
 */
export function advisorScenario({ seed, today }: { readonly seed: number; readonly today: Date }): AdvisorScenario {
  const { market, start } = worldOf(seed, today);
  const openedAt = newYorkMs(start, 0);
  const master = stillAccount({
    id: ADVISOR_MASTER,
    title: 'Castellan Advisory',
    currency: 'USD',
    type: 'FNF',
    tradingType: 'STKMRGN',
    businessType: 'FA',
    advisorClient: false,
    openedAt,
  });
  const clients = Array.from({ length: CLIENTS }, (_, index) => clientOf(market, seed, index, openedAt));
  const accounts = [master, ...clients.map(({ account }) => account)];
  const broker: Broker = { accounts, listed: 1, toDollars: dollarsOn(market) };
  const truthOf = (id: string, now: Date): LifeTruth => {
    const client = clients.find(({ account }) => account.profile.id === id);
    if (!client) throw new RangeError(`the simulated advisor has no client ${id}`);
    return lifeTruth(client.account.profile, market, client.records(), 0, now);
  };
  return {
    name: 'advisor',
    accountIds: accounts.map(({ profile }) => profile.id),
    answer: (call) => answerOf(broker, call),
    truthOf,
    truth: (now) => clients.map(({ account }) => truthOf(account.profile.id, now)),
  };
}

interface Client {
  readonly account: SimulatedAccount;
  readonly records: () => readonly DayRecord[];
}

/** A client whose life is lived when it is first asked for. */
function clientOf(market: Market, seed: number, index: number, openedAt: number): Client {
  const profile: AccountProfile = {
    id: `U${FIRST_CLIENT + index}`,
    title: `Client ${index + 1} Castellan Advisory`,
    currency: 'USD',
    type: 'INDIVIDUAL',
    tradingType: 'STKMRGN',
    businessType: 'FA_CLIENT',
    advisorClient: true,
    openedAt,
  };
  let lived: readonly DayRecord[] | undefined;
  const records = (): readonly DayRecord[] => {
    lived ??= live(market, clientInvestor(market, seed, index), 0);
    return lived;
  };
  const account = (): SimulatedAccount => livingAccount(profile, market, records(), 0);
  return {
    records,
    account: {
      profile,
      at: (now) => account().at(now),
      past: (now) => account().past(now),
      transactions: (conid, from, now) => account().transactions(conid, from, now),
      instrument: (conid) => account().instrument(conid),
    },
  };
}
