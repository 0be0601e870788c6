import { livingStatement } from '#simulator/flex/living-statement';
import type { FlexAccount } from '#simulator/flex/statement-life';
import { stillStatement } from '#simulator/flex/still-statement';
import { clientInvestor } from '#simulator/life/client-investor';
import type { DayRecord } from '#simulator/life/day-record';
import { live } from '#simulator/life/life';
import { type LifeTruth, lifeTruth } from '#simulator/life/truth';
import { newYorkDay, newYorkMs } from '#simulator/market/day';
import type { Market } from '#simulator/market/market';
import { marketIndex } from '#simulator/market/market-index';
import type { AccountProfile, SimulatedAccount } from './account.ts';
import { answerOf, type Broker } from './broker.ts';
import { dollarsOn, worldOf } from './demo-scenario.ts';
import { livingAccount } from './living-account.ts';
import type { Scenario } from './scenario.ts';
import { stillAccount } from './still-account.ts';

/** Clients where nobody says how many. */
const CLIENTS = 25;
/** With more clients than these each has a short life, and only a few are held in memory. */
const FEW = 100;
const HELD = 32;
/** Account number of the advisor's master, and what clients' numbers count from. */
export const ADVISOR_MASTER = 'F7316000';
const FIRST_CLIENT = 7_316_001;

export interface AdvisorScenario extends Scenario {
  /** The exact figures of one client. */
  readonly truthOf: (account: string, now: Date) => LifeTruth;
}

export interface AdvisorOptions {
  readonly seed: number;
  readonly today: Date;
  /** 25 when absent. Above 100 the lives of all begin with the year before. */
  readonly clients?: number;
}

/**
 * An advisor's login: the master, which holds no client's money, and clients with a small life each. The list of
 * accounts gives the master alone; clients are found as its sub-accounts.
 */
export function advisorScenario({ seed, today, clients: count = CLIENTS }: AdvisorOptions): AdvisorScenario {
  const { market, start } = worldOf(seed, today);
  const yearBefore = `${+newYorkDay(today.getTime()).slice(0, 4) - 1}-01-01`;
  const first = count > FEW ? market.days.findIndex((day) => day >= yearBefore) : 0;
  const openedAt = newYorkMs(first === 0 ? start : (market.days[first] ?? start), 0);
  const lives = heldLives(
    (index) => live(market, clientInvestor(market, seed, index), first),
    count > FEW ? HELD : count,
  );
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
  const clients = Array.from({ length: count }, (_, index) =>
    clientOf(market, { index, openedAt, first, records: () => lives(index) }),
  );
  const accounts = [master, ...clients.map(({ account }) => account)];
  const broker: Broker = { accounts, listed: 1, toDollars: dollarsOn(market) };
  const truthOf = (id: string, now: Date): LifeTruth => {
    const client = clients.find(({ account }) => account.profile.id === id);
    if (!client) throw new RangeError(`the simulated advisor has no client ${id}`);
    return lifeTruth(client.account.profile, market, client.records(), first, now);
  };
  return {
    name: 'advisor',
    accountIds: accounts.map(({ profile }) => profile.id),
    answer: (call) => answerOf(broker, call),
    index: (now) => marketIndex(market, now.getTime()),
    flex: [
      { profile: master.profile, life: (now) => stillStatement(openedAt, now) },
      ...clients.map(({ flex }) => flex),
    ],
    truthOf,
    truth: (now) => clients.map(({ account }) => truthOf(account.profile.id, now)),
  };
}

interface Client {
  readonly account: SimulatedAccount;
  readonly flex: FlexAccount;
  readonly records: () => readonly DayRecord[];
}

interface ClientLife {
  readonly index: number;
  readonly openedAt: number;
  /** The market's day on which the life begins. */
  readonly first: number;
  readonly records: () => readonly DayRecord[];
}

/** A client whose life is lived when it is first asked for. */
function clientOf(market: Market, { index, openedAt, first, records }: ClientLife): Client {
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
  const account = (): SimulatedAccount => livingAccount(profile, market, records(), first);
  return {
    records,
    flex: { profile, life: (now) => livingStatement(market, records(), first, now) },
    account: {
      profile,
      at: (now) => account().at(now),
      past: (now) => account().past(now),
      transactions: (conid, from, now) => account().transactions(conid, from, now),
      instrument: (conid) => account().instrument(conid),
    },
  };
}

/** Lives by the client's number, the last `held` of them in memory: the same client always lives the same life. */
function heldLives(
  liveOf: (index: number) => readonly DayRecord[],
  held: number,
): (index: number) => readonly DayRecord[] {
  const lived = new Map<number, readonly DayRecord[]>();
  return (index) => {
    const records = lived.get(index) ?? liveOf(index);
    lived.delete(index);
    lived.set(index, records);
    for (const oldest of lived.keys()) {
      if (lived.size <= held) break;
      lived.delete(oldest);
    }
    return records;
  };
}
