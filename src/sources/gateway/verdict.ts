import type { Speaker } from '#sources/source-error';
import { pageKindOf } from './page-kind.ts';

/** What an answer means for the caller, whatever status it came with. */
export type Meaning =
  | 'data'
  | 'needs-login'
  | 'brokerage-session-not-open'
  | 'accounts-first'
  | 'unknown-account'
  | 'paced'
  | 'bad-request'
  | 'blocked'
  | 'server-error'
  | 'not-found'
  | 'not-ready'
  | 'no-data'
  | 'no-change';

/** An answer to be judged. */
export interface Exchange {
  /** Below `/v1/api`, without the query. */
  readonly path: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text. */
  readonly text: string;
}

/** What the meaning alone does not tell of a refusal or a failure. */
export type Cause =
  /** A page that speaks of maintenance. */
  | 'maintenance'
  /** The marks of our own proxy, see `lib/host`: the gateway does not run, gives no answer; too many calls at once. */
  | 'gateway-down'
  | 'silent'
  | 'limited'
  /** The proxy's: a path that is not on its list, a call that it can't read. */
  | 'not-listed'
  | 'malformed';

export interface Verdict {
  readonly meaning: Meaning;
  /** The answer's own words about a failure; empty when it has none. */
  readonly message: string;
  /** The body of `data`, parsed. */
  readonly json?: unknown;
  /** The answer is none this API gives: no JSON where there should be, or broken JSON. */
  readonly notJson?: 'page' | 'text' | 'nothing' | 'broken';
  readonly cause?: Cause;
  /** Who refused. */
  readonly by?: Speaker;
}

/** What IBKR says, in whatever status it says it. The first that fits counts. */
const SAYINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/no bridge/i, 'brokerage-session-not-open'],
  [/query \/?(?:iserver\/|portfolio\/)?(?:sub)?accounts first/i, 'accounts-first'],
  [/init session first|session (?:is )?(?:not ready|initiali[sz]ing|starting)|not (?:yet )?ready/i, 'not-ready'],
  [/not (?:authenticated|logged[ -]?in)|no session|session (?:has )?expired|log ?in required/i, 'needs-login'],
  [/(?:acct|account)s? (?:is |was )?not found|unknown account|invalid account/i, 'unknown-account'],
  [/too many requests|rate limit|pacing|penalty/i, 'paced'],
  [/data (?:is )?unavailable|no data\b/i, 'no-data'],
  [/already set/i, 'no-change'],
  [/\bnot found\b/i, 'not-found'],
  [
    /invalid (?:period|request|parameter|value|conid)|bad request|(?:is|are) required|missing (?:parameter|field)/i,
    'bad-request',
  ],
];

/**
 * Judges an answer: status, header of our own proxy, and above all what the body says. IBKR sends errors with 200,
 * "not found" with 503 and nothing at all with 401 and 429.
 *
 * @param loginIsFine the login was just proved good: a 401 is then about the account, or the brokerage part.
 */
export function verdictOf(exchange: Exchange, loginIsFine = false): Verdict {
  const { status, text } = exchange;
  const json = parsed(text);
  const message = messageOf(json);
  if (status === 429) return { meaning: 'paced', message };
  if (status >= 300 && status < 400) return { meaning: redirectMeaning(exchange), message: '' };
  const proxied = PROXY_MARKS[exchange.headers['x-daybook-proxy'] ?? ''];
  if (proxied !== undefined) return { ...proxied, message, by: 'proxy' };
  if (json === undefined || typeof json === 'string') return textVerdict(exchange, loginIsFine);
  return jsonVerdict(exchange, json, message, loginIsFine);
}

function jsonVerdict(exchange: Exchange, json: unknown, message: string, loginIsFine: boolean): Verdict {
  const { path, status } = exchange;
  if (status < 400 && !isFailure(json)) {
    return isNoChange(json) ? { meaning: 'no-change', message: '' } : { meaning: 'data', message: '', json };
  }
  const said = SAYINGS.find(([pattern]) => pattern.test(message))?.[1];
  const refused = status === 401 || statusIn(json) === 401;
  if ((refused && said === undefined) || said === 'needs-login') {
    return { meaning: unauthorized(exchange, loginIsFine), message };
  }
  if (said !== undefined) return { meaning: said, message };
  if (status < 400 && path === '/tickle') return { meaning: 'needs-login', message };
  return { meaning: byStatus(status < 400 ? (statusIn(json) ?? 500) : status), message };
}

