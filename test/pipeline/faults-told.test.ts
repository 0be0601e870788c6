import { afterEach, describe, expect, it } from 'vitest';
import { collectRun } from '#pipeline/collect-run';
import type { RunState } from '#pipeline/run-state';
import { advisorScenario } from '#simulator/advisor-scenario';
import { demoScenario } from '#simulator/demo-scenario';
import type { Scenario } from '#simulator/scenario';
import type { Simulator } from '#simulator/simulator';
import type { Machine } from '#test/support/machine';
import { simulatedMachine } from '#test/support/simulated-machine';

/** Faults of which a person has to hear, over real sockets. */

const MORNING = '2026-11-21T10:45:00Z';
const FINAL = { start: 'schedule', kind: 'final' } as const;
const demo = demoScenario({ seed: 1, today: new Date(MORNING) });
const open: Simulator[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

async function morning(scenario: Scenario, more: { readonly deadlineSeconds?: number } = {}) {
  const made = await simulatedMachine(MORNING, { scenario, ...more });
  open.push(made.simulator);
  await made.machine.reportedBefore('2026-11-20');
  return made;
}

const recordOf = (machine: Machine): RunState => machine.archive.json('state/runs/2026/11/20/final.json') as RunState;

describe('F14: a third 429 in a day', () => {
  it('is told to the owner with its reason where a report is out without what was refused', async () => {
    const { machine, simulator } = await morning(demo);
    simulator.fault({ path: '/portfolio/*/ledger', kind: 'status', status: 429, times: 3 });
    await machine.start(FINAL);
    expect(machine.state('final', '2026-11-20')).toBe('partial');
    expect(machine.subjects).toEqual(['IBKR refuses calls: Fri 20 Nov 2026']);
    const [notice] = machine.notices;
    expect(notice?.message).toMatch(/3 times today that there were too many calls.*ledger at 10:45 UTC/);
    expect(notice?.message).toContain('Nothing is asked before Sun 22 Nov 2026 00:00 (America/New_York)');
    const calls = simulator.calls.length;
    await machine.at('2026-11-21T20:00:00Z');
    await machine.start({ start: 'login' });
    expect(simulator.calls).toHaveLength(calls);
    expect(machine.subjects).toHaveLength(1);
  });

  it('is the cause that the owner is told where nothing came at all', async () => {
    const { machine, simulator } = await morning(demo);
    simulator.fault({ path: '/portfolio/accounts', kind: 'status', status: 429, times: 3 });
    await machine.start(FINAL);
    expect(machine.subjects).toEqual(['No report: Fri 20 Nov 2026']);
    expect(machine.notices[0]?.message).toMatch(/3 times today that there were too many calls/);
  });
});

describe('F64: a clock that is minutes off', () => {
  it.each([9, -9])('keeps every figure from a wrong time: the gateway is %d minutes ahead', async (minutes) => {
    const { machine, simulator } = await morning(demo);
    machine.aheadMs = -minutes * 60_000;
    await machine.at('2026-11-21T10:55:00Z');
    await machine.start(FINAL);
    expect(simulator.calls.every(({ path }) => path === '/portfolio/accounts')).toBe(true);
    expect([...machine.archive.objects.keys()].filter((key) => key.startsWith('snapshots/'))).toEqual([]);
    expect(machine.subjects).toEqual(['No report: Fri 20 Nov 2026']);
    const side = minutes > 0 ? 'ahead of' : 'behind';
    expect(machine.notices[0]?.message).toContain(`The gateway's clock is 9 minutes ${side} this machine's clock`);
    expect(machine.notices[0]?.message).toContain('Set the clock that is wrong');
    expect(recordOf(machine).why?.reason).not.toBe('needs-login');
  });

  it('is let pass where it is off by less than five minutes', async () => {
    const { machine } = await morning(demo);
    machine.aheadMs = -4 * 60_000;
    await machine.at('2026-11-21T10:50:00Z');
    await machine.start(FINAL);
    expect(machine.state('final', '2026-11-20')).toBe('done');
  });
});

describe('F2 F3: IBKR that keeps silent or drips', () => {
  it.each(['silent', 'drip'] as const)(
    '%s: each try ends at its deadline and leaves no connection behind',
    async (kind) => {
      const { machine, simulator } = await morning(demo, { deadlineSeconds: 0.2 });
      simulator.fault({ path: '*', kind });
      const { runs } = await machine.begin(FINAL, 'one');
      const [taken] = runs;
      if (!taken) throw new TypeError('the run was not taken');
      for (let tries = 1; tries <= 4; tries += 1) {
        const { next } = await collectRun({ run: taken.run, execution: 'one', until: taken.until }, machine.ports);
        expect(next).toBe('wait');
        expect(recordOf(machine).why?.reason).toBe('silent');
        await machine.clock.sleep(30 * 60_000);
      }
      expect(simulator.calls.length).toBeLessThanOrEqual(8);
      expect(simulator.maxConcurrent).toBeLessThanOrEqual(2);
    },
  );
});

describe('F34: accounts that nobody named', () => {
  it('of paper money are said to be so', async () => {
    const scenario = advisorScenario({ seed: 5, today: new Date(MORNING) });
    const [, first = ''] = scenario.accountIds;
    const { machine, simulator } = await morning(scenario);
    const paper = JSON.stringify([{ id: first, currency: 'USD', type: 'DEMO' }]);
    simulator.fault({ path: '/portfolio/accounts', kind: 'status', status: 200, body: paper });
    simulator.fault({ path: '/portfolio/*/*', kind: 'status', status: 503 });
    const told: string[] = [];
    const { runs } = await machine.begin(FINAL, 'one');
    const [taken] = runs;
    if (!taken) throw new TypeError('the run was not taken');
    const ports = { ...machine.ports, progress: (text: string) => void told.push(text) };
    await collectRun({ run: taken.run, execution: 'one', until: taken.until }, ports);
    expect(told.join('\n')).toContain('paper money: nothing in the report is real');
  });
});
