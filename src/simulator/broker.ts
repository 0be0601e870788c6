import type { Day } from '#simulator/market/day';
import { accountRow, subaccountsPage } from '#simulator/wire/accounts';
import { allPeriodsBody } from '#simulator/wire/all-periods';
import { allocationBody } from '#simulator/wire/allocation';
import { definitionRow } from '#simulator/wire/instrument-fields';
import type { Json } from '#simulator/wire/json';
import { ledgerBody } from '#simulator/wire/ledger';
import { livePositions } from '#simulator/wire/live-positions';
import { performanceBody } from '#simulator/wire/performance';
import { positionOf, positionsPage } from '#simulator/wire/positions';
import { summaryBody } from '#simulator/wire/summary';
import { DEFAULT_DAYS, transactionsBody } from '#simulator/wire/transactions';
import { consolidate, isPeriod, periodStart, seriesFrom } from '#simulator/wire/windows';
import type { SimulatedAccount } from './account.ts';
import { emptyAnswer, errorAnswer, jsonAnswer } from './answers.ts';
import { isRefused, type PaRequest, readPaRequest } from './pa-request.ts';
import type { ApiAnswer, ApiCall } from './scenario.ts';

/** A simulated broker: accounts under one login, and how its endpoints list them. */
export interface Broker {
  /** In the order of the list of accounts; an advisor's master first. */
  readonly accounts: readonly SimulatedAccount[];
  /** How many of them `/portfolio/accounts` gives: an advisor's login sees its clients only as sub-accounts. */
  readonly listed: number;
  /** US dollars for one unit of a currency on a day; undefined for a currency this broker does not know. */
  readonly toDollars: (currency: string, day: Day) => number | undefined;
  /** Name of a period over the whole past, beyond those of the broker: for growth tests alone. */
  readonly wholeAs?: string;
}

/** Key of a series over several accounts. No such answer is recorded; this is the broker's name for linked accounts. */
const CONSOLIDATED = 'All';

const ACCOUNT_PATH = /^\/(portfolio2?)\/([^/]+)\/(.+)$/;

/** Answers one call from the accounts; undefined for a path this broker does not have. */
export function answerOf(broker: Broker, call: ApiCall): ApiAnswer | undefined {
  const profiles = broker.accounts.map(({ profile }) => profile);
  switch (`${call.method} ${call.path}`) {
    case 'GET /portfolio/accounts':
      return jsonAnswer(profiles.slice(0, broker.listed).map((profile) => accountRow(profile, true)));
    case 'GET /portfolio/subaccounts':
      return jsonAnswer(profiles.map((profile) => accountRow(profile, false)));
    case 'GET /portfolio/subaccounts2':
      return jsonAnswer(subaccountsPage(profiles, Number(call.query.get('page') ?? 0)));
    case 'POST /portfolio/allocation':
      return allocationOfSeveral(broker, call);
    case 'POST /pa/allperiods':
    case 'POST /pa/performance':
    case 'POST /pa/transactions':
      return portfolioAnalyst(broker, call);
    case 'GET /trsrv/secdef':
      return jsonAnswer({ secdef: definitions(broker, (call.query.get('conids') ?? '').split(',')) });
  }
  const [, service, id, rest = ''] = ACCOUNT_PATH.exec(call.path) ?? [];
  const account = broker.accounts.find(({ profile }) => profile.id === id);
  if (!account) return undefined;
  const body = service === 'portfolio2' ? liveBody(account, call, rest) : accountBody(account, call, rest);
  return body === undefined ? undefined : jsonAnswer(body);
}

