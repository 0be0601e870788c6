import type { Archive } from '#archive/archive';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { Notice } from './events.ts';
import { FLEX_FILE } from './flex-state.ts';
import { tellOwner } from './incident.ts';
import { lastReportOf } from './last-report.ts';
import { givenUp } from './notice-text.ts';
import { hasEnded, heldByOther, readRun, skipRun } from './run-record.ts';
import { closeOfToday, type DueBasis, dueFinals, lapsedFinals, runDueAt } from './schedule-hours.ts';
import { readState } from './state-file.ts';

/**
 * Ends what was begun and can't be had any more, so that no run stays open for ever: close runs of days that are over,
 * and final runs more than a week old, those that never began among them. Of the latter the owner hears, unless they
 * were due before the first login.
 */
export async function lapse(
  execution: string,
  basis: DueBasis,
  ports: { readonly archive: Archive; readonly timeZone: string },
): Promise<readonly Notice[]> {
  const { archive } = ports;
  const { now, hours, calendar, firstLogin, hasGateway = true } = basis;
  const today = closeOfToday(now, calendar)?.marketDate;
  const end = async (run: Run, message: string, which: 'begun' | 'any'): Promise<boolean> => {
    const record = await readRun(archive, run);
    if ((!record && which === 'begun') || heldByOther(record, execution, now)) return false;
    if (record && hasEnded(record)) return record.state === 'skipped' && record.endedBy === execution;
    await skipRun(archive, run, { reason: 'not-available', message }, execution, now);
    return true;
  };
  const lapsed = lapsedFinals(basis);
  for (const { marketDate } of [...dueFinals(basis), ...lapsed]) {
    if (marketDate === today) continue;
    await end(
      { kind: 'close', marketDate },
      'Nobody was logged in, or the gateway did not answer, until the day was over.',
      'begun',
    );
  }
  const missed: CalendarDate[] = [];
  for (const run of lapsed) {
    const told = firstLogin !== undefined && runDueAt(run, hours, calendar) > firstLogin;
    const message = told
      ? 'It could not be collected for more than a week.'
      : hasGateway
        ? 'It was due before the first login.'
        : 'It was due before the first statement.';
    // A day that was due and has no record at all was never started: it must not be missing in silence.
    if ((await end(run, message, told ? 'any' : 'begun')) && told) missed.push(run.marketDate);
  }
  if (missed.length === 0) return [];
  const sources = { gateway: hasGateway, flex: (await readState(archive, FLEX_FILE)) !== undefined };
  const notice = givenUp(missed, sources, {
    timeZone: ports.timeZone,
    lastReport: await lastReportOf(archive, now, calendar),
  });
  const name = `given-up ${missed[0]}`;
  return tellOwner(archive, { step: `${execution} begin`, now, troubles: [{ name, notice }] });
}
