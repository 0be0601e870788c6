import { GATEWAY_NAME } from '#lib/host/ports';
import { ENDPOINTS, type Endpoint } from '#sources/gateway/endpoints';

/** The account that stands in the paths. */
export const USED_ACCOUNT = 'U1234567';
/** A path that may pass. */
export const SUMMARY = `/v1/api/portfolio/${USED_ACCOUNT}/summary`;

export const endpoints: readonly Endpoint[] = Object.values(ENDPOINTS);
export const pathOf = ({ path }: Endpoint): string =>
  `/v1/api${path.replace('{accountId}', USED_ACCOUNT).replace('{page}', '0')}`;

/** One request, byte for byte. */
export interface Call {
  readonly method?: string;
  readonly target: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly version?: string;
}

export function bytesOf({ method = 'GET', target, headers = [], body, version = 'HTTP/1.1' }: Call): string {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${method} ${target} ${version}`, `Host: ${GATEWAY_NAME}`, ...length, ...headers, '', body ?? ''].join(
    '\r\n',
  );
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0);
export const markOf = (answer: string): string | undefined => /\r\nX-Daybook-Proxy: ([^\r]+)/i.exec(answer)?.[1];

/** Every target that may ever arrive. */
export const CANONICAL = new RegExp(
  `^(?:/|${endpoints
    .map((endpoint) => pathOf(endpoint).replaceAll('/', '\\/'))
    .join('|')})(?:\\?(?:page|sort|direction|conids)=[\\w.,:+%-]*(?:&(?:sort|direction)=[\\w.,:+%-]*)*)?$`,
);

/** Calls that the API listener refuses, each by its name. */
export const REFUSED_CALLS: readonly (readonly [string, Call])[] = [
  ...[
    '/v1/api/iserver/account/U1234567/orders',
    '/v1/api/iserver/reply/1',
    '/v1/api/iserver/account/U1234567/alert',
    '/v1/api/iserver/account/orders',
    '/v1/api/iserver/auth/ssodh/init',
    '/v1/api/iserver/reauthenticate',
    '/v1/api/fa/transfer',
    '/v1/api/acesws/transfer',
    '/v1/api/logout',
    '/v1/api/sso/validate',
    '/v1/api/ws',
    '/v1/api/ccp/order',
    '/v1/portal/portfolio/accounts',
    '/v1/qa/portfolio/accounts',
    '/clear',
    '/status',
    '/sso/Login',
    '/sso/Dispatcher',
  ].flatMap((target): [string, Call][] => [
    [`GET ${target}`, { target }],
    [`POST ${target}`, { method: 'POST', target, body: '{}' }],
    [`DELETE ${target}`, { method: 'DELETE', target }],
  ]),
  ...['POST', 'HEAD', 'OPTIONS', 'PATCH', 'PUT', 'DELETE', 'TRACE', 'CONNECT', 'get', 'GETT'].map(
    (method): [string, Call] => [
      `${method} of a GET row`,
      { method, target: SUMMARY, headers: ['Connection: close'], ...(method === 'POST' ? { body: '{}' } : {}) },
    ],
  ),
  ...['GET', 'PUT', 'DELETE'].map((method): [string, Call] => [
    `${method} of a POST row`,
    { method, target: '/v1/api/pa/performance' },
  ]),
  ...[
    '/v1/api/portfolio/../iserver/account/orders',
    '/v1/api/portfolio/%2e%2e/iserver/account/orders',
    '/v1/api/portfolio/..%2fiserver',
    '/v1/api/portfolio/..;/iserver/account/orders',
    '/v1/api//portfolio/U1234567/summary',
    '/v1/api/./portfolio/U1234567/summary',
    '//v1/api/portfolio/U1234567/summary',
    '/V1/api/portfolio/U1234567/summary',
    '/v1/api/portfolio/U1234567/summary/',
    '/v1/api/portfolio/U1234567/summary?x=1',
    '/v1/api/portfolio/U1234567/summary;x=1',
    '/v1/api/portfolio/U1234567/summary%00',
    '/v1/api/portfolio/U1234567/summary%20',
    '/v1/api/portfolio/U1234567/summary#/../../clear',
    '/v1/api/portfolio/U1234567%2Fsummary',
    '/v1/api/portfolio/u1234567/summary',
    '/v1/api/portfolio/U12/summary',
    '/v1/api/portfolio/U1234567,U7654321/summary',
    '/v1/api/portfolio/All/summary',
    '/v1/api/portfolio/U1234567/positions/0?sort=../../x',
    '/v1/api/portfolio/U1234567/positions/0?sort=a%2fb',
    '/v1/api/portfolio/U1234567/positions/0?sort=a&x=1',
    '/v1/api/portfolio/U1234567/positions/12345',
    '/v1/api/portfolio/U1234567/positions/0/../../../../clear',
    '/v1/api/tickle#/../../../../clear',
    '/v1/api/%70ortfolio/accounts',
    '/v1%2fapi/portfolio/accounts',
    '/v1/api/portfolio\\accounts',
    '/%2e/clear',
    '/-timeout',
    '*',
  ].map((target): [string, Call] => [target, { target }]),
  ['HTTP/1.0', { target: SUMMARY, version: 'HTTP/1.0' }],
  ['HTTP/2.0', { target: SUMMARY, version: 'HTTP/2.0' }],
  ['a GET with a body', { target: SUMMARY, body: '{}' }],
  ['an upgrade to WebSocket', { target: SUMMARY, headers: ['Connection: Upgrade', 'Upgrade: websocket'] }],
  [
    'an upgrade on tickle',
    { method: 'POST', target: '/v1/api/tickle', body: '', headers: ['Connection: upgrade', 'Upgrade: websocket'] },
  ],
  ['two lengths', { method: 'POST', target: '/v1/api/pa/performance', body: '{}', headers: ['Content-Length: 3'] }],
  [
    'length and chunks',
    { method: 'POST', target: '/v1/api/pa/performance', body: '{}', headers: ['Transfer-Encoding: chunked'] },
  ],
  ['a body above 16 KB', { method: 'POST', target: '/v1/api/pa/performance', body: 'x'.repeat(17_000) }],
  ['a target above 4 KB', { target: `/v1/api/trsrv/secdef?conids=${'1'.repeat(9_000)}` }],
  ['a folded header', { target: SUMMARY, headers: ['X-A: 1', ' folded'] }],
];

/** Calls that the login listener refuses, each by its name. */
export const REFUSED_AT_LOGIN: readonly (readonly [string, Call & { readonly host?: string }])[] = [
  ...[
    '/v1/api/tickle',
    '/v1/portal/tickle',
    '/v1/api/iserver/account/orders',
    '/clear',
    '/status',
    '/ssoX/Login',
    '/sso/..%2fclear',
    '/sso/../clear',
    '/sso/%2e%2e/clear',
    '/sso/;/../clear',
    '/sso//clear',
    '//sso/Login',
    '/sso/a\\..\\clear',
    '/favicon.ico',
  ].map((target): [string, Call] => [target, { target }]),
  ['DELETE', { method: 'DELETE', target: '/sso/Login' }],
  ['a foreign host', { target: '/sso/Login', host: 'evil.example' }],
  ['a host that begins like this machine', { target: '/sso/Login', host: 'localhost.evil.example' }],
  ['a foreign origin', { method: 'POST', target: '/sso/Login', body: '', headers: ['Origin: https://evil.example'] }],
  ['an origin without TLS', { target: '/sso/Login', headers: ['Origin: http://localhost:12345'] }],
  ['an origin without a page', { target: '/sso/Login', headers: ['Origin: null'] }],
];
