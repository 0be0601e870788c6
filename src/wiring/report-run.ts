import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Archive } from '#archive/archive';
import { outboxChannel } from '#delivery/outbox';
import { addDays, type CalendarDate, dayInZone } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import { type DayResult, type ReportDayPorts, reportDay } from '#owner/report-day';
import { isSettled } from '#pipeline/run-times';
import type { Gateway } from '#sources/gateway/gateway';
import { calendarFor } from './calendar.ts';
import { gatewayOpener } from './gateway-opener.ts';
import { type GatewaySettings, gatewayOf } from './gateway-settings.ts';
import { reportChoices } from './report-settings.ts';
import type { Settings } from './settings.ts';
import { VERSION } from './version.ts';

export interface ReportRequest {
  readonly settings: Settings;
  readonly run: Run;
  /** The gateway's certificate, PEM. */
  readonly ca?: string;
  /** Longest pause to make for the broker's limits. */
  readonly waitMs: number;
  /** The Flex Web Service, where the settings name a query and a token is at hand. */
  readonly flex?: ReportDayPorts['flex'];
}

/** Pauses of seconds (the list of accounts: one call in 5 s) are made without asking. */
const SHORT_PAUSE_MS = 10_000;
/** A run that may not wait still gets this long to finish what needs no pause. */
const LEAST_RUN_MS = 15 * 60_000;
/** PortfolioAnalyst gives a year. */
const LONGEST_BACK_DAYS = 365;

/** Which run `--run KIND` and `--date` mean at `now`; what is impossible becomes a problem. */
export function chooseRun(
  kind: string,
  now: Date,
  closedDays: readonly string[],
  problems: string[],
  date?: CalendarDate,
): Run | undefined {
  const calendar = calendarFor(closedDays);
  const marketDate = calendar.lastClosedMarketDay(now);
  if (kind === 'final') {
    if (date === undefined) return { kind, marketDate };
    const why = notToBeHad(date, marketDate, calendar.closedBecause(date));
    if (why !== undefined) problems.push(`--date ${date} can't be reported: ${why}`);
    return why === undefined ? { kind, marketDate: date } : undefined;
  }
  if (kind !== 'close') {
    problems.push(`--run ${kind} is not one of final, close`);
    return undefined;
  }
  if ((date ?? marketDate) !== marketDate || dayInZone(now, 'America/New_York') !== marketDate) {
    problems.push(
      "--run close works from the close of a market day until midnight in New York: later holdings are not that day's",
    );
    return undefined;
  }
  return { kind, marketDate };
}

function notToBeHad(date: CalendarDate, newest: CalendarDate, closed: string | undefined): string | undefined {
  if (closed !== undefined) return `the market was closed that day (${closed})`;
  if (date > newest) return 'that day has not closed yet';
  return date < addDays(newest, -LONGEST_BACK_DAYS) ? "the broker's history reaches back one year" : undefined;
}

/** Reads a PEM certificate; what can't be used becomes a problem. */
export async function readCertificate(path: string, problems: string[]): Promise<string | undefined> {
  try {
    const pem = await readFile(path, 'utf8');
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    problems.push(`--ca ${path} is not a certificate in PEM form that can be read: ${(error as Error).message}`);
    return undefined;
  }
}

/** One day of a real account, from its sources to the archive folder and its outbox. */
export async function runReport(
  request: ReportRequest,
  archive: Archive,
  clock: Clock,
  progress: Progress,
): Promise<DayResult> {
  const { settings } = request;
  const calendar = calendarFor(settings.closedDays);
  const gateway = gatewayOf(settings);
  const recipients =
    settings.recipients.length > 0 ? settings.recipients : [{ address: 'owner@localhost', attach: true }];
  return reportDay(
    {
      runs: [request.run],
      accounts: settings.accounts?.map(({ id, label }) => ({ id, ...(label ? { label } : {}) })) ?? 'all',
      recipients,
      ...reportChoices(settings.report),
      sender: settings.sender,
      timeZone: settings.timeZone,
      goOn: request.waitMs > 0,
      until: new Date(clock.now().getTime() + request.waitMs + LEAST_RUN_MS),
    },
    {
      archive,
      channel: outboxChannel(archive),
      clock,
      calendar,
      progress,
      version: VERSION,
      ...(gateway ? { open: openerOf(gateway, request, archive, clock) } : {}),
      ...(request.flex ? { flex: request.flex } : {}),
      settled: (run, at) => isSettled(run, at, calendar),
    },
  );
}

function openerOf(
  gateway: GatewaySettings,
  { ca, waitMs }: ReportRequest,
  archive: Archive,
  clock: Clock,
): (run: Run) => Gateway {
  const { origin, hostname } = new URL(gateway.url);
  return gatewayOpener({
    url: origin,
    pacingName: origin,
    ...(ca ? { ca } : {}),
    serverName: gateway.serverName ?? hostname,
    version: VERSION,
    archive,
    clock,
    deadlineSeconds: gateway.deadlineSeconds,
    maxWaitMs: Math.max(SHORT_PAUSE_MS, waitMs),
  });
}
