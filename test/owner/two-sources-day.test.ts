import { afterEach, describe, expect, it } from 'vitest';
import { outboxChannel } from '#delivery/outbox';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { VirtualClock } from '#effects/virtual-clock';
import { type DayResult, reportDay } from '#owner/report-day';
import { summaryOf } from '#owner/summary';
import { summaryText } from '#owner/summary-text';
import { indexedDays } from '#pipeline/index-file';
import { deadlineOf, dueAt, isSettled } from '#pipeline/run-times';
import { demoScenario } from '#simulator/demo-scenario';
import { parseFault } from '#simulator/faults';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { openHttpClient } from '#sources/http/http-client';
import { memoryArchive } from '#test/support/memory-archive';
import { flexOpener } from '#wiring/flex-opener';
import { gatewayOpener } from '#wiring/gateway-opener';

const FINAL: Run = { kind: 'final', marketDate: calendarDate('2026-11-20') };
const calendar = newYorkCalendar();
const FLEX = '/FlexWebService/';
const open: Simulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

interface Scene {
  readonly simulator: Simulator;
  readonly archive: ReturnType<typeof memoryArchive>;
  readonly clock: VirtualClock;
  readonly lines: string[];
}

/** The morning after Friday: the final run is due. */
async function morning(today = deadlineOf(FINAL)): Promise<Scene> {
  const clock = new VirtualClock(dueAt(FINAL, calendar));
  const simulator = await startSimulator({ scenario: demoScenario({ seed: 1, today }), clock });
  open.push(simulator);
  return { simulator, archive: memoryArchive(), clock, lines: [] };
}

function report(
  { simulator, archive, clock, lines }: Scene,
  sources: 'both' | 'flex',
  { goOn = true, token = simulator.flex.token, run = FINAL }: { goOn?: boolean; token?: string | null; run?: Run } = {},
): Promise<DayResult> {
  const { url, certificate: ca, serverName, flex } = simulator;
  const gateway = gatewayOpener({
    url,
    pacingName: 'https://simulator',
    ca,
    serverName,
    version: 'test',
    archive,
    clock,
    maxWaitMs: 86_400_000,
  });
  return reportDay(
    {
      runs: [run],
      accounts: 'all',
      recipients: [{ address: 'owner@localhost', attach: false }],
      sender: 'Daybook <daybook@localhost>',
      timeZone: 'America/New_York',
      until: deadlineOf(run),
      goOn,
    },
    {
      archive,
      channel: outboxChannel(archive),
      clock,
      calendar,
      progress: (line) => lines.push(line),
      version: 'test',
      settled: (run, at) => isSettled(run, at, calendar),
      ...(sources === 'both' ? { open: gateway } : {}),
      flex: flexOpener({
        query: flex.query,
        clock,
        origin: flex.origin,
        token: async () => (token === null ? undefined : { token }),
        howToGive: 'Give one.',
        connect: (origin) => openHttpClient({ origin, ca, serverName, userAgent: 'test' }),
      }),
    },
  );
}

const text = (day: DayResult, { archive }: Scene): string => summaryText(summaryOf(day, archive));

