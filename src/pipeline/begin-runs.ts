import type { Archive } from '#archive/archive';
import { addDays, type CalendarDate, dayInZone } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { BeginEvent, BeginResult, Notice, NotTaken, StartEvent, TakenRun } from './events.ts';
import { firstUseOf } from './first-use.ts';
import { lapse } from './lapsed-runs.ts';
import { ownerNotices } from './owner-notices.ts';
import { personsRun } from './persons-run.ts';
import { hasEnded, readRun, skipRun, takeRun } from './run-record.ts';
import { type DueBasis, dueFinals, dueRuns, runDeadline, runDueAt, type ScheduleHours } from './schedule-hours.ts';

export interface BeginRunsPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  readonly hours: ScheduleHours;
  /** The owner's zone, for notices. */
  readonly timeZone: string;
  /** Keys of those who get mail. */
  readonly recipients: readonly string[];
  /** Whether the close run mails too. */
  readonly mailAfterClose: boolean;
  /** Whether there is a gateway: without one no close run is due. Default: yes. */
  readonly hasGateway?: boolean;
}

/**
 * A run that starts after its plan, because somebody logged in late or a day is made up for, gets this long for itself:
 * PortfolioAnalyst gives one account in 15 minutes, so 24 accounts take six hours.
 */
const CATCH_UP_MS = 6 * 3_600_000;
/** All runs of one start together: the session dies at midnight anyway, and an execution of the machine ends after a day. */
const LONGEST_MS = 20 * 3_600_000;

/**
 * What a start has to do: takes the runs that are due, newest market day first, and says what the owner should hear.
 * Without a gateway the days gone by come first: nobody's login ends meanwhile, and a newest day whose statement is late
 * would keep them until noon from theirs, which are there.
 * A repeated or overlapping start finds them taken and gets none.
 *
 * @throws ArchiveError when a record can't be read or written; the start may be repeated
 */
export async function beginRuns(request: BeginEvent, ports: BeginRunsPorts): Promise<BeginResult> {
  const { event, execution } = request;
  const { archive, clock, calendar, hours } = ports;
  const { hasGateway = true } = ports;
  const basis: DueBasis = { now: clock.now(), hours, calendar, firstLogin: await firstUseOf(archive), hasGateway };
  if (event.start === 'owner-hour' || event.start === 'deadline') {
    // A statement that came in the course of the morning, after its day was asked for, waits for no further morning. What
    // is taken is told at its end.
    const missed = event.start === 'deadline' && !hasGateway ? dueFinals(basis).toReversed() : [];
    const begun = await take(missed, false, request, basis, ports);
    return { ...begun, notices: await ownerNotices(event.start, execution, basis, ports) };
  }
  if (event.start === 'person') {
    const wanted = personsRun(event, basis);
    if ('why' in wanted) return { runs: [], notices: [], notTaken: [wanted] };
    return take([wanted.run], true, request, basis, ports);
  }
  const closed = event.start === 'schedule' ? await closedDay(event.kind, request, basis, ports) : [];
  const notices: readonly Notice[] = event.start === 'schedule' ? await lapse(execution, basis, ports) : [];
  const due = dueRuns(basis);
  const begun = await take(hasGateway ? due : due.toReversed(), false, request, basis, ports);
  const early = event.start === 'schedule' ? await notYet(event.kind, begun, basis, ports) : [];
  return {
    ...begun,
    notices: [...notices, ...begun.notices],
    notTaken: [...closed, ...begun.notTaken, ...early],
  };
}

async function take(
  runs: readonly Run[],
  again: boolean,
  request: { readonly event: StartEvent; readonly execution: string },
  { now, hours }: DueBasis,
  ports: BeginRunsPorts,
): Promise<BeginResult> {
  const taken: TakenRun[] = [];
  const notTaken: { run: Run; why: NotTaken }[] = [];
  for (const run of runs) {
    const result = await takeRun(ports.archive, run, { holder: request.execution, now, again });
    if (result !== 'taken') {
      notTaken.push({ run, why: result });
      continue;
    }
    const planned = runDeadline(run, hours);
    const longest = new Date(now.getTime() + Math.min(CATCH_UP_MS * (taken.length + 1), LONGEST_MS));
    // A statement of a day gone by is there or is not: the newest day must not wait for it.
    const once = ports.hasGateway === false && !again && planned <= now;
    const until = once ? now : run.kind === 'close' || planned > longest ? planned : longest;
    const mails = run.kind === 'final' || ports.mailAfterClose;
    taken.push({ run, until: until.toISOString(), recipients: mails ? ports.recipients : [] });
  }
  const fillUntil = taken.findLast(({ run }) => run.kind === 'final')?.until;
  // A person follows the execution to its end, and must not sit through a morning of pauses.
  const goesOn = request.event.start !== 'person' && fillUntil !== undefined && ports.hasGateway !== false;
  return { runs: taken, notices: [], notTaken, ...(goesOn ? { fillUntil } : {}) };
}

/** A schedule fires on every calendar day: on a closed one its run ends as skipped, with the reason. */
async function closedDay(
  kind: Run['kind'],
  request: BeginEvent,
  { now, calendar }: DueBasis,
  ports: BeginRunsPorts,
): Promise<BeginResult['notTaken']> {
  if (kind === 'close' && ports.hasGateway === false) return [];
  const marketDate = scheduledDay(kind, now);
  const reason = calendar.closedBecause(marketDate);
  if (reason === undefined) return [];
  const run: Run = { kind, marketDate };
  const why = { reason: 'not-available' as const, message: `The market was closed that day: ${reason}.` };
  if (!hasEnded(await readRun(ports.archive, run))) await skipRun(ports.archive, run, why, request.execution, now);
  return [{ run, why: 'closed-day' }];
}

/** The scheduled run itself, when it isn't due: a start that fired early, or a close time before the day's real close. */
async function notYet(
  kind: Run['kind'],
  begun: BeginResult,
  { now, hours, calendar }: DueBasis,
  ports: BeginRunsPorts,
): Promise<BeginResult['notTaken']> {
  const run: Run = { kind, marketDate: scheduledDay(kind, now) };
  if (kind === 'close' && ports.hasGateway === false) return [{ run, why: 'no-gateway' }];
  if (!calendar.isTradingDay(run.marketDate) || runDueAt(run, hours, calendar) <= now) return [];
  const seen = [...begun.runs, ...begun.notTaken].some((one) => sameRun(one.run, run));
  const ended = hasEnded(await readRun(ports.archive, run));
  return seen ? [] : [{ run, why: ended ? 'ended' : 'not-due' }];
}

/** The day whose run a schedule stands for: of the close run the day itself, of the final run the day before. */
function scheduledDay(kind: Run['kind'], now: Date): CalendarDate {
  const today = dayInZone(now, 'America/New_York');
  return kind === 'close' ? today : addDays(today, -1);
}

const sameRun = (a: Run, b: Run): boolean => a.kind === b.kind && a.marketDate === b.marketDate;
