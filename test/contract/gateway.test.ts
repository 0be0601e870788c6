import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { folderArchive } from '#archive/folder-archive';
import { systemClock } from '#effects/system-clock';
import { VirtualClock } from '#effects/virtual-clock';
import { pacingIn } from '#pipeline/archive-pacing';
import { demoScenario } from '#simulator/demo-scenario';
import type { Scenario } from '#simulator/scenario';
import { startSimulator } from '#simulator/simulator';
import { openGateway } from '#sources/gateway/gateway';
import { openHttpClient } from '#sources/http/http-client';
import { faultContract } from './faults.ts';
import { type Line, openLine, PAST_ALL_LIMITS_MS, type SimulatedWorld } from './line.ts';
import { readingContract } from './reading.ts';
import { wideScenario } from './wide-scenario.ts';

const AT = new Date('2026-11-20T21:30:00Z');

async function simulated(scenario: Scenario): Promise<SimulatedWorld> {
  const clock = new VirtualClock(AT);
  const simulator = await startSimulator({ scenario, clock });
  const { url: origin, certificate: ca, serverName } = simulator;
  return {
    simulator,
    clock,
    open: async () => {
      await clock.sleep(PAST_ALL_LIMITS_MS);
      return openLine({ origin, ca, serverName, clock, longestMs: 1_500 });
    },
  };
}

let demo: SimulatedWorld;
let wide: SimulatedWorld;
beforeAll(async () => {
  demo = await simulated(demoScenario({ seed: 1, today: AT }));
  wide = await simulated(wideScenario(AT));
});
afterAll(async () => {
  await demo?.simulator.close();
  await wide?.simulator.close();
});

readingContract('the simulator', () => demo.open());
faultContract('the simulator', () => wide);

/**
 * The same on a live gateway that somebody has logged in to. Its limits are kept in the user's cache, so that a second run
 * asks nothing too early; its answers are kept nowhere.
 */
async function live(origin: string): Promise<Line> {
  const { GATEWAY_CA, GATEWAY_NAME, XDG_CACHE_HOME } = process.env;
  const folder = join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'daybook', 'contract');
  await mkdir(folder, { recursive: true });
  const kept: Line['kept'][number][] = [];
  const gateway = openGateway({
    http: openHttpClient({
      origin,
      userAgent: 'daybook/test',
      ...(GATEWAY_CA ? { ca: await readFile(GATEWAY_CA, 'utf8') } : {}),
      ...(GATEWAY_NAME ? { serverName: GATEWAY_NAME } : {}),
    }),
    clock: systemClock,
    pacing: pacingIn(folderArchive(folder), origin),
    keep: async (raw) => `raw/${kept.push(raw)}`,
    log: () => undefined,
    maxWaitMs: 60_000,
  });
  return { gateway, kept, close: () => gateway.close() };
}

const { GATEWAY_URL } = process.env;
if (GATEWAY_URL) readingContract(`the gateway at ${GATEWAY_URL}`, () => live(GATEWAY_URL));
