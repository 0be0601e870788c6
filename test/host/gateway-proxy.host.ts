import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_NAME } from '#lib/host/ports';
import { DEFINITIONS_PER_CALL } from '#sources/gateway/endpoints';
import {
  USED_ACCOUNT as ACCOUNT,
  bytesOf,
  CANONICAL,
  type Call,
  endpoints,
  markOf,
  pathOf,
  REFUSED_AT_LOGIN,
  REFUSED_CALLS,
  statusOf,
  SUMMARY as sum,
} from './gateway/attacks.ts';
import { type RunningProxy, startProxy } from './gateway/proxy.ts';

let proxy: RunningProxy;
beforeAll(async () => {
  proxy = await startProxy();
});
afterAll(() => proxy.close());
beforeEach(() => {
  proxy.stub.arrived.length = 0;
  proxy.stub.answer = { status: 200, body: '{"ok":true}' };
});

const api = (call: Call): Promise<string> => proxy.send('api', bytesOf(call));
it('is a configuration that nginx takes', () => {
  expect(proxy.verdict).toContain('test is successful');
});

describe('the API listener', () => {
  it.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))('passes %s', async (_name, endpoint) => {
    const body = endpoint.method === 'POST' ? '{"a":1}' : undefined;
    // Two rows share one limit of calls a minute.
    const answer = await api({ method: endpoint.method, target: pathOf(endpoint), ...(body ? { body } : {}) });
    if (markOf(answer) === 'limited') expect(endpoint.limit?.everyMs).toBe(5_000);
    else {
      expect([statusOf(answer), markOf(answer)]).toEqual([200, 'passed']);
      expect(proxy.stub.arrived).toMatchObject([
        { method: endpoint.method, url: pathOf(endpoint), body: endpoint.kept ? (body ?? '') : '' },
      ]);
    }
  });

  it('passes the queries that the client asks with, a full list of contracts too', async () => {
    const conids = Array.from({ length: DEFINITIONS_PER_CALL }, (_, index) => 100_000_000 + index).join('%2C');
    const targets = [
      `/v1/api/trsrv/secdef?conids=${conids}`,
      `/v1/api/portfolio/${ACCOUNT}/positions/12?sort=name&direction=a`,
      '/v1/api/portfolio/subaccounts2?page=3',
    ];
    for (const target of targets) expect(markOf(await api({ target }))).toBe('passed');
    expect(proxy.stub.arrived.map(({ url }) => url)).toEqual(targets);
  });

  it('writes every header itself', async () => {
    await api({
      target: `/v1/api/portfolio/${ACCOUNT}/summary`,
      headers: ['Cookie: XYZAB=1', 'Origin: https://evil.example', 'X-HTTP-Method-Override: DELETE', 'X-Odd: 1'],
    });
    expect(Object.keys(proxy.stub.arrived[0]?.headers ?? {}).toSorted()).toEqual(['accept', 'host', 'user-agent']);
  });

  it('says that the program is alive, and only that, of the root', async () => {
    const answer = await api({ target: '/' });
    expect([statusOf(answer), markOf(answer)]).toEqual([200, 'alive']);
    expect(answer).not.toMatch(/set-cookie|location/i);
  });

  it("passes IBKR's own errors with their words, and a redirect without its target", async () => {
    proxy.stub.answer = { status: 429, body: '{"error":"slow"}', headers: { 'retry-after': '9' } };
    const paced = await api({ target: `/v1/api/portfolio/${ACCOUNT}/ledger` });
    expect([statusOf(paced), markOf(paced)]).toEqual([429, 'passed']);
    expect(paced).toMatch(/retry-after: 9[\s\S]*slow/i);
    proxy.stub.answer = { status: 302, headers: { location: 'https://elsewhere.example/', 'content-length': '0' } };
    const away = await api({ target: `/v1/api/portfolio/${ACCOUNT}/ledger` });
    expect([statusOf(away), markOf(away)]).toEqual([302, 'away']);
    expect(away).not.toContain('elsewhere');
    proxy.stub.answer = { status: 302, headers: { location: '/sso/Login?token=secret', 'content-length': '0' } };
    const login = await api({ target: `/v1/api/portfolio/${ACCOUNT}/ledger` });
    expect([statusOf(login), markOf(login)]).toEqual([302, 'redirect']);
    expect(login).not.toContain('secret');
  });

  it('tells a gateway that never answers', async () => {
    proxy.stub.answer = 'never';
    const answer = await api({ target: `/v1/api/portfolio/${ACCOUNT}/meta` });
    expect([statusOf(answer), markOf(answer)]).toEqual([504, 'timeout']);
  });

  it.each(REFUSED_CALLS)('refuses %s', async (_name, call) => {
    const answer = await api(call);
    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(statusOf(answer)).toBeLessThan(600);
    expect(markOf(answer) ?? 'denied').toMatch(/denied|refused/);
    expect(proxy.stub.arrived).toEqual([]);
  });

  it('lets through nothing but the first, canonical request of a pipelined or smuggled pair', async () => {
    const inner = `GET /clear HTTP/1.1\r\nHost: ${GATEWAY_NAME}\r\n\r\n`;
    await proxy.send('api', bytesOf({ target: sum }) + inner);
    await proxy.send('api', bytesOf({ method: 'POST', target: '/v1/api/pa/performance', body: inner }));
    await proxy.send('api', bytesOf({ target: `https://${GATEWAY_NAME}${sum}` }));
    for (const { url } of proxy.stub.arrived) expect(url).toMatch(CANONICAL);
    expect(proxy.stub.upgrades()).toBe(0);
  });

  it('refuses another name, with and without an allowed call', async () => {
    expect(await proxy.send('api', bytesOf({ target: sum }), { name: 'localhost' })).toMatch(/^refused: /);
    const foreign = bytesOf({ target: sum }).replace(`Host: ${GATEWAY_NAME}`, 'Host: evil.example');
    const answer = await proxy.send('api', foreign);
    expect([statusOf(answer), markOf(answer)]).toEqual([421, 'denied']);
    expect(proxy.stub.arrived).toEqual([]);
  });

  it('keeps account numbers and queries out of its log', async () => {
    await api({ target: `/v1/api/portfolio/${ACCOUNT}/positions/0?sort=name` });
    const log = await proxy.accessLog();
    expect(log).toContain('portfolio/{account}/positions');
    expect(log).not.toMatch(/U1234567|sort=/);
  });
});

