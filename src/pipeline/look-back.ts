import type { Archive } from '#archive/archive';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import { type CollectFlexPorts, type CollectFlexRequest, collectFlex } from './collect-flex.ts';
import { readCollectedRecord } from './collected-record.ts';
import { notToBeAsked } from './flex-refusal.ts';
import { type FlexRunRecord, isThere, readFlexRun } from './flex-run-record.ts';
import { FLEX_FILE } from './flex-state.ts';
import { ingestStatements } from './ingest-statements.ts';
import { readRun } from './run-record.ts';
import { readState } from './state-file.ts';

/** Market days before a run's own whose statement may still come: with the run's own day it is a week and a day of rest. */
const DAYS = 5;
/** No further day is begun later than this after the start: the answer of one has to find its time within the function's. */
const BEGIN_WITHIN_MS = 120_000;

/** The market days before the run's, the newest first. */
export function daysBefore({ marketDate }: Run, calendar: MarketCalendar): readonly CalendarDate[] {
  const days: CalendarDate[] = [];
  for (let day = marketDate; days.length < DAYS; ) {
    day = calendar.previousTradingDay(day);
    days.push(day);
  }
  return days;
}

/**
 * Asks for statements of the market days before, where the report had to go out without one: once an attempt, the newest
 * day first. What comes is noted with the run that asked, whose publishing makes the reports of those days anew; and its
 * bookings go into the run's own Snapshot. A day whose own run is still to be made up for is left to it.
 *
 * @param began when the attempt began
 * @throws ArchiveError when the archive can't take what came
 */
export async function lookBack(request: CollectFlexRequest, began: Date, ports: CollectFlexPorts): Promise<void> {
  const { archive, clock, calendar, progress } = ports;
  const { run, accounts, by } = request;
  let found = false;
  for (const marketDate of daysBefore(run, calendar)) {
    const day: Run = { kind: 'final', marketDate };
    const before = await readFlexRun(archive, day);
    if (before?.by === by || !mayCome(before) || !(await isReported(archive, day, before))) continue;
    const now = clock.now();
    if (now.getTime() - began.getTime() > BEGIN_WITHIN_MS) break;
    if (notToBeAsked(await readState(archive, FLEX_FILE), by, now)) break;
    progress(`The statement of ${marketDate} is not whole yet`);
    const after = await collectFlex({ run: day, accounts, by, lateFor: run.marketDate }, ports);
    found ||= after.askedAt !== before?.askedAt;
    if (inVain(after)) break;
  }
  if (found) await tellAgain(request, ports);
}

/** Whether asking again may bring more. What the query lacks comes by no asking. */
function mayCome(record: FlexRunRecord | undefined): boolean {
  if (record?.status === 'complete') return false;
  if (record?.status !== 'partial') return true;
  const [first, ...others] = record.unreported;
  return first === undefined || [first, ...others].some(({ why }) => why.reason === 'not-ready');
}

/** Whether the day has a report by now, from whatever source, and no run of its own that still is at it. */
async function isReported(archive: Archive, day: Run, flex: FlexRunRecord | undefined): Promise<boolean> {
  const own = await readRun(archive, day);
  if (own && own.state !== 'done' && own.state !== 'partial') return false;
  return isThere(flex) || ((await readCollectedRecord(archive, day))?.accounts.length ?? 0) > 0;
}

/** The service is away, or has enough: the other days would meet the same. */
const inVain = ({ accounts, why }: FlexRunRecord): boolean =>
  accounts.length === 0 && why !== undefined && why.reason !== 'not-available' && why.reason !== 'not-ready';

/** The run's own Snapshot again, with the bookings that came since. One that comes out the same stays. */
async function tellAgain({ run, accounts }: CollectFlexRequest, ports: CollectFlexPorts): Promise<void> {
  const own = await readFlexRun(ports.archive, run);
  if (own?.raw === undefined || own.askedAt === undefined) return;
  await ingestStatements({ raw: own.raw, askedAt: own.askedAt, accounts, run }, ports);
}
