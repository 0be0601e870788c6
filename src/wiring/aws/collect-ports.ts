import { systemClock } from '#effects/system-clock';
import type { CollectRunPorts } from '#pipeline/collect-run';
import { calendarFor } from '#wiring/calendar';
import { gatewayOver } from '#wiring/gateway-opener';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';
import { hostOfStack, PACING_NAME } from './host.ts';
import type { CallContext } from './stage-handler.ts';

/** Longer pauses belong to the state machine: a function that sleeps is paid for. The list of accounts asks for 5 s. */
const LONGEST_PAUSE_MS = 10_000;
/** Of a function's time, kept for the calls that run (PortfolioAnalyst gets a minute) and for saving what came. */
const RESERVE_MS = 150_000;

/**
 * What collect reaches: the archive and the host. Made once, but for the limit of each call.
 * @throws FunctionMisconfigured
 */
export function collectPorts(): (context: CallContext) => CollectRunPorts {
  const { DAYBOOK_BUCKET } = readEnvironment(['DAYBOOK_BUCKET']);
  const { accounts, closedDays, schedule, mailAfterClose, deadlineSeconds, version } = bundleSettings('collect');
  const archive = bucketArchive(DAYBOOK_BUCKET);
  const host = hostOfStack(version);
  const ports = {
    archive,
    clock: systemClock,
    progress: () => undefined,
    calendar: calendarFor(closedDays),
    hours: schedule,
    open: gatewayOver({
      pacingName: PACING_NAME,
      archive,
      clock: systemClock,
      maxWaitMs: LONGEST_PAUSE_MS,
      deadlineSeconds,
      connect: () => host.connect(archive),
    }),
    accounts: accounts === 'all' ? accounts : accounts.map(({ id }) => id),
    mailAfterClose,
  };
  return (context) => {
    const until = new Date(systemClock.now().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS);
    return { ...ports, until: () => until };
  };
}
