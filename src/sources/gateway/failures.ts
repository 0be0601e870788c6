import { maskedId } from '#domain/account';
import type { SourceError } from '#sources/source-error';
import type { Endpoint } from './endpoints.ts';
import {
  AccountRefused,
  AccountsFirst,
  BadRequest,
  Blocked,
  NeedsLogin,
  NotAvailable,
  NotJson,
  RedirectRefused,
  ServerError,
} from './errors.ts';
import type { Verdict } from './verdict.ts';

const FORMS = {
  page: 'a web page',
  text: 'plain text',
  nothing: 'empty',
  broken: 'JSON that breaks off or is damaged',
} as const;

/** What of the answer a message may need. */
export interface Failed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly account: string | undefined;
}

/** The typed error for a verdict that gives no data. `paced` and `data` never come here: the caller has dealt with them. */
export function failureOf(verdict: Verdict, endpoint: Endpoint, answer: Failed): SourceError {
  const { what } = endpoint;
  const { message } = verdict;
  switch (verdict.meaning) {
    case 'needs-login':
      return new NeedsLogin();
    case 'unknown-account':
      return new AccountRefused(answer.account === undefined ? 'asked for' : maskedId(answer.account));
    case 'accounts-first':
      return new AccountsFirst(what);
    case 'bad-request':
      return new BadRequest(what, message);
    case 'blocked':
      return answer.status >= 300 && answer.status < 400
        ? new RedirectRefused(what, placeOf(answer.headers.location))
        : new Blocked(what, message);
    case 'not-found':
    case 'no-data':
    case 'no-change':
      return new NotAvailable(what, message);
    default:
      return verdict.notJson
        ? new NotJson(what, FORMS[verdict.notJson])
        : new ServerError(what, answer.status, message);
  }
}

/** Host and path alone: queries may hold secrets. */
function placeOf(location: string | undefined): string {
  const url = URL.parse(location ?? '', 'https://gateway.invalid');
  if (url === null) return 'an address that is none';
  return url.hostname === 'gateway.invalid' ? url.pathname : `${url.hostname}${url.pathname}`;
}
