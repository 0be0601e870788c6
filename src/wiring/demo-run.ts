import type { Archive } from '#archive/archive';
import { outboxChannel } from '#delivery/outbox';
import type { BenchmarkChoice } from '#domain/benchmark';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import { type MarketCalendar, newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import { VirtualClock } from '#effects/virtual-clock';
import { type DayResult, reportDay } from '#owner/report-day';
import { backfillStatements } from '#pipeline/backfill';
import { keepBenchmark } from '#pipeline/benchmark-index';
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
  /** Fill the year before from statements, where Flex is asked. Default: yes. */
  readonly fill?: boolean;
}

/** Which of the two sources the demo asks. */
export type DemoSources = 'gateway' | 'flex' | 'both';

export interface DemoResult {
  readonly day: DayResult;
  readonly waited: { readonly times: number; readonly ms: number };
}

/** Time for filling the year before the day's close: statements are asked for one by one. */
const SET_UP_MS = 3 * 3_600_000;

/** No pause in the demo is real, so none is too long: a day of them is let pass. */
const PATIENCE_MS = 24 * 3_600_000;

/** The whole product on an embedded simulated broker and a clock of its own: no account, no AWS, no waiting. */
export async function runDemo(request: DemoRequest, archive: Archive, progress: Progress): Promise<DemoResult> {
  const calendar: MarketCalendar = newYorkCalendar();
  const close: Run = { kind: 'close', marketDate: request.marketDate };
  const final: Run = { kind: 'final', marketDate: request.marketDate };
  const { sources = request.scenario.flex ? 'both' : 'gateway' } = request;
  const clock = new VirtualClock(request.startAt ?? new Date(dueAt(close, calendar).getTime() - SET_UP_MS));
  const simulator = await startSimulator({ scenario: request.scenario, clock });
  try {
    for (const fault of request.faults) simulator.fault(fault);
    const flex = sources === 'gateway' ? undefined : flexOf(simulator, clock);
    const open = sources === 'flex' ? undefined : gatewayOf(simulator, archive, clock);
    if (flex && !request.startAt && request.fill !== false) {
      progress('Filling the year before from Flex statements');
      await fillYear(request.marketDate, flex, { archive, calendar, clock, progress: () => undefined });
    }
    // The pauses of a day are told, not those of the one time that the year is filled.
    const filled = clock.waited;
    const benchmark = await simulatedBenchmark(request, dueAt(final, calendar), archive);
    const day = await reportDay(
      {
        ...(benchmark ? { benchmark } : {}),
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
    const { times, ms } = clock.waited;
    return { day, waited: { times: times - filled.times, ms: ms - filled.ms } };
  } finally {
    await simulator.close();
  }
}

const BENCHMARK: BenchmarkChoice = { name: 'Market index TR', kind: 'total-return', currency: 'USD' };

/** The index of the simulated market as an owner would put it: a file of closes. Undefined where there is no market. */
async function simulatedBenchmark(
  { scenario }: DemoRequest,
  at: Date,
  archive: Archive,
): Promise<BenchmarkChoice | undefined> {
  const levels = scenario.index?.(at) ?? [];
  if (levels.length === 0) return undefined;
  const body = Buffer.from(`Date,Close\n${levels.map(({ day, level }) => `${day},${level}\n`).join('')}`);
  const kept = await keepBenchmark(archive, { ...BENCHMARK, body, at: at.toISOString() });
  if ('problems' in kept) throw new TypeError(`the simulated index can't be read: ${kept.problems[0]?.problem}`);
  return BENCHMARK;
}

/** The year before the day, as an owner who sets Flex up fills it once. */
async function fillYear(
  day: CalendarDate,
  flex: ReturnType<typeof flexOpener>,
  ports: { archive: Archive; calendar: MarketCalendar; clock: Clock; progress: Progress },
): Promise<void> {
  const { source } = await flex.open();
  try {
    const to = ports.calendar.previousTradingDay(day);
    await backfillStatements(
      { from: addDays(day, -365), to, accounts: 'all' },
      { ...ports, flex: { source, query: flex.query } },
    );
  } finally {
    await source.close();
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
