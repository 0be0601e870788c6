import { systemClock } from '#effects/system-clock';
import type { PublishRunPorts } from '#pipeline/publish-run';
import { calendarFor } from '#wiring/calendar';
import { reportChoices } from '#wiring/report-settings';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';

/** What publish reaches: the archive alone. Made once. @throws FunctionMisconfigured */
export function publishPorts(): PublishRunPorts {
  const { DAYBOOK_BUCKET } = readEnvironment(['DAYBOOK_BUCKET']);
  const { accountLabels, closedDays, timeZone, version, reckoning } = bundleSettings('publish');
  return {
    archive: bucketArchive(DAYBOOK_BUCKET),
    clock: systemClock,
    calendar: calendarFor(closedDays),
    progress: () => undefined,
    version,
    timeZone,
    label: (account) => accountLabels[account],
    reckoning: reportChoices(reckoning),
  };
}
