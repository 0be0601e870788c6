import { ArchiveCorrupted } from '#archive/errors';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import { readFlexRun } from './flex-run-record.ts';
import { daysBefore } from './look-back.ts';
import { type PublishPorts, type PublishRequest, publish } from './publish.ts';

/**
 * Makes the reports of an account anew for the market days before whose statement came with this run: a revision more
 * of each, which no mail of its own follows. A step that is repeated names the same days.
 *
 * @param choice the account's report of the run itself
 * @returns the days, the oldest first. One whose Snapshot is damaged is left out: it must not cost the newest report
 * @throws ArchiveError when a record can't be read or a report not be kept
 */
export async function publishCorrected(choice: PublishRequest, ports: PublishPorts): Promise<readonly CalendarDate[]> {
  const { run, account } = choice;
  if (run.kind !== 'final') return [];
  const corrected: CalendarDate[] = [];
  for (const marketDate of daysBefore(run, ports.calendar).toReversed()) {
    const day: Run = { kind: 'final', marketDate };
    const late = (await readFlexRun(ports.archive, day))?.late;
    if (late?.run !== run.marketDate || !late.accounts.includes(account)) continue;
    try {
      if (await publish({ ...choice, run: day }, ports)) corrected.push(marketDate);
    } catch (error) {
      if (!(error instanceof ArchiveCorrupted)) throw error;
      ports.progress(`The report of ${marketDate} could not be made anew. ${error.message} ${error.nextStep}`);
    }
  }
  return corrected;
}
