import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { RunKind } from '#domain/snapshot';
import { collectRun } from '#pipeline/collect-run';
import { takeRun } from '#pipeline/run-record';
import { advisorScenario } from '#simulator/advisor-scenario';
import { demoScenario } from '#simulator/demo-scenario';
import type { Scenario } from '#simulator/scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { Machine } from '#test/support/machine';
import { gatewayOpener } from '#wiring/gateway-opener';

const today = new Date('2026-11-21T17:00:00Z');
const AT = { close: '2026-11-20T21:30:00Z', final: '2026-11-21T10:45:00Z' };

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

async function day(scenario: Scenario) {
  const machine = await (await new Machine(AT.close).settled()).reportedBefore('2026-11-20');
  const broker = await startSimulator({ scenario, clock: machine.clock });
  simulator = broker;
  const open = gatewayOpener({
    url: broker.url,
    version: '1.0.0',
    pacingName: 'https://simulator',
    ca: broker.certificate,
    serverName: broker.serverName,
    archive: machine.archive,
    clock: machine.clock,
    maxWaitMs: 10_000,
  });
  const collect = async (kind: RunKind) => {
    await machine.at(AT[kind]);
    const run = { kind, marketDate: calendarDate('2026-11-20') };
    const before = broker.calls.length;
    await takeRun(machine.archive, run, { holder: 'mine', now: machine.clock.now(), again: false });
    for (;;) {
      const request = { run, execution: 'mine', until: '2026-11-21T23:00:00Z' };
      const result = await collectRun(request, { ...machine.ports, open });
      if (result.next !== 'wait') break;
      await machine.at(result.resumeAt as string);
    }
    const counts: Record<string, number> = {};
    for (const { method, path } of broker.calls.slice(before)) {
      const name = `${method} ${path.replace(/\/[UF]\d+\//, '/{account}/').replace(/positions\/\d+/, 'positions/{page}')}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
  const close = await collect('close');
  const final = await collect('final');
  const minutes = Math.round((machine.clock.now().getTime() - Date.parse(AT.final)) / 60_000);
  return { close, final, minutes, refused: broker.calls.filter(({ status }) => status !== 200) };
}

/** The table of docs/gateway.md: what each call is made for, and how often in the runs of its columns. */
async function told(column: number): Promise<Record<string, number>> {
  const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'gateway.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `((?:GET|POST) [^`]+)` \|(.+)\|$/gm)];
  const counts = rows.map(([, call = '', cells = '']) => [call, Number(cells.split('|')[column])] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

it('makes the calls of a day that the page for the gateway lists, each with its reason', async () => {
  const { close, final, refused } = await day(demoScenario({ seed: 1, today }));
  expect(close).toEqual(await told(0));
  expect(final).toEqual(await told(1));
  expect(refused).toEqual([]);
});

it('makes those of 25 sub-accounts in the time that the page gives', { timeout: 60_000 }, async () => {
  const { close, final, minutes, refused } = await day(advisorScenario({ seed: 1, today }));
  expect(close).toEqual(await told(2));
  expect(final).toEqual(await told(3));
  // 24 pauses of 15 minutes and a second.
  expect(minutes).toBe(361);
  expect(refused).toEqual([]);
});
