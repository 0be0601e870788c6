import { bytesOf, type Call, endpoints, pathOf, SUMMARY, USED_ACCOUNT } from './attacks.ts';

const A = USED_ACCOUNT;

/** Paths of the API and of the program that trade, move money, change settings, end the login or stream. */
const FORBIDDEN: readonly string[] = [
  ...['orders', 'orders/whatif', 'order/1', 'order/whatif', 'alert', 'alert/activate', 'alert/1', 'alerts', 'mta'].map(
    (rest) => `/iserver/account/${A}/${rest}`,
  ),
  ...['orders', 'trades', 'order/status/1', 'pnl/partitioned', 'mta', 'alert/1', 'search/x'].map(
    (rest) => `/iserver/account/${rest}`,
  ),
  ...['reply/1', 'reply/a-b-c', 'questions/suppress', 'questions/suppress/reset', 'notification', 'dynaccount'].map(
    (rest) => `/iserver/${rest}`,
  ),
  ...['account', 'accounts', 'reauthenticate', 'auth/ssodh/init', 'auth/ssodh/response', 'exchangerate'].map(
    (rest) => `/iserver/${rest}`,
  ),
  ...[
    'watchlist',
    'watchlists',
    'scanner/params',
    'scanner/run',
    'marketdata/snapshot',
    'marketdata/unsubscribeall',
  ].map((rest) => `/iserver/${rest}`),
  ...['marketdata/history', 'secdef/search', 'secdef/strikes', 'secdef/info', 'contract/1/info', 'contract/rules'].map(
    (rest) => `/iserver/${rest}`,
  ),
  ...['auth/init', 'status', 'account', 'orders', 'trades', 'order', 'session', 'market'].map((rest) => `/ccp/${rest}`),
  ...['settings', 'settings/BA', 'disclaimer/BA', 'notifications', 'unreadnumber', 'deliveryoptions/email'].map(
    (rest) => `/fyi/${rest}`,
  ),
  ...['transfer', 'transfers', 'allocation/group', 'allocation/group/add', 'model/order'].map((rest) => `/fa/${rest}`),
  ...[
    'acesws/transfer',
    'bank-instructions',
    'internal-asset-transfers',
    'external-cash-transfers',
    'gw/api/v1/accounts',
  ],
  ...['logout', 'sso/validate', 'sso/ping', 'ssodh/init', 'ssodh/st', 'one/user', 'ws', 'hmds/history', 'md/snapshot'],
  ...[
    'pa/summary',
    'pa/allocation',
    'portfolio',
    'portfolio/positions/1',
    `portfolio/${A}`,
    `portfolio/${A}/position/1`,
  ],
  ...[`portfolio/${A}/combo/positions`, `portfolio/${A}/transfer`, 'portfolio/allocation', 'oauth/live_session_token'],
].map((path) => `/v1/api/${path.replace(/^\//, '')}`);

const OUTSIDE: readonly string[] = [
  ...[
    '/clear',
    '/status',
    '/',
    '/sso/',
    '/sso/Login',
    '/sso/Dispatcher',
    '/sso/Authenticator',
    '/sso/Logout',
    '/sso/ping',
  ],
  ...[
    '/v1/api',
    '/v1/api/',
    '/v1',
    '/v2/api/portfolio/accounts',
    '/tws.proxy',
    '/v1/tws/x',
    '/v1/am/x',
    '/oauth',
    '/demo',
  ],
  ...[
    '/gateway.demo.js',
    '/favicon.ico',
    '/css/a.css',
    '/-refused',
    '/-timeout',
    '/-alive',
    '/-limited',
    '/_simulator/login',
  ],
];

/** Each with every method that could do something. */
export const FORBIDDEN_CALLS: readonly Call[] = [...FORBIDDEN, ...OUTSIDE].flatMap((target) => [
  ...(target === '/' ? [] : [{ target }]),
  { method: 'POST', target, body: '{}' },
  { method: 'DELETE', target },
]);

/** The other names under which the program serves the same API. */
export const OTHER_ENVIRONMENTS: readonly Call[] = ['portal', 'qa', 'ci', 'alpha', 'local', 'beta', 'API', 'api%20']
  .flatMap((name) =>
    ['tickle', 'portfolio/accounts', `iserver/account/${A}/orders`, 'logout'].map((path) => `/v1/${name}/${path}`),
  )
  .flatMap((target) => [{ target }, { method: 'POST', target, body: '{}' }]);

/** Every row of the endpoint table by every method that is not its own. */
export const WRONG_METHODS: readonly Call[] = endpoints.flatMap((endpoint) =>
  ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND']
    .filter((method) => !endpoints.some((other) => other.path === endpoint.path && other.method === method))
    .map((method) => ({
      method,
      target: pathOf(endpoint),
      headers: ['Connection: close'],
      ...(method === 'POST' ? { body: '{}' } : {}),
    })),
);

const INNER = `POST /v1/api/iserver/account/${A}/orders HTTP/1.1\r\nHost: gateway.daybook.internal\r\nContent-Length: 2\r\n\r\n{}`;
const PA = '/v1/api/pa/performance';
const head = (lines: readonly string[]): string =>
  [`POST ${PA} HTTP/1.1`, 'Host: gateway.daybook.internal', 'Connection: close', ...lines, '', ''].join('\r\n');

/** Byte strings that carry a second, forbidden request inside the first: odd lengths, odd chunks, both at once. */
export const SMUGGLED: readonly string[] = [
  ...[
    'chunked',
    ' chunked',
    'Chunked',
    'chunked ',
    'xchunked',
    'chunked, identity',
    'identity, chunked',
    '\tchunked',
    '"chunked"',
  ].map(
    (coding) => `${head([`Content-Length: ${INNER.length + 5}`, `Transfer-Encoding: ${coding}`])}0\r\n\r\n${INNER}`,
  ),
  ...[
    'Transfer-Encoding : chunked',
    'Transfer_Encoding: chunked',
    'Transfer-Encoding:\x0bchunked',
    'X: a\r\n Transfer-Encoding: chunked',
  ].map((line) => `${head(['Content-Length: 5', line])}0\r\n\r\n${INNER}`),
  ...['0', '+0', '-1', '0x0', '00', ' 0', '0, 5', '1e1', '99999999999999999999', ''].map(
    (length) => head([`Content-Length: ${length}`]) + INNER,
  ),
  `${head(['Content-Length: 0', `Content-Length: ${INNER.length}`])}${INNER}`,
  ...[
    '0;x=1\r\n\r\n',
    '00000000000000000\r\n\r\n',
    '0\n\n',
    '-1\r\n\r\n',
    'g\r\n\r\n',
    '0\r\nX: 1\r\n\r\n',
    'ffffffffffffffff1\r\n',
  ].map((chunk) => `${head(['Transfer-Encoding: chunked'])}${chunk}${INNER}`),
  bytesOf({ target: SUMMARY }) + INNER,
  `${bytesOf({ target: SUMMARY, headers: ['Content-Length: 0'] })}\r\n\r\n${INNER}`,
  `GET ${SUMMARY} HTTP/1.1\nHost: gateway.daybook.internal\n\n${INNER}`,
  `GET ${SUMMARY}\r\n\r\n${INNER}`,
];
