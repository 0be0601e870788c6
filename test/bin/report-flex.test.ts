import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { deadlineOf } from '#pipeline/run-times';
import { demoScenario } from '#simulator/demo-scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { openHttpClient, type StreamingHttpClient } from '#sources/http/http-client';
import { openTerminal, type Terminal } from '#test/support/command';

const FINAL = { kind: 'final', marketDate: calendarDate('2026-11-20') } as const;
const SATURDAY = new Date('2026-11-21T10:45:00Z');
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Scene {
  readonly terminal: Terminal;
  readonly simulator: Simulator;
}

/** A terminal whose settings name a Flex query and no gateway, and an IBKR that answers it. */
async function flexAlone(options: { flexToken?: string; hidden?: readonly string[]; at?: Date } = {}): Promise<Scene> {
  const scenario = demoScenario({ seed: 1, today: deadlineOf(FINAL) });
  const connectFlex = (): StreamingHttpClient => {
    const { certificate: ca, serverName, flex } = simulator;
    return openHttpClient({ origin: flex.origin, ca, serverName, userAgent: 'daybook/test' });
  };
  const terminal = await openTerminal({ at: SATURDAY, ...options, connectFlex });
  const simulator = await startSimulator({ scenario, clock: terminal.clock });
  ends.push(terminal.leave, () => simulator.close());
  const settings = { gateway: 'none', flex: { query: simulator.flex.query } };
  await writeFile(join(terminal.folder, 'daybook.json'), JSON.stringify(settings));
  return { terminal, simulator };
}

describe('a report where the settings name a Flex query', () => {
  it('comes with the token of the environment, without any gateway', async () => {
    const token = 'unknown';
    const { terminal, simulator } = await flexAlone({ flexToken: token });
    const refused = await terminal.type('report');
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toMatch(/token/);
    expect(simulator.calls.every(({ path }) => path.startsWith('/FlexWebService/'))).toBe(true);
    expect(`${refused.stdout}${refused.stderr}`).not.toContain(token);
  });

  it('asks for the token where there is none, without showing it', async () => {
    const first = await flexAlone();
    const { token } = first.simulator.flex;
    const { terminal } = await flexAlone({ hidden: [token] });
    const outcome = await terminal.type('report');
    expect(outcome.stdout).toMatch(/Sources {3}Flex statement complete/);
    expect(outcome.code).toBe(0);
    expect(`${outcome.stdout}${outcome.stderr}`).not.toContain(token);
  });

  it('says where the token goes when nobody is at the terminal', async () => {
    const { terminal, simulator } = await flexAlone();
    const outcome = await terminal.type('report');
    expect(outcome.stdout).toMatch(/No token of the Flex Web Service is at hand\.\n.*DAYBOOK_FLEX_TOKEN/);
    expect(outcome.code).not.toBe(0);
    expect(simulator.calls).toEqual([]);
  });
});

describe('a report without a gateway', () => {
  it('is refused where no Flex query is named either, with what to add', async () => {
    const { terminal } = await flexAlone();
    await writeFile(join(terminal.folder, 'daybook.json'), '{"gateway":"none"}');
    const outcome = await terminal.type('report');
    expect(outcome.stderr).toMatch(/gateway "none" and name no Flex query.*add "flex": \{ "query"/);
    expect(outcome.code).toBe(2);
  });

  it('is refused for a close run, which a statement can not tell', async () => {
    const { terminal, simulator } = await flexAlone({ at: new Date('2026-11-20T21:30:00Z') });
    const outcome = await terminal.type('report', '--run', 'close');
    expect(outcome.stderr).toMatch(/the close run asks the gateway alone/);
    expect(outcome.code).toBe(2);
    expect(simulator.calls).toEqual([]);
  });
});

describe('the demo', () => {
  it('takes the sources it is told, and no other word', async () => {
    const { terminal } = await flexAlone();
    const wrong = await terminal.type('demo', '--sources', 'moon');
    expect(wrong.stderr).toMatch(/--sources moon is not one of gateway, flex, both/);
    const none = await terminal.type('demo', '--scenario', 'recorded', '--sources', 'flex');
    expect(none.stderr).toMatch(/this scenario has no statements/);
    const gateway = await terminal.type('demo', '--date', '2026-11-20', '--sources', 'gateway', '--json', '--quiet');
    expect(JSON.parse(gateway.stdout).sources).toEqual({ gateway: 'complete' });
  });
});
