import { ArchiveError } from '#archive/errors';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import { type IndexPorts, type IndexRequest, keepIndex } from '#pipeline/keep-index';
import type { DayOutcome } from './day-outcome.ts';

/** What kept the archive's pages from being written. */
export interface IndexTrouble {
  readonly message: string;
  readonly nextStep: string;
}

/**
 * Puts a day onto the archive's pages as its run on this machine came out, and the new reports of the days that it made
 * anew. The run is over by then: what goes wrong here takes nothing back.
 * @returns what went wrong, if anything did
 */
export async function keepDayIndex(
  run: Run,
  outcome: DayOutcome,
  corrected: readonly CalendarDate[],
  ports: IndexPorts,
): Promise<IndexTrouble | undefined> {
  try {
    const { left } = await keepIndex(
      [requestOf(run, outcome), ...corrected.map((marketDate) => ({ marketDate }))],
      ports,
    );
    if (left === 0) return undefined;
    return {
      message: 'A report could not be read for the archive’s page.',
      nextStep: 'Look: npx daybook archive verify',
    };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return { message: `The archive’s page was not written: ${error.message}`, nextStep: error.nextStep };
  }
}

function requestOf({ kind, marketDate }: Run, outcome: DayOutcome): IndexRequest {
  const why = 'why' in outcome ? outcome.why.message : outcome.gaps[0]?.message;
  if (outcome.status === 'complete') return { marketDate, state: kind === 'close' ? 'open' : 'done' };
  const state = kind === 'close' ? 'open' : outcome.status;
  return { marketDate, state, ...(why === undefined ? {} : { why }) };
}
