import { systemClock } from '#effects/system-clock';
import type { JoinSourcesPorts } from '#pipeline/join-sources';
import { calendarFor } from '#wiring/calendar';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';

/** What join reaches: the archive alone. Made once. @throws FunctionMisconfigured */
export function joinPorts(): JoinSourcesPorts {
  const { DAYBOOK_BUCKET } = readEnvironment(['DAYBOOK_BUCKET']);
  const { closedDays, schedule } = bundleSettings('join');
  return {
    archive: bucketArchive(DAYBOOK_BUCKET),
    clock: systemClock,
    calendar: calendarFor(closedDays),
    hours: schedule,
  };
}
