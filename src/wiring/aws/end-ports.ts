import { systemClock } from '#effects/system-clock';
import type { EndRunPorts } from '#pipeline/end-run';
import type { RunIndexPorts } from '#pipeline/keep-index-of-runs';
import { calendarFor } from '#wiring/calendar';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';
import { warnLog } from './log.ts';

/** What end reaches: the archive alone; names for its notices come from the settings. @throws FunctionMisconfigured */
export function endPorts(): EndRunPorts & RunIndexPorts {
  const { DAYBOOK_BUCKET } = readEnvironment(['DAYBOOK_BUCKET']);
  const { accountNames, recipientNames, closedDays, schedule, timeZone } = bundleSettings('end');
  return {
    archive: bucketArchive(DAYBOOK_BUCKET),
    clock: systemClock,
    calendar: calendarFor(closedDays),
    hours: schedule,
    timeZone,
    accountName: (account) => accountNames[account] ?? `account ${account}`,
    readingMs: 120_000,
    warn: warnLog('end'),
    recipientName: (recipient) => recipientNames[recipient] ?? `recipient ${recipient}`,
  };
}
