import type { HttpAnswer } from '#sources/http/http-client';
import { checkForm, type Endpoint, type FormOf } from './endpoints.ts';
import { failureOf } from './failures.ts';
import { pathOf, type Question } from './question.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** A body to read: no failure, and of the endpoint's form. */
export interface Reply<E extends Endpoint = Endpoint> {
  readonly form: FormOf<E>;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Archive keys of this answer, and of the failed tries before it. */
  readonly raw: readonly string[];
}

/** A question that was answered, well or not. */
export interface Tried {
  readonly answer: HttpAnswer;
  verdict: Verdict;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly raw: readonly string[];
}

/** @param before archive keys of the failed tries before it. @throws AnswerUnreadable when the body has another form */
export function reply<E extends Endpoint>(endpoint: E, tried: Tried, before: readonly string[]): Reply<E> {
  const form = checkForm(endpoint, tried.verdict.json);
  return { form, receivedAt: tried.receivedAt, raw: [...before, ...tried.raw] };
}

/** The typed error for an answer that is no data. */
export function failure(tried: Tried, question: Question): Error {
  const { status, headers } = tried.answer;
  const at = new Date(tried.receivedAt);
  return failureOf(tried.verdict, question.endpoint, { status, headers, account: question.account, at });
}

/** @param loginIsFine as of `verdictOf` */
export function judge(question: Question, answer: HttpAnswer, loginIsFine: boolean): Verdict {
  const text = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength).toString('utf8');
  const path = question.account === undefined ? question.endpoint.path : pathOf(question);
  return verdictOf({ path, status: answer.status, headers: answer.headers, text }, loginIsFine);
}

/**
 * Whether an answer leaves open if somebody is logged in: IBKR refuses an account's endpoints with a 401 too, and says
 * in JSON, under any status, what need not be true. The login page, and the way to it, leave nothing open.
 */
export function isDoubtful({ answer, verdict }: Tried): boolean {
  if (verdict.meaning !== 'needs-login') return false;
  return answer.status === 401 || verdict.notJson === 'page' || isObject(answer.body);
}

const isObject = (body: Uint8Array): boolean => /^\s*\{/.test(Buffer.from(body.subarray(0, 64)).toString('utf8'));