describe('a day on this machine, over real sockets', () => {
  it('comes whole from Flex alone, and touches neither gateway nor login', async () => {
    const scene = await morning();
    scene.simulator.logout();
    const day = await report(scene, 'flex');
    expect(day.outcome).toMatchObject({ status: 'complete', sources: { flex: 'complete' } });
    expect(day.published).toHaveLength(1);
    expect(day.mails).toMatchObject([{ state: 'sent' }]);
    expect(scene.simulator.calls.length).toBeGreaterThan(1);
    expect(scene.simulator.calls.filter(({ path }) => !path.startsWith(FLEX))).toEqual([]);
    expect(text(day, scene)).toContain('Sources   Flex statement complete');
  });

  it('asks nothing for a statement that is there already, and sends no mail twice', async () => {
    const scene = await morning();
    await report(scene, 'flex');
    const calls = scene.simulator.calls.length;
    const again = await report(scene, 'flex');
    expect(scene.simulator.calls).toHaveLength(calls);
    expect(again.published).toMatchObject([{ status: 'unchanged' }]);
    expect(again.mails).toMatchObject([{ state: 'already-sent' }]);
  });

  it('is out from the statement when nobody is logged in, and says what is missing', async () => {
    const scene = await morning();
    scene.simulator.logout();
    const day = await report(scene, 'both');
    expect(day.outcome).toMatchObject({ status: 'partial', sources: { gateway: 'waiting', flex: 'complete' } });
    expect(day.published).toHaveLength(1);
    expect(text(day, scene)).toMatch(/Sources {3}gateway waits for a login or a pause, Flex statement complete/);
    expect(summaryOf(day, scene.archive).missing.join()).toMatch(/log/i);
  });

  it('is out from the gateway when the token is refused, and says what to do', async () => {
    const scene = await morning();
    const day = await report(scene, 'both', { token: 'someoneelses' });
    expect(day.outcome).toMatchObject({ status: 'partial', sources: { gateway: 'complete', flex: 'failed' } });
    expect(day.published).toHaveLength(1);
    const words = text(day, scene);
    expect(words).toMatch(/Flex statement gave nothing/);
    expect(words).toMatch(/Missing .*token/);
    expect(`${words}${scene.lines}${JSON.stringify([...scene.archive.objects])}`).not.toContain('someoneelses');
  });

  it('has failed from Flex alone without a token, and says where one goes', async () => {
    const scene = await morning();
    const day = await report(scene, 'flex', { token: null });
    expect(day.outcome).toMatchObject({ status: 'failed', why: { nextStep: 'Give one.' } });
    expect(text(day, scene)).toContain('No token of the Flex Web Service is at hand.\nGive one.');
    expect(scene.simulator.calls).toEqual([]);
  });

  it('waits for a late statement when it may, and not otherwise', async () => {
    const patient = await morning();
    patient.simulator.fault(parseFault(`${FLEX}SendRequest=flex-1003:2`));
    const day = await report(patient, 'flex');
    expect(day.outcome.status).toBe('complete');
    expect(patient.lines.filter((line) => line.includes('asked for again'))).toHaveLength(2);

    const hurried = await morning();
    hurried.simulator.fault(parseFault(`${FLEX}SendRequest=flex-1003`));
    const none = await report(hurried, 'flex', { goOn: false });
    expect(none.outcome).toMatchObject({ status: 'waiting', why: { message: expect.stringContaining('1003') } });
    expect(none.mails).toEqual([]);
  });

  it('makes a day anew whose statement came late, and says so in one line of the next mail', async () => {
    const monday: Run = { kind: 'final', marketDate: calendarDate('2026-11-23') };
    const scene = await morning(deadlineOf(monday));
    scene.simulator.fault(parseFault(`${FLEX}SendRequest=flex-1003:1`));
    const friday = await report(scene, 'both', { goOn: false });
    expect(friday.outcome).toMatchObject({ sources: { gateway: 'complete', flex: 'waiting' } });
    await scene.clock.advanceTo(dueAt(monday, calendar));
    scene.simulator.login();
    const day = await report(scene, 'both', { run: monday, goOn: false });
    expect(day.outcome).toMatchObject({ sources: { flex: 'complete' } });
    const keys = [...scene.archive.objects.keys()];
    const reports = keys.filter((key) => /^reports\/2026\/11\/20\/.*report\.json$/.test(key));
    expect(reports).toHaveLength(2);
    const anew = scene.archive.json(reports.sort().at(-1) ?? '') as { revision: number };
    expect(anew.revision).toBe(2);
    const mails = keys.filter((key) => key.endsWith('.eml')).sort();
    expect(mails).toHaveLength(2);
    const line = /The\s+report\s+of\s+Friday\s+20\s+November\s+2026,\s+with\s+a\s+Flex\s+statement/;
    const bodies = mails.map((key) => scene.archive.objects.get(key)?.toString().replaceAll('=\r\n', '') ?? '');
    expect(bodies.map((body) => line.test(body))).toEqual([false, true]);
    const [shown] = await indexedDays(scene.archive, '2026-11');
    expect(shown).toMatchObject({ date: '2026-11-20', state: 'partial', reports: [{ revision: 2 }] });
    // The same command again: the same reports, and no other mail.
    const again = await report(scene, 'both', { run: monday, goOn: false });
    expect(again.mails).toMatchObject([{ state: 'already-sent' }]);
    expect([...scene.archive.objects.keys()].filter((key) => /report\.json$/.test(key))).toHaveLength(3);
  });

  it('keeps nothing of a statement that breaks in the middle, and asks anew', async () => {
    const scene = await morning();
    scene.simulator.fault(parseFault(`${FLEX}GetStatement=cut:1`));
    const day = await report(scene, 'flex');
    expect(day.outcome.status).toBe('complete');
    const kept = [...scene.archive.objects.keys()].filter((key) => key.endsWith('.xml'));
    expect(kept).toHaveLength(1);
  });
});
