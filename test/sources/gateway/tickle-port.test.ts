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
  expect(await gateway.tickle()).toEqual({ login: 'healthy' });
  simulator.logout();
  expect(await gateway.tickle()).toEqual({ login: 'needs-login' });
  expect(simulator.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(2).fill('POST /tickle'));
  expect((await archive.list('raw/')).length).toBe(0);
});

it('names what keeps it from knowing', async () => {
  simulator.fault({ method: 'POST', path: '/tickle', kind: 'status', status: 503 });
  await expect(gateway.tickle()).rejects.toMatchObject({ reason: 'server-error' });
});
