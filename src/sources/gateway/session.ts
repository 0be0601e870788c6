import type { Clock } from '#effects/clock';
import { readAuthStatus } from '#sources/gateway/answers/auth-status';
import { type LoginState, readTickle } from '#sources/gateway/answers/tickle';
import { CutBody, DeadlineExceeded, GatewayUnreachable } from '#sources/http/errors';
import type { HttpAnswer, HttpClient } from '#sources/http/http-client';
import { checkForm, ENDPOINTS, type Endpoint } from './endpoints.ts';
import { NeedsLogin } from './errors.ts';
import { LONG_LIMIT_MS, Pacer } from './pacer.ts';
import type { Pacing } from './pacing.ts';
import { isAboutAccount, pathOf, type Question } from './question.ts';
import { API_BASE, type FindEarlier, type KeepRaw, rawQuestion } from './raw-answer.ts';
import { afterEvent, isLive, NOTHING_HEARD, type SessionEvent, type SessionModel } from './session-model.ts';
import { failure, isDoubtful, judge, type Reply, reply, type Tried } from './tried.ts';

/** What happens on the wire, for a log. Holds no account number. */
export type WireEvent =
  | { readonly event: 'answer'; readonly endpoint: string; readonly status: number; readonly bytes: number }
  | { readonly event: 'again'; readonly endpoint: string; readonly why: string };

export interface SessionPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly pacing: Pacing;
  readonly keep: KeepRaw;
  /** Looks for an answer to the same question that is as good as a new one; absent where none is kept. */
  readonly earlier?: FindEarlier;
  readonly log: (event: WireEvent) => void;
  /** Longest wait for a limit that is sat out, in milliseconds. */
  readonly maxWaitMs: number;
}

const TOLD_HEADERS = ['content-type', 'content-encoding', 'date', 'retry-after', 'x-daybook-proxy'];

/** One run's talk with a gateway: paced, kept, judged; a refusal is looked into before anybody is sent to log in. */
export class GatewaySession {
  readonly #ports: SessionPorts;
  readonly #pacer: Pacer;
  readonly #readAccounts: () => Promise<unknown>;
  /** The list of accounts was read: IBKR refuses an account's endpoints before. */
  #primed = false;
  #loginCheck: Promise<boolean> | undefined;
  #model: SessionModel = NOTHING_HEARD;

  /** @param readAccounts reads the list of accounts through this session. */
  constructor(ports: SessionPorts, readAccounts: () => Promise<unknown>) {
    this.#ports = ports;
    this.#pacer = new Pacer(ports.clock, ports.pacing, ports.maxWaitMs);
    this.#readAccounts = readAccounts;
  }

  /** As of `Gateway.aheadMs`. */
  get aheadMs(): number {
    return this.#pacer.aheadMs;
  }

  /** The list of accounts has been read in this session. */
  primed(): void {
    this.#primed = true;
  }

  /**
   * What IBKR said to the same question not long ago, in this process or another; undefined when it has to be asked.
   * Only for endpoints whose limit makes a second call cost minutes.
   */
  async earlier<E extends Endpoint>(question: Question<E>): Promise<Reply<E> | undefined> {
    const { endpoint } = question;
    if ((endpoint.limit?.everyMs ?? 0) < LONG_LIMIT_MS) return undefined;
    const kept = await this.#ports.earlier?.(rawQuestion(question));
    if (!kept) return undefined;
    const verdict = judge(question, kept, false);
    if (verdict.meaning !== 'data') return undefined;
    return { form: checkForm(endpoint, verdict.json), receivedAt: kept.receivedAt, raw: [kept.key] };
  }

