import type { Archive } from '#archive/archive';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import { pacingIn } from '#pipeline/archive-pacing';
import { keepRawIn } from '#pipeline/keep-raw';
import { type Gateway, openGateway } from '#sources/gateway/gateway';
import { openHttpClient } from '#sources/http/http-client';
import { VERSION } from './version.ts';

export interface GatewayAddress {
  /** `https://HOST:PORT`. */
  readonly url: string;
  /** The gateway's certificate, PEM; the machine's own authorities when absent. */
  readonly ca?: string;
  readonly serverName: string;
  /** Names the gateway in the pacing record. */
  readonly pacingName: string;
  readonly archive: Archive;
  readonly clock: Clock;
  /** Longest single pause for a limit that is made. */
  readonly maxWaitMs: number;
  /** Longest time for one answer, in seconds, in place of {@link DEADLINE_SECONDS}; PortfolioAnalyst's grows with it. */
  readonly deadlineSeconds?: number;
}

/** The deadline that the endpoint table is written for. */
const DEADLINE_SECONDS = 30;

/** Makes, for each run, a gateway whose answers are kept in the archive and whose limits outlive the process. */
export function gatewayOpener(address: GatewayAddress): (run: Run) => Gateway {
  const { archive, clock, maxWaitMs } = address;
  const stretch = (address.deadlineSeconds ?? DEADLINE_SECONDS) / DEADLINE_SECONDS;
  return (run) => {
    const http = openHttpClient({
      origin: address.url,
      serverName: address.serverName,
      userAgent: `daybook/${VERSION}`,
      ...(address.ca === undefined ? {} : { ca: address.ca }),
    });
    return openGateway({
      http: {
        send: (call) => http.send({ ...call, deadlineMs: Math.round(call.deadlineMs * stretch) }),
        close: () => http.close(),
      },
      clock,
      pacing: pacingIn(archive, address.pacingName),
      keep: keepRawIn(archive, run),
      log: () => undefined,
      maxWaitMs,
    });
  };
}
