import type { Archive } from '#archive/archive';
import type { HttpClient } from '#sources/http/http-client';
import { readEnvironment } from './environment.ts';
import { connectHost } from './host-connection.ts';

/** Names the gateway in the pacing record: the broker counts by login, so a renewed host goes on with its limits. */
export const PACING_NAME = 'https://gateway.daybook.internal';

/** The gateway's host as the stack tells it. @throws FunctionMisconfigured */
export function hostOfStack(version: string): {
  readonly instanceId: string;
  /** Makes new connections, for one run or one look. */
  readonly connect: (archive: Archive) => HttpClient;
} {
  const environment = readEnvironment(['DAYBOOK_GATEWAY_URL', 'DAYBOOK_GATEWAY_NAME', 'DAYBOOK_HOST']);
  const instanceId = environment.DAYBOOK_HOST;
  const place = {
    url: environment.DAYBOOK_GATEWAY_URL,
    serverName: environment.DAYBOOK_GATEWAY_NAME,
    instanceId,
    version,
  };
  return { instanceId, connect: (archive) => connectHost(place, archive) };
}