  /** @throws SourceError of the kind that names the cause; whatever `keep` and `pacing` throw */
  async ask<E extends Endpoint>(question: Question<E>): Promise<Reply<E>> {
    const first = await this.#exchange(question);
    if (first.verdict.meaning === 'data') return this.#answered(question.endpoint, first, []);
    if (!(await this.#worthAsking(first, question))) throw failure(first, question);
    const second = await this.#exchange(question);
    if (second.verdict.meaning === 'data') return this.#answered(question.endpoint, second, first.raw);
    // The accounts were read in between: the login is good, whatever the second answer is.
    if (isDoubtful(second)) second.verdict = judge(question, second.answer, true);
    throw failure(second, question);
  }

  #answered<E extends Endpoint>(endpoint: E, tried: Tried, before: readonly string[]): Reply<E> {
    this.#hear({ is: 'data' });
    return reply(endpoint, tried, before);
  }

  /** Whether reading the accounts first may cure a refusal; doubtful ones become what they are. */
  async #worthAsking(tried: Tried, question: Question): Promise<boolean> {
    if (tried.verdict.meaning === 'accounts-first' && isAboutAccount(question)) {
      await this.#readAccounts();
      return true;
    }
    if (!isDoubtful(tried)) {
      if (tried.verdict.meaning === 'needs-login') this.#hear({ is: 'login-page' });
      return false;
    }
    this.#hear({ is: 'refused' });
    if (!(await this.#loginIsFine())) throw new NeedsLogin();
    tried.verdict = judge(question, tried.answer, true);
    if (this.#primed || !isAboutAccount(question)) return false;
    await this.#readAccounts();
    return true;
  }

  /** One tickle at a time proves the login. */
  async #loginIsFine(): Promise<boolean> {
    this.#loginCheck ??= this.tickle()
      .then(({ login }) => login === 'healthy')
      .finally(() => {
        this.#loginCheck = undefined;
      });
    return this.#loginCheck;
  }

  /** Asks for the state of the login, which also keeps it alive. @throws SourceError unless the state is known */
  async tickle(): Promise<LoginState> {
    const question = { endpoint: ENDPOINTS.tickle };
    const tried = await this.#exchange(question);
    if (tried.verdict.meaning === 'needs-login') return this.#hear({ is: 'login-page' });
    if (tried.verdict.meaning !== 'data') throw failure(tried, question);
    const { value } = readTickle(checkForm(question.endpoint, tried.verdict.json), question.endpoint.name);
    return this.#hear({ is: 'status', status: value });
  }

  /**
   * Asks whether anything is open, without keeping a login alive.
   * @returns undefined when the answer leaves open whether somebody is logged in
   * @throws SourceError unless the answer is one of the known
   */
  async authStatus(): Promise<LoginState | undefined> {
    const question = { endpoint: ENDPOINTS.authStatus };
    const tried = await this.#exchange(question);
    const { meaning, json } = tried.verdict;
    if (meaning === 'needs-login') return this.#hear({ is: 'login-page' });
    // Said to somebody who is logged in, and of the brokerage session alone.
    if (meaning === 'brokerage-session-not-open') return this.#hear({ is: 'data' });
    if (meaning !== 'data') throw failure(tried, question);
    const status = readAuthStatus(checkForm(question.endpoint, json));
    if (status.authenticated !== true && status.connected !== true) return undefined;
    return this.#hear({ is: 'status', status });
  }

  #hear(event: SessionEvent): LoginState {
    const { act: _, ...model } = afterEvent(this.#model, event);
    this.#model = model;
    return { login: isLive(model.stage) ? 'healthy' : 'needs-login', stage: model.stage };
  }

  async #exchange(question: Question): Promise<Tried> {
    const { endpoint } = question;
    const { clock, log } = this.#ports;
    const answer = await this.#sendAgain(question);
    const receivedAt = clock.now().toISOString();
    log({ event: 'answer', endpoint: endpoint.name, status: answer.status, bytes: answer.body.byteLength });
    const raw = endpoint.kept ? [await this.#keep(question, answer, receivedAt)] : [];
    await this.#pacer.answered(endpoint, answer.headers);
    if (answer.cut) throw answer.cut;
    const verdict = judge(question, answer, false);
    if (verdict.meaning === 'paced') throw await this.#pacer.penalty(endpoint, answer.headers['retry-after']);
    return { answer, verdict, receivedAt, raw };
  }

  /** Sends; where the connection fails and the call may be repeated, once more after a pause. A cut answer is kept first. */
  async #sendAgain(question: Question): Promise<HttpAnswer> {
    const { endpoint } = question;
    const again = async (error: Error) => {
      this.#ports.log({ event: 'again', endpoint: endpoint.name, why: error.name });
      // Longer than the deadline: the gateway may still hold the first call in its queue.
      await this.#ports.clock.sleep(endpoint.deadlineMs + 1_000);
      return this.#send(question);
    };
    let answer: HttpAnswer;
    try {
      answer = await this.#send(question);
    } catch (error) {
      if (!(endpoint.repeatable && isPassing(error))) throw error;
      return again(error);
    }
    if (!(endpoint.repeatable && isPassing(answer.cut))) return answer;
    if (endpoint.kept) await this.#keep(question, answer, this.#ports.clock.now().toISOString());
    return again(answer.cut);
  }

  async #send(question: Question): Promise<HttpAnswer> {
    const { endpoint, body } = question;
    await this.#pacer.turn(endpoint);
    const query = new URLSearchParams(question.query).toString().replaceAll('%2C', ',');
    const call = {
      method: endpoint.method,
      target: `${API_BASE}${pathOf(question)}${query === '' ? '' : `?${query}`}`,
      deadlineMs: endpoint.deadlineMs,
      ...(endpoint.bodyCap === undefined ? {} : { bodyCap: endpoint.bodyCap }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    try {
      return await this.#ports.http.send(call);
    } catch (error) {
      await this.#pacer.failed(endpoint, error);
      throw error;
    }
  }

  async #keep(question: Question, answer: HttpAnswer, receivedAt: string): Promise<string> {
    const kept = this.#ports.keep({
      ...rawQuestion(question),
      status: answer.status,
      headers: Object.fromEntries(
        TOLD_HEADERS.flatMap((name) => (answer.headers[name] === undefined ? [] : [[name, answer.headers[name]]])),
      ),
      receivedAt,
      body: answer.body,
      partial: answer.cut !== undefined,
    });
    try {
      return await kept;
    } catch (error) {
      this.#pacer.over(question.endpoint);
      throw error;
    }
  }
}

/** Failures that say nothing about the session or the answer: the next call may go through. */
function isPassing(error: unknown): error is Error {
  if (error instanceof GatewayUnreachable) return error.mayHaveArrived;
  return error instanceof DeadlineExceeded || error instanceof CutBody;
}
