import type { Clock } from '#effects/clock';
import { type LoginState, readTickle, sessionMeaning } from '#sources/gateway/answers/tickle';
import { CutBody, DeadlineExceeded, GatewayUnreachable } from '#sources/http/errors';
import type { HttpAnswer, HttpClient } from '#sources/http/http-client';
import { checkForm, ENDPOINTS, type Endpoint, type FormOf } from './endpoints.ts';
import { NeedsLogin } from './errors.ts';
import { failureOf } from './failures.ts';
import { Pacer } from './pacer.ts';
import type { Pacing } from './pacing.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** An answer as it came, to be kept before anybody reads it. */
export interface RawAnswer {
  /** The endpoint's name in the table. */
  readonly endpoint: string;
  /** Account number, where the question was about one account. */
  readonly account?: string;
  readonly request: {
    readonly method: string;
    /** From the first slash. */
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly status: number;
  /** Those that help to understand the answer; no cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly body: Uint8Array;
  /** The body broke off, or was too large or too slow. */
  readonly partial: boolean;
}

/** Keeps an answer, also one that tells of a failure, and gives the archive's key. What it throws passes through. */
export type KeepRaw = (raw: RawAnswer) => Promise<string>;

/** What happens on the wire, for a log. Holds no account number. */
export type WireEvent =
  | { readonly event: 'answer'; readonly endpoint: string; readonly status: number; readonly bytes: number }
  | { readonly event: 'again'; readonly endpoint: string; readonly why: string };

export interface SessionPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly pacing: Pacing;
  readonly keep: KeepRaw;
  readonly log: (event: WireEvent) => void;
  /** Longest wait for a limit that is sat out, in milliseconds. */
  readonly maxWaitMs: number;
}

/** What to ask. */
export interface Question<E extends Endpoint = Endpoint> {
  readonly endpoint: E;
  /** The account it is about, also where the path does not hold it. */
  readonly account?: string;
  readonly page?: number;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** A body to read: no failure, and of the endpoint's form. */
export interface Reply<E extends Endpoint = Endpoint> {
  readonly form: FormOf<E>;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Archive keys of this answer, and of the failed tries before it. */
  readonly raw: readonly string[];
}

const BASE = '/v1/api';
const TOLD_HEADERS = ['content-type', 'content-encoding', 'date', 'retry-after', 'x-daybook-proxy'];

/** One run's talk with a gateway: paced, kept, judged; a refusal is looked into before anybody is sent to log in. */
export class GatewaySession {
  readonly #ports: SessionPorts;
  readonly #pacer: Pacer;
  readonly #readAccounts: () => Promise<unknown>;
  /** The list of accounts was read: IBKR refuses an account's endpoints before. */
  #primed = false;
  #loginCheck: Promise<boolean> | undefined;

  /** @param readAccounts reads the list of accounts through this session. */
  constructor(ports: SessionPorts, readAccounts: () => Promise<unknown>) {
    this.#ports = ports;
    this.#pacer = new Pacer(ports.clock, ports.pacing, ports.maxWaitMs);
    this.#readAccounts = readAccounts;
  }

  /** The list of accounts has been read in this session. */
  primed(): void {
    this.#primed = true;
  }

  /** @throws SourceError of the kind that names the cause; whatever `keep` and `pacing` throw */
  async ask<E extends Endpoint>(question: Question<E>): Promise<Reply<E>> {
    const first = await this.#exchange(question);
    if (first.verdict.meaning === 'data') return reply(question.endpoint, first, []);
    if (!(await this.#worthAsking(first, question))) throw failure(first, question);
    const second = await this.#exchange(question);
    if (second.verdict.meaning === 'data') return reply(question.endpoint, second, first.raw);
    // The accounts were read in between: the login is good, whatever the second answer is.
    if (second.answer.status === 401) second.verdict = judge(question.endpoint, question, second.answer, true);
    throw failure(second, question);
  }

  /** Whether reading the accounts first may cure a refusal; 401s become what they are. */
  async #worthAsking(tried: Tried, question: Question): Promise<boolean> {
    const aboutAccount = question.account !== undefined || question.endpoint.path.startsWith('/pa/');
    if (tried.verdict.meaning === 'accounts-first' && aboutAccount) {
      await this.#readAccounts();
      return true;
    }
    if (tried.verdict.meaning !== 'needs-login' || tried.answer.status !== 401 || !aboutAccount) return false;
    if (!(await this.#loginIsFine())) throw new NeedsLogin();
    tried.verdict = judge(question.endpoint, question, tried.answer, true);
    if (this.#primed) return false;
    await this.#readAccounts();
    return true;
  }

  /** One tickle at a time proves the login. */
  async #loginIsFine(): Promise<boolean> {
    this.#loginCheck ??= this.#checkLogin().finally(() => {
      this.#loginCheck = undefined;
    });
    return this.#loginCheck;
  }

  async #checkLogin(): Promise<boolean> {
    return (await this.tickle()).login === 'healthy';
  }

