import { systemClock } from '#effects/system-clock';
import { pacingIn } from '#pipeline/archive-pacing';
import type { KeepSessionPorts } from '#pipeline/keep-session';
import { type Gateway, openGateway } from '#sources/gateway/gateway';
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
  const withGateway = async <T>(ask: (gateway: Gateway) => Promise<T>): Promise<T> => {
    const gateway = openGateway({
      http: host.connect(archive),
      clock: systemClock,
      pacing,
      // The answers hold the key of the session, or a hardware address: they are the ones that are not kept.
      keep: async () => 'not kept',
      log: () => undefined,
      maxWaitMs: 0,
    });
    try {
      return await ask(gateway);
    } finally {
      await gateway.close();
    }
  };
  return {
    archive,
    clock: systemClock,
    calendar: calendarFor(closedDays),
    hours: schedule,
    host: host.instanceId,
    tickle: () => withGateway((gateway) => gateway.tickle()),
    authStatus: () => withGateway((gateway) => gateway.authStatus()),
  };
}
