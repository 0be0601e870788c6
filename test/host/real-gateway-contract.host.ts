import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GATEWAY_NAME } from '#lib/host/ports';
import { diagnose } from '#sources/gateway/diagnosis';
import { faultContract } from '#test/contract/faults';
import { type Line, openLine, PAST_ALL_LIMITS_MS, type SimulatedWorld } from '#test/contract/line';
import { readingContract } from '#test/contract/reading';
import { wideScenario } from '#test/contract/wide-scenario';
import { freePorts } from './gateway/free-ports.ts';
import { type RunningNginx, startNginx } from './gateway/nginx.ts';
import { type GatewayHost, startGatewayHost } from './real-gateway/gateway-host.ts';
import { startProgram } from './real-gateway/program.ts';

/** The proxy's own hour stands in its answers, so the simulated one begins with it. */
const now = new Date();
let host: GatewayHost;

/** A line through a proxy of its own; ended with the line. */
function lineThrough(proxy: RunningNginx, clock: SimulatedWorld['clock']): Line {
  const origin = `https://127.0.0.1:${proxy.apiPort}`;
  // Above the proxy's own deadline, so that its word for a silent gateway arrives.
  const line = openLine({ origin, ca: proxy.certificate, serverName: GATEWAY_NAME, clock, longestMs: 8_000 });
  return {
    ...line,
    close: async () => {
      await line.close();
      await proxy.close();
    },
  };
}

let world: SimulatedWorld;
beforeAll(async () => {
  host = await startGatewayHost(wideScenario(now), now);
  const proxy = await host.proxy();
  await host.login(proxy);
  await proxy.close();
  const { simulator, clock } = host;
  const asked = (): boolean => simulator.calls.some(({ path }) => path === '/iserver/auth/ssodh/init');
  await vi.waitUntil(asked, { timeout: 20_000 });
  world = {
    simulator,
    clock,
    open: async () => {
      await clock.sleep(PAST_ALL_LIMITS_MS);
      return lineThrough(await host.proxy(), clock);
    },
  };
});
afterAll(() => host?.close());

const NAME = 'the deployed proxy and the real gateway program';
readingContract(NAME, () => world.open());
faultContract(NAME, () => world);

describe('the host itself', () => {
  const found = async (line: Line): Promise<unknown> => {
    const finding = await line.gateway.accounts().then(() => undefined, diagnose);
    await line.close();
    return finding;
  };

  it('F1 a program that does not run is told as such, in seconds, and nobody is sent to log in', async () => {
    const [port] = await freePorts(2);
    const proxy = await startNginx({ port, certificate: host.program.certificate }, 2);
    expect(await found(lineThrough(proxy, host.clock))).toMatchObject({ diagnosis: 'gateway-down' });
  }, 10_000);

  it('F1 a proxy that does not run is told as such', async () => {
    const proxy = await host.proxy();
    await proxy.close();
    const line = lineThrough({ ...proxy, close: async () => undefined }, host.clock);
    expect(await found(line)).toMatchObject({ diagnosis: 'gateway-down' });
  }, 10_000);

  it('F2 an IBKR that hangs leaves the program answering once it is over', async () => {
    const { simulator } = world;
    simulator.fault({ path: '/portfolio/*', kind: 'silent' });
    expect(await found(await world.open())).toMatchObject({ diagnosis: 'ibkr-silent' });
    simulator.clearFaults();
    simulator.dropConnections();
    expect(await found(await world.open())).toBeUndefined();
  });

  it('F7 the list of addresses of the program itself is told as an allow-list, not as a missing login', async () => {
    const { simulator, clock } = world;
    const program = await startProgram(simulator, '10.9.9.9');
    const proxy = await startNginx({ port: program.port, certificate: program.certificate }, 2);
    expect(await found(lineThrough(proxy, clock))).toMatchObject({ diagnosis: 'blocked' });
    await program.close();
  });
});
