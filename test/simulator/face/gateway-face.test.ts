import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import type { Simulator } from '#simulator/simulator';
import { call, fetchFrom } from '#test/simulator/caller';
import { run } from '#test/simulator/running';

const TODAY = new Date('2026-11-21T17:00:00Z');
const AT = '2026-11-20T21:30:00Z';
const scenario = demoScenario({ seed: 1, today: TODAY });
const ledger = `/portfolio/${DEMO_ACCOUNT}/ledger`;

/** Sends bytes as they are and gives the whole answer as text. */
function raw(simulator: Simulator, lines: readonly string[]): Promise<string> {
  const port = Number(new URL(simulator.url).port);
  return new Promise((resolve, reject) => {
    const socket = connect(
      { port, host: '127.0.0.1', ca: simulator.certificate, servername: simulator.serverName },
      () => socket.write(`${lines.join('\r\n')}\r\n\r\n`),
    );
    let text = '';
    socket.on('data', (piece) => {
      text += piece.toString();
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('the gateway’s face', () => {
  it('speaks TLS 1.2 under a certificate for localhost and 127.0.0.1 that a caller can verify', async () => {
    const { simulator } = await run(scenario, AT);
    const port = Number(new URL(simulator.url).port);
    const seen = await new Promise<{ protocol: string | null; names: string | undefined; trusted: boolean }>(
      (resolve, reject) => {
        const socket = connect({ port, host: '127.0.0.1', ca: simulator.certificate, servername: 'localhost' }, () => {
          const { subjectaltname: names } = socket.getPeerCertificate();
          resolve({ protocol: socket.getProtocol(), names, trusted: socket.authorized });
          socket.destroy();
        });
        socket.on('error', reject);
      },
    );
    expect(seen).toEqual({ protocol: 'TLSv1.2', names: 'DNS:localhost, IP Address:127.0.0.1', trusted: true });
  });

  it('answers in chunks, with the simulated date and without a length', async () => {
    const { simulator } = await run(scenario, AT);
    const { status, headers } = await call(simulator, 'GET', '/portfolio/accounts');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'transfer-encoding': 'chunked', date: 'Fri, 20 Nov 2026 21:30:00 GMT' });
    expect(headers['content-length']).toBeUndefined();
  });

  it('refuses an account until a list has named it, and one of another login for ever, with an empty 401', async () => {
    const { simulator } = await run(scenario, AT);
    expect(await call(simulator, 'GET', ledger)).toMatchObject({ status: 401, text: '' });
    await call(simulator, 'GET', '/portfolio/accounts');
    expect((await call(simulator, 'GET', ledger)).status).toBe(200);
    expect(await call(simulator, 'GET', '/portfolio/U1111111/ledger')).toMatchObject({ status: 401, text: '' });
  });

  it('answers every path 401 while nobody is logged in, tickle too, and forgets the lists', async () => {
    const { simulator, clock } = await run(scenario, AT, { loggedIn: false });
    expect(await call(simulator, 'POST', '/tickle')).toMatchObject({ status: 401, text: '' });
    expect((await call(simulator, 'GET', '/portfolio/accounts')).status).toBe(401);
    simulator.login();
    expect((await call(simulator, 'GET', '/portfolio/accounts')).status).toBe(200);
    expect((await call(simulator, 'GET', ledger)).status).toBe(200);
    simulator.logout();
    expect((await call(simulator, 'GET', ledger)).status).toBe(401);
    simulator.login();
    expect((await call(simulator, 'GET', ledger)).status).toBe(401);
    await clock.sleep(5_000);
    expect((await call(simulator, 'GET', '/portfolio/accounts')).status).toBe(200);
  });

  it('lets a person log in by hand and log out again', async () => {
    const { simulator } = await run(scenario, AT, { loggedIn: false });
    expect((await fetchFrom(simulator, 'GET', '/')).headers.location).toBe('/sso/Login?forwardTo=22&RL=1&ip2loc=US');
    expect((await fetchFrom(simulator, 'GET', '/sso/Login')).text).toContain('<form');
    expect((await fetchFrom(simulator, 'POST', '/sso/Login')).headers.location).toBe('/sso/Dispatcher');
    expect((await call(simulator, 'POST', '/tickle')).status).toBe(200);
    expect((await call(simulator, 'POST', '/logout')).text).toBe('{"status":true}');
    expect((await call(simulator, 'GET', '/sso/validate')).status).toBe(401);
  });

  it('is healthy for reading with the brokerage part shut, and shuts every brokerage path', async () => {
    const { simulator } = await run(scenario, AT);
    const tickle = JSON.parse((await call(simulator, 'POST', '/tickle')).text);
    expect(tickle.iserver.authStatus).toMatchObject({ authenticated: false, connected: true, competing: false });
    for (const path of ['/iserver/accounts', `/iserver/account/${DEMO_ACCOUNT}/orders`, '/iserver/reply/1']) {
      const { status, text } = await call(simulator, 'POST', path, {});
      expect({ status, text }).toEqual({ status: 400, text: '{"error":"Bad Request: no bridge","statusCode":400}' });
    }
  });

  it('refuses a caller without a User-Agent with a page', async () => {
    const { simulator } = await run(scenario, AT);
    const answer = await raw(simulator, ['GET /v1/api/tickle HTTP/1.1', 'Host: localhost', 'Connection: close']);
    expect(answer).toMatch(/^HTTP\/1\.1 403 .*text\/html.*Access Denied/s);
  });

  it('wants a length on a POST and drops a body in chunks', async () => {
    const { simulator } = await run(scenario, AT);
    const head = ['Host: localhost', 'User-Agent: test', 'Connection: close'];
    expect(await raw(simulator, ['POST /v1/api/tickle HTTP/1.1', ...head])).toMatch(/^HTTP\/1\.1 411/);
    const body = JSON.stringify({ acctIds: [DEMO_ACCOUNT] });
    const chunked = await raw(simulator, [
      'POST /v1/api/pa/allperiods HTTP/1.1',
      ...head,
      'Transfer-Encoding: chunked',
      '',
      body.length.toString(16),
      body,
      '0',
      '',
    ]);
    expect(chunked).toMatch(/^HTTP\/1\.1 400 .*acctIds is required/s);
    expect(simulator.calls.at(-1)?.body).toBeUndefined();
  });

  it('sends paths it does not serve to a foreign host, and says 404 to unknown ones of the API', async () => {
    const { simulator } = await run(scenario, AT);
    const away = await fetchFrom(simulator, 'GET', '/oauth/token?x=1');
    expect(away.status).toBe(302);
    expect(away.headers.location).toBe('https://public-host.invalid/oauth/token');
    expect((await call(simulator, 'GET', '/portfolio3')).status).toBe(404);
  });

  it('refuses what PortfolioAnalyst refuses: missing fields, unknown periods, foreign accounts', async () => {
    const { simulator, clock } = await run(scenario, AT);
    const pa = async (name: string, body: unknown): Promise<{ status: number; text: string }> => {
      await clock.sleep(15 * 60_000);
      const { status, text } = await call(simulator, 'POST', `/pa/${name}`, body);
      return { status, text };
    };
    expect(await pa('performance', { acctIds: [DEMO_ACCOUNT], period: '3M' })).toEqual({
      status: 400,
      text: '{"error":"Bad Request: Invalid period: 3M","statusCode":400}',
    });
    expect((await pa('transactions', { acctIds: [DEMO_ACCOUNT] })).text).toBe(
      '{"error":"Bad Request: acctIds, currency and conids are required","statusCode":400}',
    );
    expect((await pa('allperiods', { acctIds: ['U1111111'] })).status).toBe(500);
    expect((await pa('allperiods', { acctIds: [] })).status).toBe(400);
    const none = { acctIds: [DEMO_ACCOUNT], conids: [1], currency: 'USD' };
    expect(JSON.parse((await pa('transactions', none)).text)).toMatchObject({ nd: 91, transactions: [] });
  });

  it('records every call with its time, status and body', async () => {
    const { simulator } = await run(scenario, AT);
    await call(simulator, 'POST', '/pa/allperiods', { acctIds: [] });
    await call(simulator, 'GET', '/portfolio/accounts?x=1');
    const at = new Date(AT);
    const [allPeriods, accounts] = ['/pa/allperiods', '/portfolio/accounts'];
    expect(simulator.calls).toEqual([
      {
        ...{ at, method: 'POST', path: allPeriods, query: '', target: `/v1/api${allPeriods}` },
        ...{ status: 400, body: '{"acctIds":[]}' },
      },
      { at, method: 'GET', path: accounts, query: 'x=1', target: `/v1/api${accounts}?x=1`, status: 200 },
    ]);
  });

  it('notes how many calls were open at once', async () => {
    const { simulator } = await run(scenario, AT);
    simulator.fault({ kind: 'silent', path: '/portfolio/subaccounts', times: 1 });
    const waiting = call(simulator, 'GET', '/portfolio/subaccounts').catch((error: Error) => error.message);
    while (simulator.calls.length === 0) await call(simulator, 'GET', '/unknown');
    await call(simulator, 'GET', '/portfolio/accounts');
    expect(simulator.maxConcurrent).toBe(2);
    await simulator.close();
    expect(await waiting).toMatch(/hang up|reset|closed/i);
  });
});

describe('the control path', () => {
  it('sets faults, ends them, logs in and out, moves the clock and tells what happened', async () => {
    const { simulator, clock } = await run(scenario, AT);
    const command = (name: string, body?: unknown): Promise<{ status: number; text: string }> =>
      fetchFrom(simulator, 'POST', `/_simulator/${name}`, body === undefined ? {} : { body });
    await command('fault', { kind: 'status', status: 503, path: '/tickle' });
    expect((await call(simulator, 'POST', '/tickle')).status).toBe(503);
    await command('clear');
    expect((await command('clock', { advanceTo: '2026-11-20T21:31:00Z' })).status).toBe(200);
    expect(clock.now().toISOString()).toBe('2026-11-20T21:31:00.000Z');
    expect((await call(simulator, 'POST', '/tickle')).status).toBe(200);
    await command('logout');
    expect((await call(simulator, 'POST', '/tickle')).status).toBe(401);
    await command('login');
    const calls = JSON.parse((await fetchFrom(simulator, 'GET', '/_simulator/calls')).text);
    expect(calls.map(({ status }: { status: number }) => status)).toEqual([503, 200, 401]);
    const truth = JSON.parse((await fetchFrom(simulator, 'GET', '/_simulator/truth')).text);
    expect(truth.days.at(-1)).toMatchObject({ date: '2026-11-20', netAssetValueBase: expect.any(Number) });
  });

  it('refuses what it does not understand', async () => {
    const { simulator } = await run(scenario, AT);
    const post = (name: string, body: unknown): Promise<{ status: number; text: string }> =>
      fetchFrom(simulator, 'POST', `/_simulator/${name}`, { body });
    expect((await post('fault', { kind: 'nonsense', path: '/tickle' })).text).toMatch(/one of the kinds status, html/);
    expect((await post('clock', { advanceTo: 'soon' })).status).toBe(400);
    expect((await post('nonsense', {})).status).toBe(404);
  });
});
