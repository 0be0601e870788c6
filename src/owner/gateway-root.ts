import { ENDPOINTS } from '#sources/gateway/endpoints';
import { failureOf } from '#sources/gateway/failures';
import type { SessionPorts } from '#sources/gateway/session';
import { verdictOf } from '#sources/gateway/verdict';
import type { Found } from './doctor-step.ts';

/** The program answers `/` by itself, without IBKR: longer than this means that it hangs. */
const DEADLINE_MS = 10_000;

/** Asks for `/`, which the gateway answers without IBKR: is it there, and may this machine ask it? @throws SourceError */
export async function lookAtRoot({ http, clock }: Pick<SessionPorts, 'http' | 'clock'>): Promise<Found> {
  const answer = await http.send({ method: 'GET', target: '/', deadlineMs: DEADLINE_MS });
  const { status, headers, cut } = answer;
  if (cut) throw cut;
  if (headers['x-daybook-proxy'] === 'alive') {
    return { state: 'good', text: 'The proxy answers, and the gateway program behind it runs.' };
  }
  const target = headers.location;
  if (status >= 300 && status < 400 && target !== undefined && /^(?:https?:\/\/[^/]*)?\/sso\//i.test(target)) {
    return { state: 'good', text: 'The gateway program runs and takes calls from this machine.' };
  }
  const text = Buffer.from(answer.body).toString('utf8');
  const verdict = verdictOf({ path: '/', status, headers, text });
  if (verdict.meaning === 'data' || verdict.meaning === 'needs-login') {
    return { state: 'note', text: 'Something answers, though not as a Client Portal gateway does at this place.' };
  }
  const failed = { status, headers, account: undefined, at: clock.now() };
  throw failureOf(verdict, { ...ENDPOINTS.tickle, what: 'its first page' }, failed);
}
