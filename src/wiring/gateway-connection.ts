import type { Archive } from '#archive/archive';
import { pacingIn } from '#pipeline/archive-pacing';
import type { Pacing } from '#sources/gateway/pacing';
import { type HttpClient, openHttpClient } from '#sources/http/http-client';
import type { Settings } from './settings.ts';
import { VERSION } from './version.ts';

/** A bare connection to a gateway, and the record of its limits. */
export interface GatewayConnection {
  /** `https://HOST:PORT`. */
  readonly origin: string;
  readonly http: HttpClient;
  readonly pacing: Pacing;
}

/** The deadline that the endpoint table is written for. */
const DEADLINE_SECONDS = 30;

/**
 * Connects to the gateway of the settings, for commands that look at the gateway and not at an account. The limits are
 * those that every other command keeps with the same archive. @throws AddressRefused | CertificateUnreadable
 */
export function connectGateway(
  settings: Settings['gateway'],
  ca: string | undefined,
  archive: Archive,
): GatewayConnection {
  const { origin, hostname } = new URL(settings.url);
  const http = openHttpClient({
    origin: settings.url,
    serverName: settings.serverName ?? hostname,
    userAgent: `daybook/${VERSION}`,
    ...(ca === undefined ? {} : { ca }),
  });
  const stretch = settings.deadlineSeconds / DEADLINE_SECONDS;
  return {
    origin,
    http: {
      send: (call) => http.send({ ...call, deadlineMs: Math.round(call.deadlineMs * stretch) }),
      close: () => http.close(),
    },
    pacing: pacingIn(archive, origin),
  };
}
