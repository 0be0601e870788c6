import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictOf } from '#sources/gateway/verdict';

const judge = (
  status: number,
  text: string,
  more: { path?: string; headers?: Record<string, string>; fine?: boolean } = {},
) => verdictOf({ path: more.path ?? '/portfolio/U1/ledger', status, headers: more.headers ?? {}, text }, more.fine);

const LOGIN_PAGE =
  '<!DOCTYPE html><html><title>Login</title><form action="/sso/Login"><input type="password"></form></html>';
const MAINTENANCE = '<html><body>We are performing scheduled maintenance. Log in later.</body></html>';
const CDN = "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>You don't have permission to access</BODY></HTML>";
const error = (message: string, statusCode?: number) =>
  JSON.stringify({ error: message, ...(statusCode ? { statusCode } : {}) });

describe('what an answer means', () => {
  it.each([
    ['data', 200, '[]', '/x'],
    ['data', 200, '{"message":"success"}', '/x'],
    ['data', 200, '{"error":null,"rows":[]}', '/x'],
    ['data', 200, '{"hmds":{"error":"no bridge"},"session":"a"}', '/tickle'],
    ['paced', 429, '', '/x'],
    ['paced', 429, '{"error":"x"}', '/x'],
    ['needs-login', 401, '', '/x'],
    ['needs-login', 401, 'Access Denied', '/x'],
    ['needs-login', 401, error('not authenticated', 401), '/iserver/accounts'],
    ['needs-login', 200, error('no session'), '/tickle'],
    ['needs-login', 200, error('failed to process request'), '/tickle'],
    ['needs-login', 200, error('not authenticated', 401), '/x'],
    ['needs-login', 200, LOGIN_PAGE, '/x'],
    ['needs-login', 302, '', '/x'],
    ['unknown-account', 401, error('Acct not found from search result'), '/x'],
    ['accounts-first', 400, error('Bad Request: Please query /accounts first', 400), '/x'],
    ['brokerage-session-not-open', 400, error('Bad Request: no bridge', 400), '/iserver/x'],
    ['not-ready', 400, error('Init session first'), '/iserver/x'],
    ['bad-request', 400, error('Bad Request: Invalid period: 3M', 400), '/pa/performance'],
    ['bad-request', 400, '', '/x'],
    ['bad-request', 411, '', '/x'],
    ['blocked', 404, 'Access Denied', '/x'],
    ['blocked', 403, CDN, '/x'],
    ['blocked', 200, CDN, '/x'],
    ['blocked', 403, `${CDN} "http://www.interactivebrokers.com/sso/Login" on this server.`, '/x'],
    ['needs-login', 403, LOGIN_PAGE, '/x'],
    ['needs-login', 403, `${LOGIN_PAGE}<!-- access denied -->`, '/x'],
    ['needs-login', 403, '<html><a href="/sso/Login?forwardTo=22">on</a></html>', '/x'],
    ['blocked', 403, 'CORS Rejected - Invalid origin', '/x'],
    ['blocked', 200, 'Unknown service x', '/x'],
    ['not-found', 404, error('Not Found', 404), '/x'],
    ['not-found', 503, error('Order 0 is not found'), '/iserver/x'],
    ['no-data', 200, error('Chart data unavailable'), '/x'],
    ['no-data', 500, error('Chart data unavailable'), '/x'],
    ['no-change', 200, '{"success":"Account already set"}', '/x'],
    ['server-error', 200, MAINTENANCE, '/x'],
    ['server-error', 503, MAINTENANCE, '/x'],
    ['server-error', 503, '', '/x'],
    ['server-error', 500, error('xcredserv comm failed'), '/x'],
    ['server-error', 410, '', '/x'],
    ['server-error', 200, error('something odd'), '/x'],
    ['server-error', 200, error('Service Unavailable', 503), '/x'],
    ['server-error', 200, '{"a":', '/x'],
    ['server-error', 200, '', '/x'],
  ] as const)('is %s for %i %j on %s', (meaning, status, text, path) => {
    expect(judge(status, text, { path }).meaning).toBe(meaning);
  });

  it('is about the account, or the brokerage part, when a 401 comes with a login that is fine', () => {
    expect(judge(401, '', { fine: true }).meaning).toBe('unknown-account');
    expect(judge(401, '', { fine: true, path: '/iserver/accounts' }).meaning).toBe('brokerage-session-not-open');
    for (const path of ['/portfolio/accounts', '/portfolio/subaccounts2', '/trsrv/secdef']) {
      expect(judge(401, '', { fine: true, path }).meaning).toBe('not-ready');
    }
  });

  it('tells a redirect to the login from one to another place', () => {
    expect(judge(302, '', { headers: { location: '/sso/Login?forwardTo=22' } }).meaning).toBe('needs-login');
    expect(judge(302, '', { headers: { location: 'https://www.interactivebrokers.com/x' } }).meaning).toBe('blocked');
    const marked = (mark: string) => judge(302, '', { headers: { 'x-daybook-proxy': mark } }).meaning;
    expect([marked('redirect'), marked('away')]).toEqual(['needs-login', 'blocked']);
  });

  it("believes our own proxy's mark, and not its status", () => {
    const marked = (mark: string, status: number) =>
      judge(status, '{"error":"x"}', { headers: { 'x-daybook-proxy': mark } });
    expect(marked('denied', 403).meaning).toBe('blocked');
    expect(marked('limited', 503).meaning).toBe('server-error');
    expect(marked('unreachable', 502).meaning).toBe('server-error');
    expect(marked('passed', 429).meaning).toBe('paced');
    expect(marked('timeout', 504)).toMatchObject({ cause: 'silent', by: 'proxy' });
    expect(marked('passed', 504).by).toBeUndefined();
  });

  it('keeps the words that come with a limit', () => {
    expect(judge(429, '{"message":"Too Many Requests"}')).toEqual({ meaning: 'paced', message: 'Too Many Requests' });
    expect(judge(429, '{"error":"Penalty box"}').message).toBe('Penalty box');
    for (const text of ['', 'slow down', '{"a":', '[]']) {
      expect(judge(429, text)).toEqual({ meaning: 'paced', message: '' });
    }
  });

  it('says what an answer is that is no JSON', () => {
    expect(judge(200, '[{"conid":').notJson).toBe('broken');
    expect(judge(200, '').notJson).toBe('nothing');
    expect(judge(200, 'hello').notJson).toBe('text');
  });

  it("is never data for a body with an error, a failure's status, or no JSON", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.string(), fc.string(), (status, message, noise) => {
        expect(judge(status, JSON.stringify({ error: message })).meaning).not.toBe('data');
        if (status >= 300) expect(judge(status, '[]').meaning).not.toBe('data');
        expect(judge(status, `<${noise}`).meaning).not.toBe('data');
      }),
    );
  });
});
