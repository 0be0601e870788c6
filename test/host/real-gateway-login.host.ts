import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { GATEWAY_NAME, GATEWAY_PORT } from '#lib/host/ports';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { Chromium } from '#test/support/chromium';
import type { RunningNginx } from './gateway/nginx.ts';
import { type GatewayHost, startGatewayHost } from './real-gateway/gateway-host.ts';

const WAIT = { timeout: 30_000 };
const AT = new Date('2026-11-20T21:30:00Z');
let host: GatewayHost;
let proxy: RunningNginx;
beforeAll(async () => {
  host = await startGatewayHost(demoScenario({ seed: 1, today: AT }), AT);
  proxy = await host.proxy();
});
afterAll(async () => {
  await proxy?.close();
  await host?.close();
});

const ask = (call: string): Promise<string> =>
  proxy.send('api', `${call} HTTP/1.1\r\nHost: ${GATEWAY_NAME}\r\nContent-Length: 0\r\n\r\n`);

it('a person logs in with a browser through the login listener, on a port that is not the program’s', async () => {
  expect(await ask('POST /v1/api/tickle')).toMatch(/^HTTP\/1\.1 401 /);
  const browser = await Chromium.start(proxy.loginCertificate);
  try {
    expect(proxy.loginPort).not.toBe(GATEWAY_PORT);
    const tab = await browser.visit(`https://localhost:${proxy.loginPort}/`);
    const seen = (): Promise<string> =>
      tab.evaluate<string>('document.body ? document.body.innerText : ""').catch(() => '');
    const press = (): Promise<unknown> => tab.evaluate('document.querySelector("button").click()');
    await vi.waitUntil(async () => /Simulated login/.test(await seen()), WAIT);
    expect(await tab.evaluate('location.pathname')).toBe('/sso/Login');
    await tab.evaluate('document.querySelector("[name=password]").value = "wrong"');
    await press();
    await vi.waitUntil(async () => /Try again/.test(await seen()), WAIT);
    await press();
    await vi.waitUntil(async () => /second factor/.test(await seen()), WAIT);
    await press();
    await vi.waitUntil(async () => /Client login succeeds/.test(await seen()), WAIT);
    // Nothing of the pages leads away from the listener.
    expect(tab.requests).toEqual([]);
    await tab.close();
  } finally {
    await browser.close();
  }
  await host.clock.sleep(2_000);
  expect(await ask('POST /v1/api/tickle')).toMatch(/^HTTP\/1\.1 200 [\s\S]*"connected":true/);
  expect(await ask('GET /v1/api/portfolio/accounts')).toMatch(/^HTTP\/1\.1 200 [\s\S]*passed/);
});

it('asks for a brokerage session of its own accord, once, and gets none', async () => {
  const own = (): readonly string[] =>
    host.simulator.calls
      .filter(({ path }) => path.startsWith('/iserver'))
      .map(({ method, path }) => `${method} ${path}`);
  await expect.poll(own, { timeout: 20_000 }).toEqual(['GET /iserver/auth/status', 'POST /iserver/auth/ssodh/init']);
});

it('T1: writes no cookie, token, password, query or account number into its logs, and no body', async () => {
  await ask(`GET /v1/api/portfolio/${DEMO_ACCOUNT}/ledger`);
  const written = await host.program.written();
  expect(written).toMatch(/<- 200 GET \/v1\/api\/portfolio\/\{account\}\/ledger/);
  expect(host.simulator.secrets.length).toBeGreaterThanOrEqual(4);
  for (const secret of host.simulator.secrets) expect(written).not.toContain(secret);
  expect(written.replaceAll(/Picked up JAVA_TOOL_OPTIONS.*/g, '')).not.toMatch(
    /keystore-password|XYZAB|JSESSIONID|simulated|Castellan|ticket=|U7315402|cashbalance/i,
  );
});

it('ends by a signal to its process in a few seconds, as a service manager expects', async () => {
  expect(await host.program.close()).toBe(143);
});
