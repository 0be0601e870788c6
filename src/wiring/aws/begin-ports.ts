import { systemClock } from '#effects/system-clock';
import type { BeginRunsPorts } from '#pipeline/begin-runs';
import type { RunIndexPorts } from '#pipeline/keep-index-of-runs';
import { calendarFor } from '#wiring/calendar';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';
import { warnLog } from './log.ts';

/** What begin reaches: the archive alone. Made once. @throws FunctionMisconfigured */
export function beginPorts(): BeginRunsPorts & RunIndexPorts {
  const { DAYBOOK_BUCKET } = readEnvironment(['DAYBOOK_BUCKET']);
  const { closedDays, schedule, timeZone, recipientKeys, mailAfterClose, hasGateway } = bundleSettings('begin');
  return {
    archive: bucketArchive(DAYBOOK_BUCKET),
    clock: systemClock,
    calendar: calendarFor(closedDays),
    hours: schedule,
    timeZone,
    recipients: recipientKeys,
    mailAfterClose,
    hasGateway,
    readingMs: 20_000,
    warn: warnLog('begin'),
  };
}
