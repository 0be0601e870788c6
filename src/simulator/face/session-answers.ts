import { emptyAnswer, errorAnswer, htmlAnswer, jsonAnswer } from '#simulator/answers';
import type { ApiAnswer, ApiCall } from '#simulator/scenario';
import type { Json } from '#simulator/wire/json';

/** A session lives ten minutes after the last call that renewed it. */
const WINDOW_MS = 600_000;
const SESSION = '5f2c1a90b7d84e63a1f0c2d94b86e371';
const USER_ID = 104_772_915;

/** What the gateway and the login service answer whatever the account is; undefined for other paths. */
export function sessionAnswer(call: ApiCall, logout: () => void): ApiAnswer | undefined {
  const { method, path, now } = call;
  if (path === '/tickle') return jsonAnswer(tickleBody());
  if (path === '/sso/validate' && method === 'GET') return jsonAnswer(validateBody(now));
  if (path === '/logout' && method === 'POST') {
    logout();
    return jsonAnswer({ status: true });
  }
  if (path === '/iserver/auth/status') return jsonAnswer(AUTH_STATUS);
  // The brokerage session is never open here: nothing of this product needs it, and orders least of all.
  if (path.startsWith('/iserver/') || path === '/iserver') return noBridge();
  return undefined;
}

const noBridge = (): ApiAnswer => errorAnswer(400, 'Bad Request: no bridge');

/** Logged in for reading alone: connected and not authenticated is the healthy state of a reporting user. */
const AUTH_STATUS: Json = {
  MAC: '02:00:5E:10:00:01',
  authenticated: false,
  competing: false,
  connected: true,
  hardware_info: '00000000|02:00:5E:10:00:01',
  message: '',
  serverInfo: { serverName: null, serverVersion: null },
};

function tickleBody(): Json {
  return {
    collission: false,
    hmds: { error: 'no bridge' },
    iserver: { authStatus: AUTH_STATUS },
    session: SESSION,
    ssoExpires: WINDOW_MS - 1_000,
    userId: USER_ID,
  };
}

function validateBody(now: number): Json {
  return {
    USER_ID,
    USER_NAME: 'simulated',
    RESULT: true,
    AUTH_TIME: now - 3_600_000,
    SF_ENABLED: false,
    IS_FREE_TRIAL: false,
    CREDENTIAL: 'simulated',
    IP: '192.0.2.10',
    EXPIRES: WINDOW_MS - 1_000,
    QUALIFIED_FOR_MOBILE_AUTH: null,
    LANDING_APP: 'UNIVERSAL',
    IS_MASTER: false,
    lastAccessed: now - 1_000,
    LOGIN_TYPE: 1,
    PAPER_USER_NAME: '',
    features: {
      env: 'PROD',
      wlms: true,
      realtime: true,
      bond: true,
      optionChains: true,
      calendar: true,
      newMf: true,
    },
    region: 'NJ',
  };
}

/** Where the gateway sends a browser that is to log in. */
export const LOGIN_PATH = '/sso/Login?forwardTo=22&RL=1&ip2loc=US';

export const LOGIN_PAGE =
  '<!DOCTYPE html><html lang="en"><head><title>Login</title></head><body><h1>Simulated login</h1>' +
  '<form method="post" action="/sso/Login"><button>Log in</button></form></body></html>';

export const MAINTENANCE_PAGE =
  '<!DOCTYPE html><html lang="en"><head><title>System maintenance</title></head><body><h1>We are sorry</h1>' +
  '<p>The system is undergoing scheduled maintenance. Please try again later.</p></body></html>';

const DENIED_PAGE =
  '<!DOCTYPE html><html lang="en"><head><title>Access Denied</title></head><body>Access Denied</body></html>';

/** The front refuses a caller that does not name itself. */
export const deniedAnswer = (): ApiAnswer => htmlAnswer(403, DENIED_PAGE);
/** Nobody is logged in, or the account is not readable: the broker says both in the same words, none. */
export const unauthorized = (): ApiAnswer => emptyAnswer(401);
