import type { Account } from '#domain/account';
import type { Oddity } from '#domain/snapshot';
import { readAccounts, readAccountsPage } from '#sources/gateway/answers/accounts';
import { ENDPOINTS } from './endpoints.ts';
import { addUp } from './oddities.ts';
import type { GatewaySession } from './session.ts';

/** The accounts of a login. */
export interface AccountList {
  readonly accounts: readonly Account[];
  readonly fetchedAt: string;
  readonly raw: readonly string[];
  readonly oddities: readonly Oddity[];
}

/** `/portfolio/subaccounts` lists this many at most; more come by pages. */
const LISTED_AT_MOST = 100;

/**
 * Reads all accounts of the login: an advisor's master, then its clients. Reading them also tells IBKR that their
 * endpoints may be asked.
 */
export async function readAllAccounts(session: GatewaySession): Promise<AccountList> {
  const reply = await session.ask({ endpoint: ENDPOINTS.accounts });
  const own = readAccounts(reply.form, ENDPOINTS.accounts.name);
  if (!own.value.some(({ advisorMaster }) => advisorMaster)) {
    session.primed();
    return { accounts: own.value, fetchedAt: reply.receivedAt, raw: reply.raw, oddities: own.oddities };
  }
  const subs = await readSubaccounts(session);
  session.primed();
  const accounts = new Map<string, Account>();
  for (const account of [...own.value, ...subs.accounts])
    if (!accounts.has(account.id)) accounts.set(account.id, account);
  return {
    accounts: [...accounts.values()],
    fetchedAt: subs.fetchedAt,
    raw: [...reply.raw, ...subs.raw],
    oddities: addUp([...own.oddities, ...subs.oddities]),
  };
}

async function readSubaccounts(session: GatewaySession): Promise<AccountList> {
  const reply = await session.ask({ endpoint: ENDPOINTS.subaccounts });
  const listed = readAccounts(reply.form, ENDPOINTS.subaccounts.name);
  if (listed.value.length < LISTED_AT_MOST) {
    return { accounts: listed.value, fetchedAt: reply.receivedAt, raw: reply.raw, oddities: listed.oddities };
  }
  const paged = await readPages(session);
  return { ...paged, raw: [...reply.raw, ...paged.raw], oddities: addUp([...listed.oddities, ...paged.oddities]) };
}

async function readPages(session: GatewaySession): Promise<AccountList> {
  const accounts = new Map<string, Account>();
  const raw: string[] = [];
  const oddities: Oddity[] = [];
  for (let page = 0; ; page += 1) {
    const reply = await session.ask({ endpoint: ENDPOINTS.subaccountsPage, query: { page: String(page) } });
    const reading = readAccountsPage(reply.form, ENDPOINTS.subaccountsPage.name);
    raw.push(...reply.raw);
    oddities.push(...reading.oddities);
    const before = accounts.size;
    for (const account of reading.value.accounts) accounts.set(account.id, account);
    const complete = accounts.size >= reading.value.page.total || accounts.size === before;
    if (complete)
      return { accounts: [...accounts.values()], fetchedAt: reply.receivedAt, raw, oddities: addUp(oddities) };
  }
}
