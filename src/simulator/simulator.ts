import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '#effects/clock';
import type { CallRecord } from '#simulator/face/call-record';
import { makeCertificate } from '#simulator/face/certificate';
import { CONTROL, type Controls, control } from '#simulator/face/control';
import { makeFaultDesk } from '#simulator/face/fault-desk';
import { gatewayFace } from '#simulator/face/gateway-face';
import { makePacing } from '#simulator/face/pacing';
import { FLEX_SERVICE, flexFace } from '#simulator/flex/flex-face';
import { FLEX_QUERIES } from '#simulator/flex/flex-query';
import { DEFAULT_FLEX, type FlexSettings } from '#simulator/flex/flex-settings';
import { serversFace } from '#simulator/servers/servers-face';
import type { Fault } from './faults.ts';
import type { Scenario } from './scenario.ts';

export interface SimulatorOptions {
  readonly scenario: Scenario;
  /** Read with `now()`. One that can be advanced (`advanceTo`) may be told the time over the wire. */
  readonly clock: Clock;
  /** The clock whose hour the answers' `Date` tells, when it is another than the one it plays by. */
  readonly dateClock?: Clock;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default true. */
  readonly loggedIn?: boolean;
  /** Whether more than ten calls in a second of the clock are refused; default false. For a clock that runs. */
  readonly globalLimit?: boolean;
  /**
   * What stands for IBKR. `gateway`, the default: a Client Portal gateway. `servers`: what lies behind a real one, under the
   * name {@link SERVERS_NAME}; a login comes through its pages, so `loggedIn` is false at first.
   */
  readonly face?: 'gateway' | 'servers';
  /** How the Flex Web Service behaves, where it is to differ from {@link DEFAULT_FLEX}. */
  readonly flex?: Partial<FlexSettings>;
}

/** Name in the certificate of the `servers` face. With "api" in it, as the gateway program's own paths depend on that. */
export const SERVERS_NAME = 'api.sim.test';

/** A simulated gateway that listens. */
export interface Simulator {
  /** `https://localhost:PORT`; the API lies below `/v1/api`. */
  readonly url: string;
  /** PEM, to trust. */
  readonly certificate: string;
  readonly serverName: string;
  /** How to ask the Flex Web Service of the same broker: it answers below {@link FLEX_SERVICE} on `origin`. */
  readonly flex: { readonly origin: string; readonly token: string; readonly query: string };
  /** Every call seen but those of the control path, in order. */
  readonly calls: readonly CallRecord[];
  /** Most calls that were open at one moment. The real gateway has five connections to the broker: more only queue. */
  readonly maxConcurrent: number;
  login(): void;
  logout(): void;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Cookies and tokens given out by the `servers` face: nobody may write them down. */
  readonly secrets: readonly string[];
  /** Breaks every open connection, those of calls that are never answered above all. */
  dropConnections(): void;
  /** Ends the server and every connection. */
  close(): Promise<void>;
}

/** Starts an IBKR with a gateway's face on this machine's loopback: TLS 1.2, HTTP/1.1, a certificate of its own. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { scenario, clock } = options;
  const servers = options.face === 'servers';
  const serverName = servers ? SERVERS_NAME : 'localhost';
  const { key, certificate } = await makeCertificate(serverName);
  const calls: CallRecord[] = [];
  const faults = makeFaultDesk();
  const session = { loggedIn: !servers && (options.loggedIn ?? true) };
  const ended = new AbortController();
  const open = { now: 0, most: 0 };
  const ports = {
    scenario,
    pacing: makePacing(options.globalLimit ?? false),
    faults,
    now: () => clock.now().getTime(),
    session,
    note: (call: CallRecord) => {
      calls.push(call);
    },
    ended: ended.signal,
  };
  const flexSettings = { ...DEFAULT_FLEX, ...options.flex };
  const flex = flexFace(ports, flexSettings);
  const behind = servers ? serversFace(ports) : undefined;
  const face = behind?.handle ?? gatewayFace(ports);
  const advanceTo = settable(clock);
  const controls: Controls = {
    calls,
    fault: faults.add,
    clearFaults: faults.clear,
    login: () => {
      session.loggedIn = true;
    },
    logout: () => {
      session.loggedIn = false;
    },
    truth: () => scenario.truth?.(clock.now()),
    ...(advanceTo ? { advanceTo } : {}),
  };

  const server = createServer({ key, cert: certificate, maxVersion: 'TLSv1.2' }, (request, response) => {
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    response.once('close', () => {
      open.now -= 1;
    });
    if (options.dateClock) response.setHeader('Date', options.dateClock.now().toUTCString());
    const work = request.url?.startsWith(CONTROL)
      ? control(controls, request, response)
      : request.url?.startsWith(FLEX_SERVICE)
        ? flex(request, response)
        : face(request, response);
    // A caller that goes away in the middle is no fault; whatever else breaks here breaks the call, and its test.
    work.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.on('connection', (socket) => {
    if (faults.refusesAll()) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    flex: { origin: url, token: flexSettings.token, query: FLEX_QUERIES[0]?.id ?? '' },
    certificate,
    serverName,
    calls,
    get maxConcurrent() {
      return open.most;
    },
    login: controls.login,
    logout: controls.logout,
    fault: controls.fault,
    clearFaults: controls.clearFaults,
    get secrets() {
      return behind?.secrets() ?? [];
    },
    dropConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        ended.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** How to set a clock that stands still until it is told the time; undefined for one that runs. */
function settable(clock: Clock): ((instant: Date) => unknown) | undefined {
  const advance = (clock as Partial<{ advanceTo(instant: Date): unknown }>).advanceTo;
  return advance ? (instant) => advance.call(clock, instant) : undefined;
}
