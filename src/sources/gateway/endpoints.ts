import type { z } from 'zod';
import { accountForm, accountsForm, accountsPageForm } from '#sources/gateway/answers/accounts';
import { allPeriodsForm } from '#sources/gateway/answers/all-periods';
import { allocationForm } from '#sources/gateway/answers/allocation';
import { authStatusForm } from '#sources/gateway/answers/auth-status';
import { ledgerForm } from '#sources/gateway/answers/ledger';
import { messageForm } from '#sources/gateway/answers/message';
import { performanceForm } from '#sources/gateway/answers/performance';
import { positionsForm } from '#sources/gateway/answers/positions';
import { securityDefinitionsForm } from '#sources/gateway/answers/security-definitions';
import { summaryForm } from '#sources/gateway/answers/summary';
import { tickleForm } from '#sources/gateway/answers/tickle';
import { transactionsForm } from '#sources/gateway/answers/transactions';
import { parseForm } from './row.ts';

/** A limit of IBKR's for one endpoint, and who says so. */
export interface Limit {
  /** Least time between two calls. */
  readonly everyMs: number;
  readonly source: string;
}

/** One way to ask the gateway. Everything this program ever asks stands in {@link ENDPOINTS}; nothing of it trades. */
export interface Endpoint {
  /** Stable: names raw answers in the archive, pacing records and oddities. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Below `/v1/api`; `{accountId}` and `{page}` are filled in. */
  readonly path: string;
  /** Names of the query parameters it is asked with. */
  readonly query: readonly string[];
  /** Beside the gateway's ten calls a second in all. */
  readonly limit?: Limit;
  /** Time for a whole call. */
  readonly deadlineMs: number;
  /** Largest body taken, in bytes; the client's own cap when absent. */
  readonly bodyCap?: number;
  /** Asked again once when the connection fails. Never a call that changes or spends something. */
  readonly repeatable: boolean;
  /** Answers are kept in the archive. Not those that hold the session's key. */
  readonly kept: boolean;
  /** The wire's form of an answer that is no failure. Fields it does not name are let through and kept. */
  readonly form: z.ZodType;
  /** For messages. */
  readonly what: string;
}

/** Above the proxy's own 25 s, so that its mark on a call that hangs arrives. */
const DEADLINE = 30_000;
/** PortfolioAnalyst computes; the proxy gives it 60 s. */
const ANALYST_DEADLINE = 65_000;
const DOCUMENTED = 'IBKR, Client Portal API v1, pacing limitations';
const FIVE_SECONDS: Limit = { everyMs: 5_000, source: DOCUMENTED };
const QUARTER_HOUR: Limit = { everyMs: 15 * 60_000, source: DOCUMENTED };
/** 60,000 bookings of one contract take about 16 MiB. */
const LONG_BODY = 96 * 1024 * 1024;

const read = { method: 'GET', query: [], deadlineMs: DEADLINE, repeatable: true, kept: true } as const;
const analyst = {
  method: 'POST',
  query: [],
  limit: QUARTER_HOUR,
  deadlineMs: ANALYST_DEADLINE,
  repeatable: false,
  kept: true,
} as const;

/** The endpoint table. The allow-list of the proxy in front of the gateway is made from it. */
export const ENDPOINTS = {
  tickle: {
    name: 'tickle',
    form: tickleForm,
    method: 'POST',
    path: '/tickle',
    query: [],
    limit: { everyMs: 1_000, source: DOCUMENTED },
    deadlineMs: DEADLINE,
    repeatable: true,
    kept: false,
    what: 'the state of the login',
  },
  authStatus: {
    name: 'auth-status',
    form: authStatusForm,
    method: 'POST',
    path: '/iserver/auth/status',
    query: [],
    deadlineMs: DEADLINE,
    repeatable: false,
    // It holds a hardware address.
    kept: false,
    what: 'the state of the login',
  },
  accounts: {
    ...read,
    name: 'accounts',
    form: accountsForm,
    path: '/portfolio/accounts',
    limit: FIVE_SECONDS,
    what: 'the list of accounts',
  },
  subaccounts: {
    ...read,
    name: 'subaccounts',
    form: accountsForm,
    path: '/portfolio/subaccounts',
    limit: FIVE_SECONDS,
    what: 'the list of sub-accounts',
  },
  subaccountsPage: {
    ...read,
    name: 'subaccounts-page',
    form: accountsPageForm,
    path: '/portfolio/subaccounts2',
    query: ['page'],
    what: 'the list of sub-accounts',
  },
  meta: {
    ...read,
    name: 'meta',
    form: accountForm,
    path: '/portfolio/{accountId}/meta',
    what: "an account's description",
  },
  summary: {
    ...read,
    name: 'summary',
    form: summaryForm,
    path: '/portfolio/{accountId}/summary',
    what: 'the account totals',
  },
  ledger: {
    ...read,
    name: 'ledger',
    form: ledgerForm,
    path: '/portfolio/{accountId}/ledger',
    what: 'cash and currencies',
  },
  invalidate: {
    ...read,
    name: 'invalidate',
    form: messageForm,
    method: 'POST',
    path: '/portfolio/{accountId}/positions/invalidate',
    repeatable: false,
    what: 'a fresh read of the holdings',
  },
  positions: {
    ...read,
    name: 'positions',
    form: positionsForm,
    path: '/portfolio/{accountId}/positions/{page}',
    query: ['sort', 'direction'],
    what: 'the holdings',
  },
  allocation: {
    ...read,
    name: 'allocation',
    form: allocationForm,
    path: '/portfolio/{accountId}/allocation',
    what: 'the allocation',
  },
  securityDefinitions: {
    ...read,
    name: 'security-definitions',
    form: securityDefinitionsForm,
    path: '/trsrv/secdef',
    query: ['conids'],
    what: 'the descriptions of contracts',
  },
  allPeriods: {
    ...analyst,
    name: 'all-periods',
    form: allPeriodsForm,
    path: '/pa/allperiods',
    limit: { everyMs: QUARTER_HOUR.everyMs, source: 'not in the tables; treated as its neighbours are' },
    what: 'past values and returns',
  },
  performance: {
    ...analyst,
    name: 'performance',
    form: performanceForm,
    path: '/pa/performance',
    what: 'the performance of one period',
  },
  transactions: {
    ...analyst,
    name: 'transactions',
    form: transactionsForm,
    path: '/pa/transactions',
    bodyCap: LONG_BODY,
    what: 'the transactions of one contract',
  },
} as const satisfies Record<string, Endpoint>;

/** Contracts in one call of {@link ENDPOINTS.securityDefinitions}. */
export const DEFINITIONS_PER_CALL = 200;

/** What an endpoint answers, as its form has it. */
export type FormOf<E extends Endpoint> = z.infer<E['form']>;

/** Checks a body against its endpoint's form. @throws AnswerUnreadable naming the first field that has another form */
export function checkForm<E extends Endpoint>(endpoint: E, json: unknown): FormOf<E> {
  return parseForm(endpoint.form, json, { endpoint: endpoint.name, at: '' }) as FormOf<E>;
}