function accountBody(account: SimulatedAccount, call: ApiCall, rest: string): Json | undefined {
  const { profile } = account;
  const { id } = profile;
  const [name, last = ''] = rest.split('/');
  if (call.method === 'POST') return rest === 'positions/invalidate' ? { message: 'success' } : undefined;
  if (call.method !== 'GET') return undefined;
  if (rest === 'meta') return accountRow(profile, false);
  if (rest === 'summary') return summaryBody(profile, account.at(call.now), call.now);
  if (rest === 'ledger') return ledgerBody(id, account.at(call.now), call.now);
  if (rest === 'allocation') return allocationBody([account.at(call.now)]);
  if (rest === 'combo/positions') return [];
  if (!/^\d+$/.test(last)) return undefined;
  if (name === 'positions') return positionsPage(id, account.at(call.now), Number(last), call.query, call.now);
  if (name === 'position') return positionOf(id, account.at(call.now), Number(last), call.now);
  return undefined;
}

function liveBody(account: SimulatedAccount, call: ApiCall, rest: string): Json | undefined {
  return call.method === 'GET' && rest === 'positions' ? livePositions(account.at(call.now), call.now) : undefined;
}

function allocationOfSeveral(broker: Broker, call: ApiCall): ApiAnswer {
  const read = readPaRequest(
    call,
    broker.accounts.map(({ profile }) => profile.id),
  );
  // Not a PortfolioAnalyst call, but its body has the same form; an account that is not readable is 401 here.
  if (isRefused(read)) return read.status === 500 ? emptyAnswer(401) : read;
  const states = accountsOf(broker, read).map((account) => account.at(call.now));
  if (states.every(({ positions }) => positions.length === 0)) return errorAnswer(500, 'Internal Server Error');
  return jsonAnswer(allocationBody(states));
}

function portfolioAnalyst(broker: Broker, call: ApiCall): ApiAnswer {
  const read = readPaRequest(
    call,
    broker.accounts.map(({ profile }) => profile.id),
  );
  if (isRefused(read)) return read;
  const { ids, fields } = read;
  const accounts = accountsOf(broker, read);
  if (call.path === '/pa/transactions') return transactions(broker, accounts, fields, call.now);
  const past = consolidate(accounts.map((account) => account.past(call.now)));
  const [first = ''] = ids;
  const of = {
    ids,
    key: ids.length === 1 ? first : CONSOLIDATED,
    baseCurrency: accounts[0]?.profile.currency ?? 'USD',
  };
  if (call.path === '/pa/allperiods') {
    return jsonAnswer(
      allPeriodsBody({ ...of, past, now: call.now, ...(broker.wholeAs ? { wholeAs: broker.wholeAs } : {}) }),
    );
  }
  const period = String(fields.period);
  const last = past.at(-1)?.day;
  const series = isPeriod(period) && last ? seriesFrom(past, periodStart(period, last)) : undefined;
  return jsonAnswer(performanceBody({ ...of, series }));
}

function transactions(
  broker: Broker,
  accounts: readonly SimulatedAccount[],
  fields: PaRequest['fields'],
  now: number,
): ApiAnswer {
  const [conid] = fields.conids as readonly unknown[];
  const currency = String(fields.currency);
  const days = fields.days === undefined ? DEFAULT_DAYS : Number(fields.days);
  if (!Number.isInteger(days) || days < 1) return errorAnswer(400, 'Bad Request: days');
  const toDollars = (day: Day): number => broker.toDollars(currency, day) ?? Number.NaN;
  if (broker.toDollars(currency, '') === undefined) return errorAnswer(400, `Bad Request: currency ${currency}`);
  return jsonAnswer(transactionsBody({ accounts, conid: Number(conid), currency, toDollars, days, now }));
}

function accountsOf(broker: Broker, { ids }: PaRequest): SimulatedAccount[] {
  return broker.accounts.filter(({ profile }) => ids.includes(profile.id));
}

/** Unknown contracts are left out, without an error. */
function definitions(broker: Broker, conids: readonly string[]): Json[] {
  return conids.flatMap((conid) => {
    const found = broker.accounts
      .map((account) => account.instrument(Number(conid)))
      .find((known) => known !== undefined);
    return found ? [definitionRow(found)] : [];
  });
}
