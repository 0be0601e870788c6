import type { Archive } from '#archive/archive';
import { outboxChannel } from '#delivery/outbox';
import type { CalendarDate } from '#domain/calendar-date';
import { type MarketCalendar, newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import { VirtualClock } from '#effects/virtual-clock';
import { type DayResult, reportDay } from '#owner/report-day';
import { deadlineOf, dueAt, isSettled } from '#pipeline/run-times';
import type { Fault } from '#simulator/faults';
import type { Scenario } from '#simulator/scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import type { Gateway } from '#sources/gateway/gateway';
import { openHttpClient } from '#sources/http/http-client';
import { flexOpener } from './flex-opener.ts';
import { gatewayOpener } from './gateway-opener.ts';
import { VERSION } from './version.ts';

export interface DemoRequest {
  readonly scenario: Scenario;
  readonly marketDate: CalendarDate;
  /** Where the clock begins; the hour of the close run when absent. A recording begins at its own hour. */
  readonly startAt?: Date;
  readonly faults: readonly Fault[];
  readonly timeZone: string;
  /** Default: both, or the gateway alone where the scenario has no statements. */
  readonly sources?: DemoSources;
}

/** Which of the two sources the demo asks. */
export type DemoSources = 'gateway' | 'flex' | 'both';

export interface DemoResult {
  readonly day: DayResult;
  readonly waited: { readonly times: number; readonly ms: number };
}

/** No pause in the demo is real, so none is too long: a day of them is let pass. */
const PATIENCE_MS = 24 * 3_600_000;

/** The whole product on an embedded simulated broker and a clock of its own: no account, no AWS, no waiting. */
export async function runDemo(request: DemoRequest, archive: Archive, progress: Progress): Promise<DemoResult> {
  const calendar: MarketCalendar = newYorkCalendar();
  const close: Run = { kind: 'close', marketDate: request.marketDate };
  const final: Run = { kind: 'final', marketDate: request.marketDate };
  const { sources = request.scenario.flex ? 'both' : 'gateway' } = request;
  const clock = new VirtualClock(request.startAt ?? dueAt(close, calendar));
  const simulator = await startSimulator({ scenario: request.scenario, clock });
  try {
    for (const fault of request.faults) simulator.fault(fault);
    const flex = sources === 'gateway' ? undefined : flexOf(simulator, clock);
    const open = sources === 'flex' ? undefined : gatewayOf(simulator, archive, clock);
    const day = await reportDay(
      {
        runs: request.startAt || !open ? [final] : [close, final],
        accounts: 'all',
        recipients: [{ address: 'owner@localhost', attach: true }],
        sender: 'Daybook <daybook@localhost>',
        timeZone: request.timeZone,
        until: deadlineOf(final),
        goOn: false,
      },
      {
        archive,
        channel: outboxChannel(archive),
        clock,
        calendar,
        progress,
        version: VERSION,
        ...(open ? { open } : {}),
        ...(flex ? { flex } : {}),
        settled: (run, at) => isSettled(run, at, calendar),
        begin: async (run) => {
          if (!request.startAt) await clock.advanceTo(dueAt(run, calendar));
        },
      },
    );
    return { day, waited: clock.waited };
  } finally {
    await simulator.close();
  }
}

function gatewayOf(simulator: Simulator, archive: Archive, clock: Clock): (run: Run) => Gateway {
  return gatewayOpener({
    url: simulator.url,
    // The port differs from run to run; the pacing record must not.
    pacingName: 'https://simulator',
    ca: simulator.certificate,
    serverName: simulator.serverName,
    version: VERSION,
    archive,
    clock,
    maxWaitMs: PATIENCE_MS,
  });
}

function flexOf(simulator: Simulator, clock: Clock): ReturnType<typeof flexOpener> {
  const { certificate, serverName, flex } = simulator;
  return flexOpener({
    query: flex.query,
    clock,
    origin: flex.origin,
    token: async () => ({ token: flex.token }),
    howToGive: 'The simulator gives one.',
    connect: (origin) => openHttpClient({ origin, ca: certificate, serverName, userAgent: `daybook/${VERSION}` }),
  });
}
