import type { Archive } from '#archive/archive';
import { systemClock } from '#effects/system-clock';
import { FAILURE_KINDS } from '#owner/doctor-step';
import type { Failure } from '#owner/failure';
import { lookAtRoot } from '#owner/gateway-root';
import { pacingIn } from '#pipeline/archive-pacing';
import { diagnose } from '#sources/gateway/diagnosis';
import type { Pacing } from '#sources/gateway/pacing';
import { type HttpClient, openHttpClient } from '#sources/http/http-client';
import { SourceError } from '#sources/source-error';
import type { GatewaySettings } from './gateway-settings.ts';
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
export function connectGateway(settings: GatewaySettings, ca: string | undefined, archive: Archive): GatewayConnection {
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

/** Asks for the first page at the near end of a port forward, trusting one certificate alone. @throws SourceError */
export async function lookAtPage(port: number, certificate: string): Promise<void> {
  const http = openHttpClient({
    origin: `https://localhost:${port}`,
    serverName: 'localhost',
    ca: certificate,
    userAgent: `daybook/${VERSION}`,
  });
  try {
    await lookAtRoot({ http, clock: systemClock });
  } finally {
    await http.close();
  }
}

/** A source's error as a failure with its exit code; undefined for every other error. */
export function gatewayFailure(error: unknown): Failure | undefined {
  if (!(error instanceof SourceError)) return undefined;
  const { diagnosis, message, nextStep } = diagnose(error);
  return { kind: FAILURE_KINDS[diagnosis], message, nextStep };
}
