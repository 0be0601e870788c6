import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { GATEWAY_NAME } from '#lib/host/ports';
import { demoScenario } from '#simulator/demo-scenario';
import { CertificateRejected } from '#sources/http/errors';
import { openHttpClient } from '#sources/http/http-client';
import {
  bytesOf,
  CANONICAL,
  type Call,
  endpoints,
  markOf,
  pathOf,
  REFUSED_AT_LOGIN,
  REFUSED_CALLS,
  SUMMARY,
  statusOf,
} from './gateway/attacks.ts';
import { disguised, oddly } from './gateway/disguises.ts';
import { FORBIDDEN_CALLS, OTHER_ENVIRONMENTS, SMUGGLED, WRONG_METHODS } from './gateway/many-attacks.ts';
import type { RunningNginx } from './gateway/nginx.ts';
import { type GatewayHost, startGatewayHost } from './real-gateway/gateway-host.ts';

const AT = new Date('2026-11-20T21:30:00Z');
/** By what the proxy may refuse a call. */
const REFUSALS = [400, 403, 404, 405, 413, 414, 421, 501, 505];

let host: GatewayHost;
let proxy: RunningNginx;
/** Calls that had arrived before the case. */
let before: number;
beforeAll(async () => {
  host = await startGatewayHost(demoScenario({ seed: 1, today: AT }), AT);
  proxy = await host.proxy();
  await host.login(proxy);
  await settled();
});
afterAll(async () => {
  await proxy?.close();
  await host?.close();
});
beforeEach(() => {
  before = host.simulator.calls.length;
});

/** The program has made all the calls that a login makes it make: nothing else of what arrives is its own. */
async function settled(): Promise<void> {
  const asked = (): boolean => host.simulator.calls.some(({ path }) => path === '/iserver/auth/ssodh/init');
  await vi.waitUntil(asked, { timeout: 20_000 });
}

const api = (call: Call): Promise<string> => proxy.send('api', bytesOf(call));
const login = (call: Call & { readonly host?: string }): Promise<string> =>
  proxy.send('login', bytesOf(call).replace(`Host: ${GATEWAY_NAME}`, `Host: ${call.host ?? 'localhost:12345'}`));
const arrived = (): readonly string[] =>
  host.simulator.calls.slice(before).map(({ method, target }) => `${method} ${target}`);

/** Sends calls, some at once, and gives their targets with the answers. */
async function answers(calls: readonly Call[]): Promise<readonly (readonly [string, string])[]> {
  const out: (readonly [string, string])[] = [];
  for (let from = 0; from < calls.length; from += 8) {
    const some = calls.slice(from, from + 8);
    out.push(...(await Promise.all(some.map(async (call) => [call.target, await api(call)] as const))));
  }
  return out;
}

/** Sends bytes and hangs up, however the other side takes it. */
async function sendAndLeave(bytes: string): Promise<void> {
  const to = { host: '127.0.0.1', port: proxy.apiPort, ca: proxy.certificate, servername: GATEWAY_NAME };
  const socket = connect(to);
  await once(socket, 'secureConnect');
  const over = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => socket.destroy());
  socket.resume();
  socket.end(bytes);
  await over;
}

