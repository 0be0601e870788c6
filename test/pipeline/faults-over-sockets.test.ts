import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKey, reportFolder } from '#archive/keys';
import { latestSnapshot } from '#archive/snapshot-store';
import { calendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { Run, RunKind, Snapshot } from '#domain/snapshot';
import { collectRun } from '#pipeline/collect-run';
import type { CollectResult } from '#pipeline/events';
import { publishRun } from '#pipeline/publish-run';
import { readRun, takeRun } from '#pipeline/run-record';
import type { Report } from '#report/report';
import { advisorScenario } from '#simulator/advisor-scenario';
import { DEMO_ACCOUNT, demoScenario } from '#simulator/demo-scenario';
import { EMPTY_ACCOUNT, emptyScenario } from '#simulator/empty-scenario';
import { LARGE_ACCOUNT, largeScenario } from '#simulator/large-scenario';
import type { ApiCall, Scenario } from '#simulator/scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { Machine } from '#test/support/machine';
import { gatewayOpener } from '#wiring/gateway-opener';

const DAY = calendarDate('2026-11-20');
const MORNING = '2026-11-21T10:45:00Z';
const NOON = '2026-11-21T17:00:00Z';
const demo = demoScenario({ seed: 1, today: new Date(NOON) });

let machine: Machine;
let simulator: Simulator;

async function live(scenario: Scenario, at = MORNING): Promise<void> {
  await simulator?.close();
  machine = await (await new Machine(at).settled()).reportedBefore(DAY);
  simulator = await startSimulator({ scenario, clock: machine.clock });
}
beforeEach(() => live(demo));
afterEach(() => simulator.close());

/** A scenario whose session ends just before it answers the first call that fits. */
function endingAt(scenario: Scenario, fits: (call: ApiCall) => boolean): Scenario {
  let over = false;
  return {
    ...scenario,
    answer: (call) => {
      const ends = !over && fits(call);
      over ||= ends;
      if (ends) simulator.logout();
      return ends ? { status: 401, contentType: null, text: [] } : scenario.answer(call);
    },
  };
}

const ports = (accounts: readonly string[] | 'all') => ({
  ...machine.ports,
  version: '1.0.0',
  label: () => undefined,
  accounts,
  open: gatewayOpener({
    url: simulator.url,
    version: '1.0.0',
    pacingName: 'https://simulator',
    ca: simulator.certificate,
    serverName: simulator.serverName,
    archive: machine.archive,
    clock: machine.clock,
    maxWaitMs: 10_000,
  }),
});

interface Choice {
  readonly kind?: RunKind;
  readonly until?: string;
  readonly accounts?: readonly string[] | 'all';
}

/** One go, as one step of the state machine. */
async function go({ kind = 'final', until = NOON, accounts = 'all' }: Choice = {}): Promise<CollectResult> {
  const run: Run = { kind, marketDate: DAY };
  await takeRun(machine.archive, run, { holder: 'mine', now: machine.clock.now(), again: false });
  return collectRun({ run, execution: 'mine', until }, ports(accounts));
}

const snapshotOf = async (id: string, kind: RunKind = 'final'): Promise<Snapshot> =>
  (await latestSnapshot(machine.archive, accountKey(id), { kind, marketDate: DAY }))?.snapshot as Snapshot;

async function report(id: string): Promise<Report> {
  await publishRun(
    { run: { kind: 'final', marketDate: DAY }, execution: 'mine', account: accountKey(id) },
    ports('all'),
  );
  return machine.archive.json(`${reportFolder(DAY, accountKey(id), 1)}report.json`) as Report;
}

const calls = (path: RegExp) => simulator.calls.filter((call) => path.test(call.path));
const refusals = () => simulator.calls.filter(({ status }) => status === 429);

describe('F10: a session that ends at the fourth of seven accounts', () => {
  const ids = Array.from({ length: 7 }, (_, index) => `U${7_316_001 + index}`);
  const [, , , fourth = ''] = ids;
  const advisor = advisorScenario({ seed: 1, today: new Date(NOON) });

  it('keeps the three before it and goes on with it, read in one session', async () => {
    await live(
      endingAt(advisor, ({ path }) => path === `/portfolio/${fourth}/positions/0`),
      '2026-11-20T21:45:00Z',
    );
    const close = { kind: 'close', until: '2026-11-21T05:00:00Z', accounts: ids } as const;
    expect(await go(close)).toMatchObject({ next: 'end', status: 'waiting' });
    expect(calls(/U7316005/)).toEqual([]);
    for (const id of ids.slice(0, 3)) expect((await snapshotOf(id, 'close')).datasets.positions.status).toBe('present');

    await machine.at('2026-11-20T23:00:00Z');
    simulator.login();
    const before = simulator.calls.length;
    expect(await go(close)).toMatchObject({ next: 'end', status: 'complete' });
    const later = simulator.calls.slice(before).map(({ path }) => path);
    for (const id of ids.slice(0, 3)) expect(later.join(), id).not.toContain(id);
    const { datasets } = await snapshotOf(fourth, 'close');
    for (const name of ['summary', 'ledger', 'positions', 'allocation'] as const) {
      expect(datasets[name], name).toMatchObject({ fetchedAt: expect.stringMatching(/^2026-11-20T23/) });
    }
  });
});

describe('F18: midnight between two pages of the holdings', () => {
  it('drops the first page, and reads both and what is summed with them in the next session', async () => {
    const large = largeScenario({ seed: 1, today: new Date(NOON), size: 0.03 });
    await live(
      endingAt(large, ({ path }) => path.endsWith('/positions/1')),
      '2026-11-22T04:59:50Z',
    );
    const until = '2026-11-22T17:00:00Z';
    expect(await go({ until })).toMatchObject({ status: 'waiting', next: 'end' });
    expect((await snapshotOf(LARGE_ACCOUNT)).datasets.positions.status).toBe('missing');

    await machine.at('2026-11-22T13:00:00Z');
    simulator.login();
    await go({ until });
    expect(calls(/positions\/0$/)).toHaveLength(2);
    const { datasets } = await snapshotOf(LARGE_ACCOUNT);
    expect(valueOf(datasets.positions)).toHaveLength(150);
    for (const name of ['summary', 'ledger', 'positions', 'allocation'] as const) {
      const dataset = datasets[name];
      expect(dataset.status === 'present' && dataset.raw.every((key) => key.includes('/20261122T13')), name).toBe(true);
    }
  });
});

describe('F12: PortfolioAnalyst that always breaks', () => {
  it('is asked twice within its limit, and the holdings are reported without it', async () => {
    simulator.fault({ path: '/pa/allperiods', kind: 'status', status: 500, body: '{"error":"Internal Server Error"}' });
    const first = await go();
    expect(first).toMatchObject({ next: 'wait' });
    await machine.at(first.resumeAt as string);
    expect(await go()).toMatchObject({ next: 'publish', status: 'partial' });
    const [one, two, ...more] = calls(/allperiods/);
    expect(more).toEqual([]);
    expect((two?.at.getTime() ?? 0) - (one?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(15 * 60_000);
    const { warnings, sections } = await report(DEMO_ACCOUNT);
    expect(warnings.map(({ text }) => text).join()).toContain('Returns and past values are missing');
    expect(sections.map(({ id }) => id)).toContain('holdings');
  });
});

describe('a 429', () => {
  it('F13: is waited out in full, without a call, and the same run goes on', async () => {
    simulator.fault({ path: '/portfolio/*/ledger', kind: 'status', status: 429, times: 1 });
    const first = await go();
    expect(first).toMatchObject({ next: 'wait', resumeAt: expect.stringMatching(/^2026-11-21T11:00:0\dZ$/) });
    const before = simulator.calls.length;
    // Somebody starts it in between: nothing is asked, and it is told the same hour.
    await machine.at('2026-11-21T10:55:00Z');
    expect(await go()).toMatchObject({ next: 'wait', resumeAt: first.resumeAt });
    expect(simulator.calls).toHaveLength(before);
    await machine.at(first.resumeAt as string);
    expect(await go()).toMatchObject({ next: 'publish', status: 'complete' });
    expect(calls(/ledger$/)).toHaveLength(2);
    expect(calls(/summary$/)).toHaveLength(1 + 1);
  });

  it('F14: the third in a day ends the calls until the next day, with its reason', async () => {
    simulator.fault({ path: '/portfolio/*/ledger', kind: 'status', status: 429, times: 3 });
    let result = await go();
    for (let tries = 1; tries < 3; tries += 1) {
      expect(result).toMatchObject({ next: 'wait' });
      await machine.at(result.resumeAt as string);
      result = await go();
    }
    expect(result.next).not.toBe('wait');
    const before = simulator.calls.length;
    await machine.at('2026-11-21T16:00:00Z');
    await go();
    expect(simulator.calls).toHaveLength(before);
    const why = (await readRun(machine.archive, { kind: 'final', marketDate: DAY }))?.why;
    expect(why?.message).toMatch(/3 times today that there were too many calls.*ledger at 10:45 UTC.*next day/);
    await machine.at('2026-11-22T05:00:00Z');
    await go({ until: '2026-11-22T17:00:00Z' });
    expect(simulator.calls.length).toBeGreaterThan(before);
  });
});

describe('what PortfolioAnalyst says', () => {
  it('F27: nothing yet of a new account, and the report has no figure made of nothing', async () => {
    await live(emptyScenario({ today: new Date(NOON) }));
    await go();
    const { headline } = await report(EMPTY_ACCOUNT);
    expect(headline.dayReturn).toHaveProperty('missing');
    expect(headline.yearReturn).toHaveProperty('missing');
    expect(headline.periods.filter(({ twr }) => twr === 0)).toEqual([]);
  });

  it('F30: a point of today is preliminary, and is asked for again in the morning', async () => {
    await live(demo, '2026-11-20T22:30:00Z');
    await go();
    expect((await report(DEMO_ACCOUNT)).finality).toBe('preliminary');
    await machine.at('2026-11-21T10:00:00Z');
    await go();
    expect(calls(/allperiods/)).toHaveLength(2);
    expect(valueOf((await snapshotOf(DEMO_ACCOUNT)).datasets.performance)).toBeDefined();
  });

  /** The true answer with the dates and values of one period changed. */
  function changed(change: (series: { dates: string[]; nav: number[]; cps: number[] }) => void): void {
    const call = {
      method: 'POST',
      path: '/pa/allperiods',
      query: new URLSearchParams(),
      body: { acctIds: [DEMO_ACCOUNT] },
      now: new Date(MORNING).getTime(),
    };
    const text = Buffer.concat([...(demo.answer(call)?.text ?? [])].map((part) => Buffer.from(part))).toString();
    const body = JSON.parse(text);
    for (const period of body[DEMO_ACCOUNT].periods) change(body[DEMO_ACCOUNT][period]);
    const whole = { status: 200, body: JSON.stringify(body), contentType: 'application/json' };
    simulator.fault({ path: '/pa/allperiods', kind: 'status', ...whole });
  }

  it('F32: days in disorder are put in order, and one that comes twice the same counts once', async () => {
    await go();
    const expected = (await report(DEMO_ACCOUNT)).headline;
    await live(demo);
    changed((series) => {
      for (const name of ['dates', 'nav', 'cps'] as const) {
        const values = series[name] as unknown[];
        values.push(values[0]);
        values.reverse();
      }
    });
    await go();
    expect((await report(DEMO_ACCOUNT)).headline).toEqual(expected);
  });

  it('F32: a day that comes twice with two values is not read at all', async () => {
    changed((series) => {
      series.dates.push(series.dates[0] as string);
      series.nav.push((series.nav[0] as number) + 1);
      series.cps.push(series.cps[0] as number);
    });
    await go();
    expect((await snapshotOf(DEMO_ACCOUNT)).datasets.performance).toMatchObject({
      status: 'missing',
      gap: { reason: 'unreadable' },
    });
  });
});

describe('F21: an empty list of holdings beside a ledger full of stocks', () => {
  it('is never an account without holdings', async () => {
    const nothing = { status: 200, body: '[]', contentType: 'application/json' };
    simulator.fault({ path: '/portfolio/*/positions/*', method: 'GET', kind: 'status', ...nothing });
    await go();
    const { warnings, headline } = await report(DEMO_ACCOUNT);
    expect(warnings.map(({ text }) => text).join()).toMatch(/[Hh]oldings/);
    expect(headline.netAssetValue).not.toBe(0);
  });
});

it('no run of these broke a limit by itself', async () => {
  await go();
  await go();
  expect(refusals()).toEqual([]);
});