describe('the login listener', () => {
  const login = (call: Call & { readonly host?: string }): Promise<string> =>
    proxy.send('login', bytesOf(call).replace(`Host: ${GATEWAY_NAME}`, `Host: ${call.host ?? 'localhost:12345'}`));

  it.each([
    '/sso/Login?forwardTo=22&RL=1',
    '/css/a.css',
    '/scripts/a.js',
    '/images/a.png',
    '/fonts/a.woff',
    '/stylesheet/a.css',
  ])('passes %s under the name and origin that the program expects', async (target) => {
    const answer = await login({
      target,
      headers: ['Origin: https://localhost:12345', 'Referer: https://x.example/', 'Cookie: a=b'],
    });
    expect(statusOf(answer)).toBe(200);
    expect(proxy.stub.arrived).toMatchObject([
      { url: target, headers: { host: 'localhost:5000', origin: 'https://localhost:5000', cookie: 'a=b' } },
    ]);
    expect(proxy.stub.arrived[0]?.headers).not.toHaveProperty('referer');
  });

  it('passes the form, and sends the redirect of the root back to itself', async () => {
    await login({ method: 'POST', target: '/sso/Authenticator', body: 'user=x' });
    expect(proxy.stub.arrived).toMatchObject([{ method: 'POST', url: '/sso/Authenticator', body: 'user=x' }]);
    expect(await login({ target: '/' })).toMatch(/\r\nlocation: \/sso\/Login\?forwardTo=22\r\n/i);
  });

  it.each(REFUSED_AT_LOGIN)('refuses %s', async (_name, call) => {
    const answer = await login(call);
    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(proxy.stub.arrived).toEqual([]);
  });

  it('makes an ordinary request of an upgrade', async () => {
    await login({ target: '/sso/Login', headers: ['Connection: Upgrade', 'Upgrade: websocket'] });
    expect(proxy.stub.upgrades()).toBe(0);
    expect(proxy.stub.arrived[0]?.headers).not.toHaveProperty('upgrade');
  });
});
