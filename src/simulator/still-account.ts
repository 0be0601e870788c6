import type { AccountProfile, AccountState, SimulatedAccount } from './account.ts';

/** An account that was opened and holds nothing: no balance, no position, no past. */
export function stillAccount(profile: AccountProfile): SimulatedAccount {
  const own = { currency: profile.currency, rate: 1, cash: 0, accruedInterest: 0, accruedDividends: 0 };
  const state: AccountState = { positions: [], currencies: [own], previousNav: 0 };
  return {
    profile,
    at: () => state,
    past: () => [],
    transactions: () => [],
    instrument: () => undefined,
  };
}