  /** Asks for the state of the login, which also keeps it alive. @throws SourceError unless the state is known */
  async tickle(): Promise<LoginState> {
    const question = { endpoint: ENDPOINTS.tickle };
    const tried = await this.#exchange(question);
    if (tried.verdict.meaning === 'needs-login') return { login: 'needs-login' };
    if (tried.verdict.meaning !== 'data') throw failure(tried, question);
    const state = readTickle(checkForm(question.endpoint, tried.verdict.json), question.endpoint.name).value;
    return { login: sessionMeaning(state) === 'needs-login' ? 'needs-login' : 'healthy' };
  }

  async #exchange(question: Question): Promise<Tried> {
    const { endpoint } = question;
    const { clock, log } = this.#ports;
    const answer = await this.#sendAgain(question);
    const receivedAt = clock.now().toISOString();
    log({ event: 'answer', endpoint: endpoint.name, status: answer.status, bytes: answer.body.byteLength });
    const raw = endpoint.kept ? [await this.#keep(question, answer, receivedAt)] : [];
    if (answer.cut) throw answer.cut;
    const verdict = judge(endpoint, question, answer, false);
    if (verdict.meaning === 'paced') throw await this.#pacer.penalty(endpoint);
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
    return this.#ports.http.send({
      method: endpoint.method,
      target: `${BASE}${pathOf(question)}${query === '' ? '' : `?${query}`}`,
      deadlineMs: endpoint.deadlineMs,
      ...(endpoint.bodyCap === undefined ? {} : { bodyCap: endpoint.bodyCap }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  #keep(question: Question, answer: HttpAnswer, receivedAt: string): Promise<string> {
    const { endpoint, account, query, body } = question;
    return this.#ports.keep({
      endpoint: endpoint.name,
      ...(account === undefined ? {} : { account }),
      request: {
        method: endpoint.method,
        path: `${BASE}${pathOf(question)}`,
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body }),
      },
      status: answer.status,
      headers: Object.fromEntries(
        TOLD_HEADERS.flatMap((name) => (answer.headers[name] === undefined ? [] : [[name, answer.headers[name]]])),
      ),
      receivedAt,
      body: answer.body,
      partial: answer.cut !== undefined,
    });
  }
}

interface Tried {
  readonly answer: HttpAnswer;
  verdict: Verdict;
  readonly receivedAt: string;
  readonly raw: readonly string[];
}

function reply<E extends Endpoint>(endpoint: E, tried: Tried, before: readonly string[]): Reply<E> {
  const form = checkForm(endpoint, tried.verdict.json);
  return { form, receivedAt: tried.receivedAt, raw: [...before, ...tried.raw] };
}

function failure(tried: Tried, question: Question): Error {
  const { status, headers } = tried.answer;
  return failureOf(tried.verdict, question.endpoint, { status, headers, account: question.account });
}

function judge(endpoint: Endpoint, question: Question, answer: HttpAnswer, loginIsFine: boolean): Verdict {
  const text = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength).toString('utf8');
  const path = question.account === undefined ? endpoint.path : pathOf(question);
  return verdictOf({ path, status: answer.status, headers: answer.headers, text }, loginIsFine);
}

function pathOf({ endpoint, account, page }: Question): string {
  return endpoint.path.replace('{accountId}', encodeURIComponent(account ?? '')).replace('{page}', String(page ?? 0));
}

/** Failures that say nothing about the session or the answer: the next call may go through. */
function isPassing(error: unknown): error is Error {
  if (error instanceof GatewayUnreachable) return error.mayHaveArrived;
  return error instanceof DeadlineExceeded || error instanceof CutBody;
}
