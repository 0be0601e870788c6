import { type Account, maskedId } from '#domain/account';
import { readAccounts } from '#sources/gateway/answers/accounts';
import { readTickle } from '#sources/gateway/answers/tickle';
import { DIAGNOSES } from '#sources/gateway/diagnosis';
import { ENDPOINTS, type Endpoint } from '#sources/gateway/endpoints';
import { NeedsLogin } from '#sources/gateway/errors';
import { SourceError } from '#sources/source-error';
import type { Examination, Found } from './doctor-step.ts';
import { lookAtValidate } from './doctor-validate.ts';
import { type DoctorPorts, Walk } from './doctor-walk.ts';
import type { Exchange } from './exchange-log.ts';
import { lookAtRoot } from './gateway-root.ts';
import { environmentOf } from './paper-or-live.ts';
import { brokerageWords, sessionWords } from './session-words.ts';

export interface DoctorRequest {
  /** Ask `/sso/validate` too: only when the last login is more than two minutes ago. */
  readonly validate: boolean;
}

/**
 * Walks a gateway's initial endpoints in IBKR's order of troubleshooting, each once, a refusal confirmed by one tickle, and says what is wrong. Keeps
 * every limit, opens no brokerage session and asks nothing of PortfolioAnalyst, whose one call a day's run may need.
 * @param exchanges gets every call made, also when the walk is stopped in the middle
 */
export async function examine(request: DoctorRequest, ports: DoctorPorts, exchanges: Exchange[]): Promise<Examination> {
  const walk = new Walk(ports, exchanges);
  await walk.step('GET /', () => lookAtRoot({ http: walk.http, clock: ports.clock }));
  await walk.step('POST /tickle', async () => {
    const { form } = await walk.session.ask({ endpoint: once(ENDPOINTS.tickle) });
    const text = sessionWords(readTickle(form, ENDPOINTS.tickle.name).value);
    if (text === undefined) throw new NeedsLogin();
    return { state: 'good', text };
  });
  await walk.step('POST /iserver/auth/status', () => tradingSession(walk));
  await lookAtValidate(request.validate, walk);
  let accounts: readonly Account[] = [];
  await walk.step('GET /portfolio/accounts', async () => {
    const { form } = await walk.session.ask({ endpoint: once(ENDPOINTS.accounts) });
    accounts = readAccounts(form, ENDPOINTS.accounts.name).value;
    walk.session.primed();
    return accountsStep(accounts);
  });
  await walk.step('GET /portfolio/{accountId}/ledger', async () => {
    const [first] = accounts;
    if (!first) return { state: 'skipped', text: 'not asked: no account is known.' };
    await walk.session.ask({ endpoint: once(ENDPOINTS.ledger), account: first.id });
    return { state: 'good', text: `The account ${maskedId(first.id)} can be read.` };
  });
  return { steps: walk.steps, conclusion: walk.conclusion(environmentOf(accounts)) };
}

async function tradingSession({ session }: Walk): Promise<Found> {
  try {
    const state = await session.authStatus();
    if (state?.login === 'healthy') return { state: 'good', text: brokerageWords(state.stage) };
    return { state: 'note', text: 'It speaks of the trading session alone, and sees none; reports need none.' };
  } catch (error) {
    // An allow-list of one's own may well leave it out.
    if (!(error instanceof SourceError && error.reason === 'blocked')) throw error;
    return { state: 'note', text: 'An allow-list does not let it pass; reports do not need it.' };
  }
}

function accountsStep(accounts: readonly Account[]): Found {
  if (accounts.length === 0) {
    return {
      state: 'bad',
      diagnosis: 'account-refused',
      text: 'The login is good and shows no account.',
      nextStep: DIAGNOSES['account-refused'].next,
    };
  }
  const count = accounts.length === 1 ? 'One account' : `${accounts.length} accounts`;
  const environment = environmentOf(accounts);
  return { state: 'good', text: `${count}${environment === 'unknown' ? '' : `, ${environment}`}.` };
}

/** The same question without a second try: the doctor wants to see the failure. */
function once<E extends Endpoint>(endpoint: E): E {
  return { ...endpoint, repeatable: false };
}
