import { request } from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '#effects/virtual-clock';
import { demoScenario } from '#simulator/demo-scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';

const AT = new Date('2026-11-20T21:30:00Z');
const BROWSER = 'Mozilla/5.0';
const PROGRAM = 'ClientPortalGW/1';
let simulator: Simulator;
let clock: VirtualClock;
beforeEach(async () => {
  clock = new VirtualClock(AT);
  simulator = await startSimulator({ scenario: demoScenario({ seed: 1, today: AT }), clock, face: 'servers' });
});
afterEach(() => simulator.close());

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** `METHOD path`, as the gateway program passes it on. */
function send(call: string, more: { form?: string; cookie?: string; agent?: string } = {}): Promise<Got> {
  const [method, path] = call.split(' ') as [string, string];
  const { form = '', cookie, agent = BROWSER } = more;
  const headers = { 'user-agent': agent, 'content-length': Buffer.byteLength(form), ...(cookie ? { cookie } : {}) };
  return new Promise((resolve, reject) => {
    const { port } = new URL(simulator.url);
    const to = { host: '127.0.0.1', port, servername: simulator.serverName, ca: simulator.certificate, agent: false };
    const sent = request({ ...to, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => {
        text += part.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(form);
  });
}

const cookieOf = ({ headers }: Got): string => String(headers['set-cookie']).split(';')[0] ?? '';

/** Goes through the pages and gives the session's cookie. */
async function login(): Promise<string> {
  await send('POST /sso/Login', { form: 'user=a&password=b' });
  const granted = await send('POST /sso/Authenticator', { form: 'granted=1' });
  return cookieOf(await send(`GET ${granted.headers.location}`));
}

describe('IBKR’s servers, as the gateway program sees them', () => {
  it('show a login in two steps, whose end is a redirect in answer to the dispatcher', async () => {
    expect((await send('GET /sso/Login?forwardTo=22')).text).toContain('action="/sso/Login"');
    expect((await send('POST /sso/Login', { form: 'user=a&password=wrong' })).text).toContain('Try again');
    expect((await send('POST /sso/Login', { form: 'user=a&password=b' })).text).toContain(
      'action="/sso/Authenticator"',
    );
    const granted = await send('POST /sso/Authenticator', { form: 'granted=1' });
    expect(granted).toMatchObject({
      status: 302,
      headers: { location: expect.stringMatching(/^\/sso\/Dispatcher\?/) },
    });
    expect(await send(`GET ${granted.headers.location}`)).toMatchObject({ status: 302 });
  });

  it('give no session to a dispatcher that comes without the second step', async () => {
    const early = await send('GET /sso/Dispatcher');
    expect(early.headers).toMatchObject({ location: '/sso/Login' });
    expect(early.headers['set-cookie']).toBeUndefined();
  });

  it('answer the API to the cookie of the last login alone', async () => {
    const first = await login();
    await clock.sleep(60_000);
    expect((await send('GET /v1/api/portfolio/accounts', { cookie: first })).status).toBe(200);
    expect((await send('GET /v1/api/portfolio/accounts')).status).toBe(401);
    const second = await login();
    await clock.sleep(60_000);
    expect((await send('GET /v1/api/portfolio/accounts', { cookie: first })).status).toBe(401);
    expect((await send('GET /v1/api/portfolio/accounts', { cookie: second })).status).toBe(200);
  });

  it('answer the program’s own steps in one piece with a length, and grant no brokerage session', async () => {
    const cookie = await login();
    for (const path of ['/sso/validate?gw=1', '/one/user', '/ssodh/init', '/ssodh/st', '/iserver/auth/status']) {
      const got = await send(`GET /v1/api${path}`, { cookie, agent: PROGRAM });
      expect({ path, status: got.status, length: got.headers['content-length'] }).toEqual({
        path,
        status: 200,
        length: String(Buffer.byteLength(got.text)),
      });
    }
    const asked = await send('POST /v1/api/iserver/auth/ssodh/init', {
      cookie,
      agent: PROGRAM,
      form: '{"compete":true}',
    });
    expect(JSON.parse(asked.text)).toMatchObject({ authenticated: false });
    // The same limit as everybody's.
    expect((await send('GET /v1/api/sso/validate?gw=1', { cookie, agent: PROGRAM })).status).toBe(429);
  });

  it('know every secret they gave out', async () => {
    const cookie = await login();
    const { text } = await send('GET /v1/api/ssodh/st', { cookie, agent: PROGRAM });
    const { st } = JSON.parse(text) as { st: string };
    expect(simulator.secrets).toContain(st);
    expect(simulator.secrets.some((secret) => cookie.endsWith(secret))).toBe(true);
  });
});
