import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoScenario } from '#simulator/demo-scenario';
import { DEFAULT_FLEX } from '#simulator/flex/flex-settings';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { openHttpClient } from '#sources/http/http-client';
import { type Outcome, openTerminal, type Terminal } from '#test/support/command';

let terminal: Terminal;
let simulator: Simulator;

/** A terminal that takes the simulated broker for the Flex Web Service. */
beforeEach(async () => {
  terminal = await openTerminal({
    hidden: Array.from({ length: 9 }, () => DEFAULT_FLEX.token),
    connectFlex: () =>
      openHttpClient({ origin: simulator.flex.origin, ca: simulator.certificate, userAgent: 'daybook/test' }),
  });
  const scenario = demoScenario({ seed: 1, today: terminal.clock.now() });
  simulator = await startSimulator({ scenario, clock: terminal.clock });
  await settings(simulator.flex.query);
});
afterEach(async () => {
  await simulator.close();
  await terminal.leave();
});

const settings = (query: string): Promise<void> =>
  writeFile(join(terminal.folder, 'daybook.json'), JSON.stringify({ gateway: 'none', flex: { query } }));
const flex = (...words: readonly string[]): Promise<Outcome> => terminal.type('flex', ...words);

it('misses nothing in a query that ticks all', async () => {
  const { stdout, code } = await flex('check');
  expect(stdout).not.toMatch(/^[✗–]/m);
  expect(stdout).toContain('Nothing is missing.');
  expect(code).toBe(0);
});

it('names what a thin query lacks', async () => {
  await settings('1100003');
  const { stdout, code } = await flex('check');
  for (const words of ['"Cash Report" is not in', 'FX Rate to Base', 'Transaction ID', 'Cost Basis Money']) {
    expect(stdout).toContain(words);
  }
  expect(code).toBe(11);
});

it('fills a missed week, of which the reports can be made then', async () => {
  const filled = await flex('backfill', '--from', '2026-11-09', '--to', '2026-11-13');
  expect(filled.stdout).toContain('All of it is there.');
  expect(filled.code).toBe(0);
  const again = await flex('backfill', '--from', '2026-11-09', '--to', '2026-11-13');
  expect(again.stdout).toMatch(/^· 9 Nov 2026 to 13 Nov 2026: told already/m);
  const rebuilt = await terminal.type('archive', 'rebuild', '--date', '2026-11-11');
  expect(rebuilt.stdout).toMatch(/2026-11-11: written as revision 1/);
  expect(rebuilt.code).toBe(0);
  expect((await terminal.type('archive', 'verify')).code).toBe(0);
});
