import { afterEach, beforeEach, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { VirtualClock } from '#effects/virtual-clock';
import { emptyScenario } from '#simulator/empty-scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import type { Gateway } from '#sources/gateway/gateway';
import { memoryArchive } from '#test/support/memory-archive';
import { gatewayOpener } from '#wiring/gateway-opener';

const clock = new VirtualClock(new Date('2026-11-20T15:00:00Z'));
const archive = memoryArchive();
let simulator: Simulator;
let gateway: Gateway;

beforeEach(async () => {
  simulator = await startSimulator({ scenario: emptyScenario({ today: clock.now() }), clock });
  gateway = gatewayOpener({
    url: simulator.url,
    version: '1.0.0',
    pacingName: 'https://simulator',
    ca: simulator.certificate,
    serverName: simulator.serverName,
    archive,
    clock,
    maxWaitMs: 10_000,
  })({ kind: 'final', marketDate: calendarDate('2026-11-19') });
});
afterEach(async () => {
  await gateway.close();
  await simulator.close();
});

it('tells a good login from none, by one call each, and keeps nothing of the answer', async () => {
  expect(await gateway.tickle()).toEqual({ login: 'healthy', stage: 'login-only' });
  simulator.logout();
  expect(await gateway.tickle()).toEqual({ login: 'needs-login', stage: 'expired' });
  expect(simulator.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(2).fill('POST /tickle'));
  expect((await archive.list('raw/')).length).toBe(0);
});

it('sees by the auth status alone whether somebody has logged in, and keeps nothing alive for it', async () => {
  simulator.logout();
  expect(await gateway.authStatus()).toMatchObject({ login: 'needs-login' });
  simulator.login();
  expect(await gateway.authStatus()).toEqual({ login: 'healthy', stage: 'login-only' });
  expect(simulator.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array(2).fill('POST /iserver/auth/status'),
  );
  expect((await archive.list('raw/')).length).toBe(0);
});

it.each([
  ['open', '{"authenticated":true,"connected":true,"competing":false}', 'brokerage'],
  ['held by another program', '{"authenticated":false,"connected":true,"competing":true}', 'competing'],
])('takes a brokerage session that is %s for a good login', async (_, body, stage) => {
  simulator.fault({ path: '/iserver/auth/status', kind: 'status', status: 200, body });
  expect(await gateway.authStatus()).toEqual({ login: 'healthy', stage });
});

it('takes a refusal for want of the brokerage session for a good login', async () => {
  const body = '{"error":"Bad Request: no bridge","statusCode":400}';
  simulator.fault({ path: '/iserver/auth/status', kind: 'status', status: 400, body });
  expect(await gateway.authStatus()).toMatchObject({ login: 'healthy' });
});

it('leaves open whether anybody is logged in when nothing of the brokerage session is open', async () => {
  const body = '{"authenticated":false,"connected":false,"competing":false}';
  simulator.fault({ path: '/iserver/auth/status', kind: 'status', status: 200, body });
  expect(await gateway.authStatus()).toBeUndefined();
});

it('names what keeps it from knowing', async () => {
  simulator.fault({ method: 'POST', path: '/tickle', kind: 'status', status: 503 });
  await expect(gateway.tickle()).rejects.toMatchObject({ reason: 'server-error' });
});
