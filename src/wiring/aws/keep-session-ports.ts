import { systemClock } from '#effects/system-clock';
import { pacingIn } from '#pipeline/archive-pacing';
import type { KeepSessionPorts } from '#pipeline/keep-session';
import { openGateway } from '#sources/gateway/gateway';
import { calendarFor } from '#wiring/calendar';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';
import { hostOfStack, PACING_NAME } from './host.ts';

/** What keep-session reaches: the archive and the host. Made once. @throws FunctionMisconfigured */
export function keepSessionPorts(): KeepSessionPorts {
  const { DAYBOOK_BUCKET } = readEnvironment(['DAYBOOK_BUCKET']);
  const { closedDays, schedule, version } = bundleSettings('keep-session');
  const archive = bucketArchive(DAYBOOK_BUCKET);
  const host = hostOfStack(version);
  const pacing = pacingIn(archive, PACING_NAME);
  return {
    archive,
    clock: systemClock,
    calendar: calendarFor(closedDays),
    hours: schedule,
    host: host.instanceId,
    tickle: async () => {
      const gateway = openGateway({
        http: host.connect(archive),
        clock: systemClock,
        pacing,
        // Its answer holds the key of the session: it is the one answer that is not kept.
        keep: async () => 'not kept',
        log: () => undefined,
        maxWaitMs: 0,
      });
      try {
        return await gateway.tickle();
      } finally {
        await gateway.close();
      }
    },
  };
}
