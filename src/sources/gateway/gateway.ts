import { type Account, maskedId } from '#domain/account';
import type { AccountSummary } from '#domain/account-summary';
import type { Allocation } from '#domain/allocation';
import type { Ledger } from '#domain/cash-balance';
import { UNKNOWN_CURRENCY } from '#domain/currency';
import type { Gap } from '#domain/gap';
import type { Performance } from '#domain/performance-series';
import type { Position } from '#domain/position';
import type { Oddity } from '#domain/snapshot';
import { readAccount } from '#sources/gateway/answers/accounts';
import { readAllPeriods } from '#sources/gateway/answers/all-periods';
import { readAllocation } from '#sources/gateway/answers/allocation';
import { readLedger } from '#sources/gateway/answers/ledger';
import { type PerformanceAnswer, readPerformance } from '#sources/gateway/answers/performance';
import { readSummary } from '#sources/gateway/answers/summary';
import type { LoginState } from '#sources/gateway/answers/tickle';
import { type ContractTransactions, readTransactions } from '#sources/gateway/answers/transactions';
import { ENDPOINTS, type Endpoint, type FormOf } from './endpoints.ts';
import { AnswerUnreadable, NoBaseCurrency } from './errors.ts';
import type { Question } from './question.ts';
import { type AccountList, readAllAccounts } from './read-accounts.ts';
import { readHoldings } from './read-positions.ts';
import type { Reading } from './reading.ts';
import { GatewaySession, type SessionPorts } from './session.ts';
import type { Reply } from './tried.ts';

/** Something the gateway said, understood. */
export interface Answer<T> {
  readonly value: T;
  /** The source's own word for the moment the figures are of, ISO 8601 in UTC; absent where it gives none. */
  readonly asOf?: string;
  /** When the answer came; of several answers the last one. ISO 8601, UTC. */
  readonly fetchedAt: string;
  /** Archive keys of the raw answers behind it. */
  readonly raw: readonly string[];
  readonly oddities: readonly Oddity[];
  /** What is missing inside it. */
  readonly gaps?: readonly Gap[];
}

/** Bookings of one contract to ask for. */
export interface TransactionsQuery {
  /** Accounts of one base currency; IBKR answers for all of them in one call. */
  readonly ids: readonly string[];
  readonly conid: number;
  /** Currency that the rates of the rows lead to. */
  readonly currency: string;
  /** Calendar days back from today. 365 was answered in full; no maximum is documented. */
  readonly days: number;
}

/**
 * An IBKR account as the Client Portal gateway tells it; reads only, and needs the login alone. Every method rejects
 * with a `SourceError` that names cause and next step, or with what keeping a raw answer threw. What is read for an
 * account is in its base currency where it names no other: an account without one is refused, as is another currency.
 */
export interface Gateway {
  /** Comes first: IBKR refuses the others before. Empty when the login has no account. */
  accounts(): Promise<Answer<readonly Account[]>>;
  /** One account's description, afresh. */
  meta(id: string): Promise<Answer<Account>>;
  summary(account: Account): Promise<Answer<AccountSummary>>;
  ledger(account: Account): Promise<Answer<Ledger>>;
  /** What is held now, all pages, names filled in. */
  positions(account: Account): Promise<Answer<readonly Position[]>>;
  allocation(account: Account): Promise<Answer<Allocation>>;
  /** All periods of PortfolioAnalyst, the longest a year. One call in 15 minutes for all accounts. */
  performance(account: Account): Promise<Answer<Performance>>;
  /** The year's series with the broker's monthly returns. One call in 15 minutes for all accounts. */
  monthly(account: Account): Promise<Answer<Performance>>;
  /** One call in 15 minutes, whatever the contract. */
  transactions(query: TransactionsQuery): Promise<Answer<ContractTransactions>>;
  /** Asks for the state of the login, which also keeps it alive; no answer of it is kept. */
  tickle(): Promise<LoginState>;
  /** Asks whether anybody has logged in, without keeping a login alive; undefined when the answer leaves it open. */
  authStatus(): Promise<LoginState | undefined>;
  /**
   * How far the gateway's clock is ahead of this machine's, in milliseconds, by the `Date` of its last answer; 0 where
   * they agree, or no answer had one.
   */
  aheadMs(): number;
  /** Ends the connections. */
  close(): Promise<void>;
}

type Read<E extends Endpoint, T> = (form: FormOf<E>, endpoint: string) => Reading<T>;

