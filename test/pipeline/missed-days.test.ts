import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKey, reportFolder } from '#archive/keys';
import { latestSnapshot } from '#archive/snapshot-store';
import { calendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import { collectRun } from '#pipeline/collect-run';
import type { PublishResult, StartEvent } from '#pipeline/events';
import { readPreviousJoined } from '#pipeline/joined-snapshot';
import { publishRun } from '#pipeline/publish-run';
import type { Report } from '#report/report';
import { DEMO_ACCOUNT, type DemoScenario, demoScenario } from '#simulator/demo-scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { Machine } from '#test/support/machine';
import { gatewayOpener } from '#wiring/gateway-opener';

const WEDNESDAY_NOON = '2026-11-25T18:00:00Z';
const ACCOUNT = accountKey(DEMO_ACCOUNT);

let simulator: Simulator;
let machine: Machine;
let scenario: DemoScenario;

async function live(at: string, reported: string): Promise<void> {
  machine = await (await new Machine(at).settled()).reportedBefore(reported);
  scenario = demoScenario({ seed: 1, today: new Date(WEDNESDAY_NOON) });
  simulator = await startSimulator({ scenario, clock: machine.clock });
}
beforeEach(() => live(WEDNESDAY_NOON, '2026-11-20'));
afterEach(() => simulator.close());

const ports = () => ({
  ...machine.ports,
  version: '1.0.0',
  label: () => undefined,
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

/** Collects and publishes everything a start takes, with the waits let pass. */
async function start(event: StartEvent): Promise<{ run: Run; published: PublishResult }[]> {
  const execution = machine.name();
  const done: { run: Run; published: PublishResult }[] = [];
  for (const { run, until } of (await machine.begin(event, execution)).runs) {
    for (;;) {
      const result = await collectRun({ run, execution, until }, ports());
      if (result.next !== 'wait') break;
      await machine.at(result.resumeAt as string);
    }
    done.push({ run, published: await publishRun({ run, execution, account: ACCOUNT }, ports()) });
  }
  return done;
}

const reportOf = (day: string, revision = 1): Report =>
  machine.archive.json(`${reportFolder(calendarDate(day), ACCOUNT, revision)}report.json`) as Report;

const MISSED = ['2026-11-24', '2026-11-23', '2026-11-20'];

describe('days missed in an outage', () => {
  it('each get their own value and return to the cent, the oldest last', async () => {
    const done = await start({ start: 'login' });
    expect(done.map(({ run }) => run.marketDate)).toEqual(MISSED);
    const truth = scenario.truth(machine.clock.now());
    for (const day of MISSED) {
      const { headline, finality } = reportOf(day);
      expect(headline.netAssetValue).toBeCloseTo(truth.day(day).netAssetValueBase, 2);
      expect(headline.dayReturn).toBeCloseTo(truth.day(day).dayReturn, 6);
      expect(headline.netAssetValueBasis).toBe(`PortfolioAnalyst, close of ${Number(day.slice(8))} Nov`);
      expect(finality).toBe('final');
    }
  });

  it('never pass off holdings fetched today as those of their close', async () => {
    await start({ start: 'login' });
    for (const day of MISSED) {
      const report = reportOf(day);
      const warning = report.warnings.find(({ term }) => term === 'Not the close');
      expect(warning?.text).toMatch(/^Holdings, cash and rates are live at 25 Nov 13:\d\d ET, not the close of/);
      expect(report.asOf.find(({ data }) => data === 'Holdings and prices')?.at).toMatch(/^2026-11-25T18/);
      for (const block of report.sections.flatMap((section) => section.blocks)) {
        if (block.kind === 'table' && block.id === 'holdings') expect(block.subtitle).toContain('not the close');
      }
    }
  });

  it('take one call of each PortfolioAnalyst endpoint for their values, not one a day, with its true hour', async () => {
    await start({ start: 'login' });
    for (const path of ['/pa/allperiods', '/pa/performance']) {
      expect(
        simulator.calls.filter((call) => call.path === path),
        path,
      ).toHaveLength(1);
    }
    const asked = simulator.calls.find(({ path }) => path === '/pa/allperiods')?.at.getTime() ?? 0;
    for (const day of MISSED) {
      const run: Run = { kind: 'final', marketDate: calendarDate(day) };
      const performance = (await latestSnapshot(machine.archive, ACCOUNT, run))?.snapshot.datasets.performance;
      const fetched = performance?.status === 'present' ? Date.parse(performance.fetchedAt) : 0;
      expect(Math.abs(fetched - asked), day).toBeLessThan(60_000);
    }
  });

  it('are marked as made up for, with what can’t be had any more; the newest is only late', async () => {
    await start({ start: 'login' });
    for (const day of MISSED) {
      const report = reportOf(day);
      const line = report.warnings.find(({ term }) => term === 'Reconstructed');
      if (day === '2026-11-24') expect([line, report.reconstructedAt], day).toEqual([undefined, undefined]);
      else {
        expect(report.reconstructedAt, day).toBe(report.takenAt);
        expect(line?.text, day).toMatch(/was missed.*25 Nov 13:\d\d ET.*can’t be had any more/);
      }
    }
  });

  it('are compared with what was known when they were taken, so that each can be made again as it is', async () => {
    await start({ start: 'login' });
    const again = await publishRun(
      { run: { kind: 'final', marketDate: calendarDate('2026-11-24') }, execution: 'execution-1', account: ACCOUNT },
      ports(),
    );
    expect(again).toEqual({ account: ACCOUNT, revision: 1 });
    const later = await readPreviousJoined(machine.archive, ACCOUNT, calendarDate('2026-11-24'));
    expect(later?.snapshot.run.marketDate).toBe('2026-11-23');
  });
});

describe('a report after the close', () => {
  it('is preliminary and says so; the morning makes it revision 2, with the holdings of the close', async () => {
    await simulator.close();
    await live('2026-11-20T21:30:00Z', '2026-11-20');
    machine.mailAfterClose = true;
    const [evening] = await start({ start: 'schedule', kind: 'close' });
    expect(evening?.published).toEqual({ account: ACCOUNT, revision: 1 });
    const preliminary = reportOf('2026-11-20');
    expect(preliminary.finality).toBe('preliminary');
    expect(preliminary.headline.dayReturn).toEqual({ missing: 'follows in the morning' });
    await machine.at('2026-11-21T10:45:00Z');
    const [morning] = await start({ start: 'schedule', kind: 'final' });
    expect(morning?.published).toEqual({ account: ACCOUNT, revision: 2 });
    const final = reportOf('2026-11-20', 2);
    const truth = scenario.truth(machine.clock.now()).day('2026-11-20');
    expect(final.finality).toBe('final');
    expect(final.headline.netAssetValue).toBeCloseTo(truth.netAssetValueBase, 2);
    expect(final.warnings.map(({ term }) => term)).not.toContain('Not the close');
    expect(reportOf('2026-11-20')).toEqual(preliminary);
  });
});
