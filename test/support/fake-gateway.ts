import type { Account } from '#domain/account';
import { calendarDate } from '#domain/calendar-date';
import type { Clock } from '#effects/clock';
import type { Answer, Gateway } from '#sources/gateway/gateway';
import { SourceError } from '#sources/source-error';

/** An account as a list of accounts gives it. */
export function account(id: string, more: Partial<Account> = {}): Account {
  return {
    id,
    baseCurrency: 'USD',
    type: 'INDIVIDUAL',
    advisorMaster: false,
    advisorClient: false,
    remainder: {},
    ...more,
  };
}

/** One holding of `quantity` at 10 USD. */
export function holding(conid: number, quantity = 1, currency = 'USD') {
  return {
    conid,
    symbol: `S${conid}`,
    description: `S${conid}`,
    assetClass: 'stock' as const,
    brokerClass: 'STK',
    currency,
    quantity,
    price: 10,
    marketValue: 10 * quantity,
    model: '',
    remainder: {},
  };
}

export type GatewayCall =
  | 'accounts'
  | 'summary'
  | 'ledger'
  | 'positions'
  | 'allocation'
  | 'performance'
  | 'monthly'
  | 'meta'
  | 'transactions'
  | 'tickle'
  | 'auth-status';

export interface FakeGateway extends Gateway {
  /** Calls in order: `positions U1`, `transactions 101 of U1,U2`. */
  readonly calls: string[];
  closed: boolean;
}

/** A gateway port whose answers are fixed; `fail` may throw instead of any of them. */
export function fakeGateway(
  accounts: readonly Account[],
  clock: Clock,
  options: {
    holdings?: (id: string) => ReturnType<typeof holding>[];
    fail?: (call: GatewayCall, about: string) => SourceError | undefined;
  } = {},
): FakeGateway {
  const calls: string[] = [];
  const answer = async <T>(call: GatewayCall, about: string, value: () => T): Promise<Answer<T>> => {
    calls.push(about ? `${call} ${about}` : call);
    const failure = options.fail?.(call, about);
    if (failure) throw failure;
    return { value: value(), fetchedAt: clock.now().toISOString(), raw: [`raw/${call}`], oddities: [] };
  };
  const holdings = options.holdings ?? (() => [holding(101, 5), holding(102, 9)]);
  const gateway: FakeGateway = {
    calls,
    closed: false,
    accounts: () => answer('accounts', '', () => accounts),
    summary: ({ id }: Account) =>
      answer('summary', id, () => ({
        currency: 'USD',
        netLiquidation: 140,
        netLiquidationBySegment: {},
        remainder: {},
      })),
    ledger: (one: Account) =>
      answer('ledger', one.id, () => ({
        baseCurrency: 'USD',
        balances: [],
        netLiquidationBase: 140,
        hasBaseRow: true,
      })),
    positions: (one: Account) => answer('positions', one.id, () => holdings(one.id)),
    allocation: ({ id }: Account) => answer('allocation', id, () => ({ assetClass: [], sector: [], group: [] })),
    performance: ({ id }: Account) =>
      answer('performance', id, () => ({ baseCurrency: 'USD', method: 'TWR', series: [], absentPeriods: [] })),
    meta: (id: string) => answer('meta', id, () => account(id)),
    monthly: ({ id }: Account) =>
      answer('monthly', id, () => ({
        baseCurrency: 'USD',
        method: 'TWR',
        series: [],
        absentPeriods: [],
        monthly: { period: '1Y', from: calendarDate('2025-11-20'), returns: { '2025-12': 0.01 } },
      })),
    transactions: (query) =>
      answer('transactions', `${query.conid} of ${query.ids.join(',')}`, () => ({
        currency: 'USD',
        realizedRows: 0,
        rows: new Map(),
        from: calendarDate('2025-11-20'),
        to: calendarDate('2026-11-20'),
      })),
    tickle: async () => {
      calls.push('tickle');
      const failure = options.fail?.('tickle', '');
      if (failure?.reason === 'needs-login') return { login: 'needs-login' };
      if (failure) throw failure;
      return { login: 'healthy' };
    },
    authStatus: async () => {
      calls.push('auth-status');
      const failure = options.fail?.('auth-status', '');
      if (failure?.reason === 'needs-login') return { login: 'needs-login' };
      if (failure) throw failure;
      return { login: 'healthy' };
    },
    aheadMs: () => 0,
    close: async () => {
      gateway.closed = true;
    },
  };
  return gateway;
}

export const needsLogin = (): SourceError => new SourceError('needs-login', 'Nobody is logged in.', 'Log in.');
export const serverError = (): SourceError => new SourceError('server-error', 'The broker could not answer.', 'Later.');
export const paced = (resumeAt: Date): SourceError => new SourceError('paced', 'A pause.', 'Wait.', { resumeAt });
