import type { Archive } from '#archive/archive';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import { pacingIn } from '#pipeline/archive-pacing';
import { earlierIn } from '#pipeline/earlier-answer';
import { keepRawIn } from '#pipeline/keep-raw';
import { isSettled } from '#pipeline/run-times';
import { type Gateway, openGateway } from '#sources/gateway/gateway';
import { type HttpClient, openHttpClient } from '#sources/http/http-client';

/** Where a gateway's limits and answers are kept, and how it is reached. */
export interface GatewayLine {
  /** Names the gateway in the pacing record. */
  readonly pacingName: string;
  readonly archive: Archive;
  readonly clock: Clock;
  /** Longest single pause for a limit that is made. */
  readonly maxWaitMs: number;
  /** Longest time for one answer, in seconds, in place of {@link DEADLINE_SECONDS}; PortfolioAnalyst's grows with it. */
  readonly deadlineSeconds?: number;
  /** Makes the connections of one run; closed with the gateway. */
  readonly connect: () => HttpClient;
}

export interface GatewayAddress extends Omit<GatewayLine, 'connect'> {
  /** `https://HOST:PORT`. */
  readonly url: string;
  /** The gateway's certificate, PEM; the machine's own authorities when absent. */
  readonly ca?: string;
  readonly serverName: string;
  /** Version of Daybook, told to the gateway. */
  readonly version: string;
}

/** The deadline that the endpoint table is written for. */
const DEADLINE_SECONDS = 30;

/** Makes, for each run, a gateway whose answers are kept in the archive and whose limits outlive the process. */
export function gatewayOver(line: GatewayLine): (run: Run) => Gateway {
  const { archive, clock, maxWaitMs } = line;
  // When a day is final doesn't depend on which days are closed.
  const calendar = newYorkCalendar();
  const stretch = (line.deadlineSeconds ?? DEADLINE_SECONDS) / DEADLINE_SECONDS;
  return (run) => {
    const http = line.connect();
    return openGateway({
      http: {
        send: (call) => http.send({ ...call, deadlineMs: Math.round(call.deadlineMs * stretch) }),
        close: () => http.close(),
      },
      clock,
      pacing: pacingIn(archive, line.pacingName),
      keep: keepRawIn(archive, run),
      earlier: earlierIn(run, { archive, clock, settled: (one, at) => isSettled(one, at, calendar) }),
      log: () => undefined,
      maxWaitMs,
    });
  };
}

/** As {@link gatewayOver}, for a gateway whose address and certificate are known beforehand. */
export function gatewayOpener(address: GatewayAddress): (run: Run) => Gateway {
  const { url, ca, serverName, version } = address;
  const connect = (): HttpClient =>
    openHttpClient({
      origin: url,
      serverName,
      userAgent: `daybook/${version}`,
      ...(ca === undefined ? {} : { ca }),
    });
  return gatewayOver({ ...address, connect });
}
