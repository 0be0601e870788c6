import type { VirtualClock } from '#effects/virtual-clock';
import type { Simulator } from '#simulator/simulator';
import { type Gateway, openGateway } from '#sources/gateway/gateway';
import type { SessionPorts } from '#sources/gateway/session';
import { type HttpClient, openHttpClient } from '#sources/http/http-client';
import { memoryPacing } from '#test/support/scripted-http';

type RawAnswer = Parameters<SessionPorts['keep']>[0];

/** A gateway as one case uses it. */
export interface Line {
  readonly gateway: Gateway;
  /** Raw answers in the order they were kept. */
  readonly kept: readonly RawAnswer[];
  close(): Promise<void>;
}

/** Simulated servers of IBKR, and the way that leads to them. */
export interface SimulatedWorld {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  /** A fresh way, its connections unused, at an hour when no limit of an earlier one still holds. */
  open(): Promise<Line>;
}

/** Longer than any limit of IBKR's, and than the pause after a 429. */
export const PAST_ALL_LIMITS_MS = 40 * 60_000;

/** Where a line leads. */
export interface LineAddress {
  readonly origin: string;
  /** PEM. */
  readonly ca: string;
  readonly serverName: string;
  readonly clock: VirtualClock;
  /** Longest time for one call, so that a case with one that never ends takes seconds. */
  readonly longestMs: number;
}

/** The gateway source over real connections, its waits on the virtual clock. */
export function openLine({ origin, ca, serverName, clock, longestMs }: LineAddress): Line {
  const kept: RawAnswer[] = [];
  const http = openHttpClient({ origin, ca, serverName, userAgent: 'daybook/test' });
  const hurried: HttpClient = {
    send: (call) => http.send({ ...call, deadlineMs: Math.min(call.deadlineMs, longestMs) }),
    close: () => http.close(),
  };
  const gateway = openGateway({
    http: hurried,
    clock,
    pacing: memoryPacing(),
    keep: async (raw) => `raw/${kept.push(raw)}`,
    log: () => undefined,
    maxWaitMs: 60_000,
  });
  return { gateway, kept, close: () => gateway.close() };
}