/** The marks of our own proxy on answers that are not the gateway's. */
const PROXY_MARKS: Readonly<Record<string, Pick<Verdict, 'meaning' | 'cause'>>> = {
  denied: { meaning: 'blocked', cause: 'not-listed' },
  'no-certificate': { meaning: 'blocked' },
  refused: { meaning: 'blocked', cause: 'malformed' },
  timeout: { meaning: 'server-error', cause: 'silent' },
  unreachable: { meaning: 'server-error', cause: 'gateway-down' },
  limited: { meaning: 'server-error', cause: 'limited' },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: judged as a text by textVerdict.
    return undefined;
  }
}

function textVerdict(exchange: Exchange, loginIsFine: boolean): Verdict {
  const { status, text } = exchange;
  if (status === 401) return { meaning: unauthorized(exchange, loginIsFine), message: '' };
  const kind = pageKindOf(text, status);
  const maintenance = kind === 'maintenance' ? ({ cause: 'maintenance' } as const) : {};
  if (status >= 500) return { meaning: 'server-error', message: '', ...maintenance };
  if (kind === 'login') return { meaning: 'needs-login', message: '' };
  // The gateway's own list refuses with two words and 404; a page comes from the front of IBKR's network.
  if (status === 403 || kind === 'refusal') {
    return { meaning: 'blocked', message: '', by: /^\s*</.test(text) ? 'ibkr' : 'gateway' };
  }
  if (kind === 'maintenance') return { meaning: 'server-error', message: '', ...maintenance };
  if (status >= 400) return { meaning: byStatus(status), message: '' };
  const notJson = /^\s*[[{]/.test(text) ? 'broken' : kind;
  // IBKR's pages with 200 that are none of these have only been seen in place of a lost login.
  return { meaning: kind === 'page' && !loginIsFine ? 'needs-login' : 'server-error', message: '', notJson };
}

/** Paths that are about no account: who is logged in and refused there comes too early. */
const NO_ACCOUNT = /^\/(?:trsrv\/|portfolio\/(?:sub)?accounts)/;

function unauthorized(exchange: Exchange, loginIsFine: boolean): Meaning {
  if (!loginIsFine) return 'needs-login';
  if (exchange.path.startsWith('/iserver')) return 'brokerage-session-not-open';
  return NO_ACCOUNT.test(exchange.path) ? 'not-ready' : 'unknown-account';
}

function redirectMeaning(exchange: Exchange): Meaning {
  // The proxy on the host keeps the target to itself and says whether it is the login's.
  if (exchange.headers['x-daybook-proxy'] === 'away') return 'blocked';
  const target = exchange.headers.location;
  return target === undefined || /\/sso\/|login|dispatcher/i.test(target) ? 'needs-login' : 'blocked';
}

function byStatus(status: number): Meaning {
  if (status === 401) return 'needs-login';
  if (status === 403) return 'blocked';
  if (status === 404) return 'not-found';
  if (status === 410 || status === 408) return 'server-error';
  return status < 500 ? 'bad-request' : 'server-error';
}

/** Bodies of failures carry `error`; those of other front ends `detail` or `message` with a status. */
function isFailure(json: unknown): boolean {
  if (!isRecord(json)) return false;
  return ('error' in json && json.error !== null && json.error !== false) || statusIn(json) !== undefined;
}

function isNoChange(json: unknown): boolean {
  return isRecord(json) && typeof json.success === 'string' && /already set/i.test(json.success);
}

function messageOf(json: unknown): string {
  if (!isRecord(json)) return '';
  for (const name of ['error', 'detail', 'message', 'title']) {
    const value = json[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

/** A failure's status as the body repeats it. */
function statusIn(json: unknown): number | undefined {
  if (!isRecord(json)) return undefined;
  const status = json.statusCode ?? json.status;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
