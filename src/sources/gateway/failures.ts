import { maskedId } from '#domain/account';
import { maintenanceAt } from '#domain/maintenance';
import type { SourceError } from '#sources/source-error';
import type { Endpoint } from './endpoints.ts';
import {
  AccountRefused,
  AccountsFirst,
  BadRequest,
  Blocked,
  BrokerageOnly,
  GatewayDown,
  IbkrSilent,
  Maintenance,
  NeedsLogin,
  NotAvailable,
  NotJson,
  NotReady,
  Paced,
  RedirectRefused,
  ServerError,
} from './errors.ts';
import { isKnownSegment } from './known-segments.ts';
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
  /** When it came. */
  readonly at: Date;
}

/** The proxy counts by the second, and a paced endpoint by its own limit. */
const LIMITED_MS = 10_000;

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
      return blocked(verdict, what, answer);
    case 'not-ready':
      return new NotReady(what, message);
    case 'brokerage-session-not-open':
      return new BrokerageOnly(what);
    case 'not-found':
    case 'no-data':
    case 'no-change':
      return new NotAvailable(what, message);
    default:
      return failed(verdict, endpoint, answer);
  }
}

function blocked({ message, cause, by }: Verdict, what: string, { status, headers }: Failed): SourceError {
  if (status >= 300 && status < 400) return new RedirectRefused(what, placeOf(headers.location));
  if (cause === 'malformed') return new BadRequest(what, message, 'proxy');
  return new Blocked(what, message, by === 'proxy' || by === 'ibkr' ? by : 'gateway');
}

function failed({ message, cause, notJson }: Verdict, { what, limit }: Endpoint, { status, at }: Failed): SourceError {
  switch (cause) {
    case 'gateway-down':
      return new GatewayDown();
    case 'silent':
      return new IbkrSilent(what);
    case 'limited': {
      const resumeAt = new Date(at.getTime() + Math.max(LIMITED_MS, limit?.everyMs ?? 0));
      return new Paced(
        `The proxy on the gateway's host holds back the question for ${what}: too many calls.`,
        resumeAt,
        'proxy',
      );
    }
    default: {
      if (notJson) return new NotJson(what, FORMS[notJson]);
      const window = maintenanceAt(at);
      if (cause === 'maintenance' || window) return new Maintenance(what, window?.until);
      return new ServerError(what, status, message);
    }
  }
}

/** Host and the known parts of the path alone: the others and queries may hold secrets. */
function placeOf(location: string | undefined): string {
  if (location === undefined) return "one that the proxy on the gateway's host does not pass on";
  const url = URL.parse(location, 'https://gateway.invalid');
  if (url === null) return 'an address that is none';
  const parts = url.pathname.split('/').map((part) => (part === '' || isKnownSegment(part) ? part : '…'));
  return `${url.hostname === 'gateway.invalid' ? '' : url.hostname}${parts.join('/')}`;
}
