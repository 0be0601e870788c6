import type { Archive } from '#archive/archive';
import { addDays, dayInZone } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { type LookPorts, lookAtSession } from './look-at-session.ts';
import { hasEnded, readRun } from './run-record.ts';
import type { RunState } from './run-state.ts';
import {
  atWallClock,
  closeOfToday,
  type DueBasis,
  dueRuns,
  nextFinal,
  runDueAt,
  type ScheduleHours,
} from './schedule-hours.ts';
import { firstLoginOf, HEALTHY_FILE, type HealthyRecord, SESSION_FILE, type SessionRecord } from './session-record.ts';
import { changeState, readState } from './state-file.ts';

export interface KeepSessionPorts extends LookPorts {
  readonly archive: Archive;
  readonly calendar: MarketCalendar;
  readonly hours: ScheduleHours;
}

/** What one minute brought. */
export interface KeptSession {
  /** `not-needed`: no run of the day needs a session, and the gateway was not asked. */
  readonly state: SessionRecord['state'] | 'not-needed';
  /** The record of the healthy session was written: what is due starts. */
  readonly started: boolean;
}

/** After a start that came to nothing the next one is this much later for each try, so that none chases the other. */
const RESTART_MS = 5 * 60_000;
/** A schedule that has not begun its run by then did not come through. */
const SILENT_START_MS = 15 * 60_000;

/**
 * Keeps the session alive while a run of the New York day is open or still to come, and writes down when its state
 * changes. While nobody is logged in it only looks whether somebody has. A session that is healthy while a run waits
 * for it is written down again, so that the run starts.
 *
 * @throws ArchiveError when a record can't be read or written; the next minute tries again
 */
export async function keepSession(ports: KeepSessionPorts): Promise<KeptSession> {
  const { archive, clock, hours, calendar } = ports;
  const basis: DueBasis = { now: clock.now(), hours, calendar, firstLogin: await firstLoginOf(archive) };
  const open = await openRuns(archive, basis);
  if (open.length === 0 && !(await dayNeedsSession(archive, basis))) return { state: 'not-needed', started: false };

  const before = await readState(archive, SESSION_FILE);
  const seen = await lookAtSession(ports, before);
  // A limit of the broker's forbids the question: that says nothing of the session.
  if (seen.state === 'paced') return { state: seen.state, started: false };
  const now = clock.now();
  const changed = before?.state !== seen.state || before.host !== ports.host;
  const start = seen.state === 'healthy' && (changed || (await worthStarting(archive, open, { ...basis, now })));
  // The start first: a process that ends in between sees the change again in the next minute.
  if (start) await writeHealthy(archive, now);
  if (changed || before.stage !== seen.stage) {
    // One trouble that shows itself in turns as no connection, no answer and a broken one lasts since its first minute.
    const lasts =
      before !== undefined && before.host === ports.host && (!changed || (isTrouble(before) && isTrouble(seen)));
    const since = lasts ? before.since : now.toISOString();
    const record: SessionRecord = { ...seen, schema: 'daybook-session/1', since, host: ports.host };
    await changeState(archive, SESSION_FILE, () => record);
  }
  return { state: seen.state, started: start };
}

/** Nothing is known of the login. */
const isTrouble = ({ state }: Pick<SessionRecord, 'state'>): boolean => state !== 'healthy' && state !== 'needs-login';

interface OpenRun {
  readonly run: Run;
  readonly record: RunState | undefined;
}

/** Runs that are due and have not ended: today's close run until its day is over, and the final runs. */
async function openRuns(archive: Archive, basis: DueBasis): Promise<readonly OpenRun[]> {
  const open: OpenRun[] = [];
  for (const run of dueRuns(basis)) {
    const record = await readRun(archive, run);
    if (!hasEnded(record)) open.push({ run, record });
  }
  return open;
}

/** Whether a run of this New York day is still to come. */
async function dayNeedsSession(archive: Archive, { now, hours, calendar }: DueBasis): Promise<boolean> {
  const close = closeOfToday(now, calendar);
  if (close && !hasEnded(await readRun(archive, close))) return true;
  // The final run that is next is due today when the day ends after it.
  const next = nextFinal(now, hours, calendar);
  return runDueAt(next, hours, calendar) < endOfDay(now, calendar) && !hasEnded(await readRun(archive, next));
}

/**
 * Whether a run that is due should have been at work by now, though the session is healthy: it met a refusal that has
 * healed since, its start was lost, or its process is gone.
 */
async function worthStarting(archive: Archive, open: readonly OpenRun[], basis: DueBasis): Promise<boolean> {
  const healthyAt = (await readState(archive, HEALTHY_FILE))?.at ?? '';
  return open.some(({ run, record }) => {
    const quietSince = record?.state === 'running' ? (record.lease?.until ?? record.at) : record?.at;
    if (record?.state === 'failed') return false;
    const since = quietSince ?? runDueAt(run, basis.hours, basis.calendar).toISOString();
    const from = since > healthyAt ? since : healthyAt;
    const pause = record ? RESTART_MS * Math.max(1, record.tries) : SILENT_START_MS;
    return basis.now.getTime() >= new Date(from).getTime() + pause;
  });
}

async function writeHealthy(archive: Archive, now: Date): Promise<void> {
  const at = now.toISOString();
  await changeState(
    archive,
    HEALTHY_FILE,
    (before): HealthyRecord => ({
      schema: 'daybook-session-healthy/1',
      at,
      first: before?.first ?? at,
    }),
  );
}

const endOfDay = (now: Date, calendar: MarketCalendar): Date =>
  atWallClock(addDays(dayInZone(now, calendar.timeZone), 1), '00:00', calendar.timeZone);
