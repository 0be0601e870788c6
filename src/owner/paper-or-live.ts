import type { Account } from '#domain/account';

/** Whether money is real. `unknown` where no account is shown. */
export type PaperOrLive = 'paper' | 'live' | 'unknown';

/** IBKR's word for the kind of a paper account, whatever its number begins with. */
const PAPER_TYPE = 'DEMO';

/** What IBKR says of a login's accounts: paper accounts are of the type `DEMO`. One login never shows both kinds. */
export function environmentOf(accounts: readonly Pick<Account, 'type'>[]): PaperOrLive {
  if (accounts.length === 0 || accounts.some(({ type }) => type === '')) return 'unknown';
  return accounts.every(({ type }) => type === PAPER_TYPE) ? 'paper' : 'live';
}