describe('through the API listener and the real program', () => {
  it('every call of the endpoint table arrives at IBKR, and as nothing else', async () => {
    for (const endpoint of endpoints) {
      before = host.simulator.calls.length;
      // Its limits count real time.
      const fresh = await host.proxy();
      const body = endpoint.method === 'POST' ? '{"acctIds":["U1234567"]}' : undefined;
      const target = pathOf(endpoint);
      const answer = await fresh.send(
        'api',
        bytesOf({ method: endpoint.method, target, ...(body === undefined ? {} : { body }) }),
      );
      await fresh.close();
      expect([endpoint.name, markOf(answer)]).toEqual([endpoint.name, 'passed']);
      expect(arrived(), endpoint.name).toEqual([`${endpoint.method} ${target}`]);
    }
  });

  it.each(REFUSED_CALLS)('%s is refused, and IBKR sees nothing', async (_name, call) => {
    const answer = await api(call);
    expect(REFUSALS).toContain(statusOf(answer));
    expect(markOf(answer) ?? 'denied').toMatch(/denied|refused/);
    expect(arrived()).toEqual([]);
  });

  it.each([
    '/v1/api/iserver/account/U1234567/orders',
    '/v1/api/iserver/reply/1',
    '/v1/api/iserver/account/U1234567/alert',
    '/v1/api/fa/transfer',
    '/v1/api/logout',
    '/v1/api/iserver/auth/ssodh/init',
    '/v1/api/ws',
    '/clear',
  ])('no spelling of %s gets through', async (path) => {
    for (const [target, answer] of await answers(disguised(path))) {
      expect([400, 403, 404], target).toContain(statusOf(answer));
    }
    expect(arrived()).toEqual([]);
  });

  it('no odd spelling of an allowed path gets through, but as the path itself', async () => {
    await answers([
      ...oddly(SUMMARY),
      ...oddly('/v1/api/portfolio/accounts'),
      { target: `https://evil.example${SUMMARY}` },
    ]);
    for (const call of arrived()) expect(call.replace(/^\S+ /, '')).toMatch(CANONICAL);
  });

  it.each([
    ['endpoint that trades, pays, changes or ends something', FORBIDDEN_CALLS],
    ['other name of the API', OTHER_ENVIRONMENTS],
    ['wrong method of an allowed path', WRONG_METHODS],
  ])('no %s gets through', async (_what, calls) => {
    for (const [target, answer] of await answers(calls)) expect(REFUSALS, target).toContain(statusOf(answer));
    expect(arrived()).toEqual([]);
  });

  it('a request hidden in another does not arrive', async () => {
    for (const bytes of SMUGGLED) {
      const answer = await proxy.send('api', bytes);
      expect(answer).not.toMatch(/^HTTP\/1\.1 101/);
    }
    for (const call of arrived()) expect(call.replace(/^\S+ /, '')).toMatch(CANONICAL);
    expect(arrived().length).toBeLessThanOrEqual(SMUGGLED.length);
  });

  it('bodies that break off reach nobody, and take none of the program’s five connections', async () => {
    const half = `POST /v1/api/pa/performance HTTP/1.1\r\nHost: ${GATEWAY_NAME}\r\nContent-Length: 100\r\n\r\n{"acctIds"`;
    await Promise.all(Array.from({ length: 8 }, () => sendAndLeave(half)));
    expect(arrived()).toEqual([]);
    expect(markOf(await api({ target: SUMMARY }))).toBe('passed');
  });
});

describe('through the login listener and the real program', () => {
  it.each(REFUSED_AT_LOGIN)('%s is refused, and IBKR sees nothing', async (_name, call) => {
    expect(REFUSALS).toContain(statusOf(await login(call)));
    expect(arrived()).toEqual([]);
  });

  it.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
    '%s of the API is refused, also to a page of the login',
    async (_name, endpoint) => {
      const headers = ['Origin: https://localhost:12345'];
      expect(statusOf(await login({ method: endpoint.method, target: pathOf(endpoint), headers }))).toBe(403);
      expect(arrived()).toEqual([]);
    },
  );
});

it('a client that trusts another certificate refuses the listener, and says nothing to it', async () => {
  const http = openHttpClient({
    origin: `https://127.0.0.1:${proxy.apiPort}`,
    ca: proxy.loginCertificate,
    serverName: GATEWAY_NAME,
    userAgent: 'test',
  });
  const call = http.send({ method: 'GET', target: SUMMARY, deadlineMs: 10_000 });
  await expect(call).rejects.toThrow(CertificateRejected);
  await http.close();
  expect(arrived()).toEqual([]);
});

it('the login has outlived it all', async () => {
  await host.clock.sleep(20 * 60_000);
  const fresh = await host.proxy();
  const answer = await fresh.send('api', bytesOf({ method: 'POST', target: '/v1/api/tickle', body: '' }));
  await fresh.close();
  expect(statusOf(answer)).toBe(200);
});
