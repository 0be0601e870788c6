import { outsideMaintenance } from '#domain/maintenance';
import type { Run } from '#domain/snapshot';
import { DIAGNOSES, diagnosisOf } from '#sources/gateway/diagnosis';
import type { Trouble } from './incident.ts';
import type { NoticeBasis } from './notice-text.ts';
import { dayName, lines, moment } from './notice-words.ts';
import type { SessionRecord } from './session-record.ts';

/** A gateway or a broker that is away is told after this long, the broker's own hours of maintenance left out. */
const TOLD_AFTER_MS = 2 * 3_600_000;

/**
 * The trouble that the gateway gives no data, when it has lasted. None while a login is all that is missing: that has
 * a notice of its own, and neither while a limit of the broker's is sat out.
 *
 * @param waiting the newest final run that waits for data
 */
export function gatewayTrouble(
  session: SessionRecord | undefined,
  waiting: Run,
  now: Date,
  { timeZone }: NoticeBasis,
): Trouble | undefined {
  if (!session || session.state === 'healthy') return undefined;
  const diagnosis = diagnosisOf(session.state);
  if (!diagnosis || diagnosis === 'needs-login' || diagnosis === 'paced') return undefined;
  const since = new Date(session.since);
  if (outsideMaintenance(since, now) < TOLD_AFTER_MS) return undefined;
  const { name, says, next } = DIAGNOSES[diagnosis];
  const day = dayName(waiting.marketDate);
  return {
    name: 'gateway',
    days: [waiting.marketDate],
    notice: {
      subject: `No data: ${name}, ${day}`,
      message: lines([
        `Daybook can't make the report of ${day} yet: it gets no data since ${moment(since, timeZone)}.`,
        says,
        session.message ? `What was seen: ${session.message}` : '',
        next,
        'You get this once, and one message when reports come again.',
      ]),
    },
  };
}