/** Opens a gateway behind the ports. Nothing is asked yet. */
export function openGateway(ports: SessionPorts): Gateway {
  const session: GatewaySession = new GatewaySession(ports, () => readAllAccounts(session));
  const ask = async <E extends Endpoint, T>(question: Question<E>, read: Read<E, T>) => {
    const earlier = await readEarlier(session, question, read);
    return earlier ?? answerOf(await session.ask(question), question, read);
  };
  const askFor = async <E extends Endpoint, T>(
    account: Account,
    question: Question<E>,
    read: (form: FormOf<E>, endpoint: string) => Reading<T>,
  ) => {
    refuseWithoutCurrency(account);
    return ask({ ...question, account: account.id }, read);
  };
  return {
    accounts: async () => listAnswer(await readAllAccounts(session)),
    meta: (id) => ask({ endpoint: ENDPOINTS.meta, account: id }, readAccount),
    summary: (account) =>
      askFor(account, { endpoint: ENDPOINTS.summary }, (form, endpoint) => readSummary(form, endpoint, account.id)),
    ledger: (account) =>
      askFor(account, { endpoint: ENDPOINTS.ledger }, (form, endpoint) => {
        const reading = readLedger(form, endpoint, { baseCurrency: account.baseCurrency, account: account.id });
        // Nothing at all is what a gateway says before IBKR has loaded the account; it is not an account of 0.
        if (reading.empty) throw new AnswerUnreadable(endpoint, '', 'holds no currency');
        return reading;
      }),
    positions: async (account) => {
      refuseWithoutCurrency(account);
      const { positions, gaps, ...rest } = await readHoldings(session, account);
      return gaps.length === 0 ? { value: positions, ...rest } : { value: positions, ...rest, gaps };
    },
    allocation: (account) => askFor(account, { endpoint: ENDPOINTS.allocation }, readAllocation),
    performance: (account) =>
      askFor(account, { endpoint: ENDPOINTS.allPeriods, body: { acctIds: [account.id] } }, (form, endpoint) =>
        performanceOf(account, readAllPeriods(form, endpoint, account.id), endpoint),
      ),
    monthly: (account) =>
      askFor(
        account,
        { endpoint: ENDPOINTS.performance, body: { acctIds: [account.id], period: '1Y' } },
        (form, endpoint) =>
          performanceOf(account, readPerformance(form, endpoint, { period: '1Y', account: account.id }), endpoint),
      ),
    transactions: async ({ ids, conid, currency, days }) => {
      const [only] = ids;
      const question = {
        endpoint: ENDPOINTS.transactions,
        body: { acctIds: ids, conids: [conid], currency, days },
        ...(ids.length === 1 && only !== undefined ? { account: only } : {}),
      };
      const answer = await ask(question, (form, endpoint) => readTransactions(form, endpoint, ids, conid));
      const { warning } = answer.value;
      if (warning === undefined) return answer;
      return {
        ...answer,
        gaps: [{ reason: 'not-available', message: `The broker adds to the transactions: "${warning}"` }],
      };
    },
    tickle: () => session.tickle(),
    authStatus: () => session.authStatus(),
    aheadMs: () => session.aheadMs,
    close: () => ports.http.close(),
  };
}

function answerOf<E extends Endpoint, T>(reply: Reply<E>, { endpoint }: Question<E>, read: Read<E, T>): Answer<T> {
  const { value, oddities, asOf } = read(reply.form, endpoint.name);
  const answer = { value, fetchedAt: reply.receivedAt, raw: reply.raw, oddities };
  return asOf === undefined ? answer : { ...answer, asOf };
}

/** The answer of a call not long ago, if there is one that can be read; else it has to be asked for. */
async function readEarlier<E extends Endpoint, T>(
  session: GatewaySession,
  question: Question<E>,
  read: Read<E, T>,
): Promise<Answer<T> | undefined> {
  try {
    const reply = await session.earlier(question);
    return reply && answerOf(reply, question, read);
  } catch (error) {
    if (error instanceof AnswerUnreadable) return undefined;
    throw error;
  }
}

/** No figure of an account can be valued that is counted in nobody knows what. */
function refuseWithoutCurrency({ id, baseCurrency }: Account): void {
  if (baseCurrency === UNKNOWN_CURRENCY) throw new NoBaseCurrency(maskedId(id));
}

/** @throws AnswerUnreadable when the values are in another currency than the account's */
function performanceOf(
  { baseCurrency }: Account,
  { value: { performance }, ...rest }: Reading<PerformanceAnswer>,
  endpoint: string,
): Reading<Performance> {
  const named = performance.baseCurrency;
  if (named !== '' && named !== baseCurrency) {
    throw new AnswerUnreadable(endpoint, 'field baseCurrency', "is not the account's base currency");
  }
  return { ...rest, value: performance };
}

function listAnswer({ accounts, ...rest }: AccountList): Answer<readonly Account[]> {
  return { value: accounts, ...rest };
}
