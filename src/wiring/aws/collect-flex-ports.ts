import { SSMClient } from '@aws-sdk/client-ssm';
import { systemClock } from '#effects/system-clock';
import type { CollectFlexRunPorts } from '#pipeline/collect-flex-run';
import { openFlexSource } from '#sources/flex/flex-source';
import { openHttpClient } from '#sources/http/http-client';
import { calendarFor } from '#wiring/calendar';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';
import { flexTokenIn } from './flex-token.ts';
import type { CallContext } from './stage-handler.ts';

/** Longest wait for one statement: the machine asks again in a quarter of an hour, and a function that sleeps is paid for. */
const LONGEST_MS = 240_000;
/** Of a function's time, kept for gathering what came, which for a thousand accounts takes minutes. */
const RESERVE_MS = 480_000;

/**
 * What collect-flex reaches: the archive, the one parameter that holds the token, and the Flex Web Service. Made once,
 * but for the limit of each call; the token is read anew in each.
 * @throws FunctionMisconfigured
 */
export function collectFlexPorts(): (context: CallContext) => CollectFlexRunPorts {
  const environment = readEnvironment(['DAYBOOK_BUCKET', 'DAYBOOK_FLEX_TOKEN_PARAMETER']);
  const { accounts, closedDays, schedule, flexQuery, version } = bundleSettings('collect-flex');
  const ssm = new SSMClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
  const ports = {
    archive: bucketArchive(environment.DAYBOOK_BUCKET),
    clock: systemClock,
    calendar: calendarFor(closedDays),
    hours: schedule,
    progress: () => undefined,
    accounts: accounts === 'all' ? accounts : accounts.map(({ id }) => id),
    query: flexQuery,
  };
  return (context) => {
    const patienceMs = Math.max(0, Math.min(LONGEST_MS, context.getRemainingTimeInMillis() - RESERVE_MS));
    return {
      ...ports,
      open: async () => {
        const { token, expires } = await flexTokenIn(ssm, environment.DAYBOOK_FLEX_TOKEN_PARAMETER);
        const source = openFlexSource({
          connect: (origin) => openHttpClient({ origin, userAgent: `daybook/${version}` }),
          clock: systemClock,
          token,
          patienceMs,
        });
        return { source, tokenExpires: expires };
      },
    };
  };
}
