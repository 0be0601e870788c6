import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { type Dispatcher, Pool } from 'undici';
import { bounded, readBody, unpacked } from './body.ts';
import { AddressRefused } from './errors.ts';
import { type CallPlace, connectionFailure } from './failure.ts';
import { Slots } from './slots.ts';
import { readTrust } from './trust.ts';

/** One call. */
export interface HttpCall {
  readonly method: 'GET' | 'POST';
  /** Path and query as they go over the wire, from the first slash. */
  readonly target: string;
  /** JSON text; sent with its Content-Length. A POST without one sends a length of 0. */
  readonly body?: string;
  /** Time for the whole call, connecting and the last byte of the body included. */
  readonly deadlineMs: number;
  /** Largest body taken, in bytes after unpacking; {@link DEFAULT_BODY_CAP} when absent. */
  readonly bodyCap?: number;
}

/** An answer, whole or cut. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Why the body is not whole. Nobody may parse it then. */
  readonly cut?: Error;
}

/** An answer whose body is still on its way. */
export interface HttpStreamed {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked pieces, to be read once. @throws DeadlineExceeded | CutBody | BodyTooLarge */
  readonly body: AsyncIterable<Uint8Array>;
}

/** A client that also gives bodies too large to be held whole. */
export interface StreamingHttpClient extends HttpClient {
  /**
   * Hands the answer to `take` as soon as its headers are there, whatever its status, and comes back with what `take`
   * does; what `take` leaves of the body is not fetched. The call's deadline and cap hold for the body too, and its
   * turn lasts until `take` is done.
   * @throws GatewayUnreachable | CertificateRejected | DeadlineExceeded when no answer began
   */
  receive<T>(call: HttpCall, take: (answer: HttpStreamed) => Promise<T>): Promise<T>;
}

/** Calls one server over HTTPS. Two calls run at once; others wait for their turn, their deadline not yet running. */
export interface HttpClient {
  /**
   * Resolves with the answer whatever its status, also with a cut one (`cut` says why). Redirects are not followed.
   * @throws GatewayUnreachable | CertificateRejected | DeadlineExceeded when no answer began
   */
  send(call: HttpCall): Promise<HttpAnswer>;
  /** Ends all connections; running calls fail. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** `https://HOST:PORT`, without a path. */
  readonly origin: string;
  /** PEM of the certificate(s) to trust; the machine's own authorities when absent. */
  readonly ca?: string;
  /** The name the certificate must be made out to, and that is asked for; the origin's host when absent. */
  readonly serverName?: string;
  /** IBKR's firewall refuses callers without one. */
  readonly userAgent: string;
}

/** 32 MiB. */
const DEFAULT_BODY_CAP = 32 * 1024 * 1024;

/** The gateway has five connections to IBKR in all, its own keep-alive needs one. */
const CALLS_AT_ONCE = 2;
/** Sockets that idle longer may be dead without either side knowing, in a frozen process above all. */
const IDLE_MS = 4_000;
const CONNECT_MS = 10_000;

/** Opens a client for one server. Nothing is sent yet. @throws AddressRefused | CertificateUnreadable */
export function openHttpClient(options: HttpClientOptions): StreamingHttpClient {
  const url = readOrigin(options.origin);
  const trust = options.ca === undefined ? undefined : readTrust(options.ca);
  const serverName = options.serverName ?? url.hostname.replace(/^\[(.*)\]$/, '$1');
  const pool = new Pool(url.origin, {
    connections: CALLS_AT_ONCE,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    // One deadline covers the whole call; undici's own clocks would only cut it short.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: CONNECT_MS,
      rejectUnauthorized: true,
      checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate),
      // TLS has no place for a number in the name it asks for.
      ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
      ...(trust === undefined ? {} : { ca: [...trust.certificates] }),
    },
  });
  const slots = new Slots(CALLS_AT_ONCE);
  const headers = {
    // A server that is reached by its address, and has a name, answers to that name alone.
    ...(options.serverName === undefined ? {} : { host: `${options.serverName}${url.port && `:${url.port}`}` }),
    'user-agent': options.userAgent,
    accept: 'application/json, */*',
    'accept-encoding': 'identity',
  };
  const place = { origin: url.origin, serverName, trust };
  return {
    send: (call) => slots.run(() => exchange(pool, call, headers, place)),
    receive: (call, take) => slots.run(() => receive(pool, call, headers, place, take)),
    close: () => pool.destroy(),
  };
}

type Server = Omit<CallPlace, 'deadlineMs'>;
type Headers = Readonly<Record<string, string>>;

async function exchange(dispatcher: Dispatcher, call: HttpCall, headers: Headers, server: Server): Promise<HttpAnswer> {
  const place: CallPlace = { ...server, deadlineMs: call.deadlineMs };
  const response = await begin(dispatcher, call, headers, place);
  const headersSent = flatHeaders(response.headers);
  const stream = unpacked(response.body, headersSent['content-encoding']);
  const { body, cut } = await readBody(stream, call.bodyCap ?? DEFAULT_BODY_CAP, place);
  const answer = { status: response.statusCode, headers: headersSent, body };
  return cut === undefined ? answer : { ...answer, cut };
}

async function receive<T>(
  dispatcher: Dispatcher,
  call: HttpCall,
  headers: Headers,
  server: Server,
  take: (answer: HttpStreamed) => Promise<T>,
): Promise<T> {
  const place: CallPlace = { ...server, deadlineMs: call.deadlineMs };
  const response = await begin(dispatcher, call, headers, place);
  try {
    const headersSent = flatHeaders(response.headers);
    const stream = unpacked(response.body, headersSent['content-encoding']);
    const body = bounded(stream, call.bodyCap ?? DEFAULT_BODY_CAP, place);
    return await take({ status: response.statusCode, headers: headersSent, body });
  } finally {
    // What is left would hold the connection; its own end is no news then.
    response.body.on('error', () => undefined).destroy();
  }
}

async function begin(
  dispatcher: Dispatcher,
  call: HttpCall,
  headers: Headers,
  place: CallPlace,
): Promise<Dispatcher.ResponseData> {
  try {
    return await dispatcher.request({
      origin: place.origin,
      method: call.method,
      path: call.target,
      headers: call.body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      body: call.body ?? null,
      signal: AbortSignal.timeout(call.deadlineMs),
    });
  } catch (error) {
    throw connectionFailure(error, place);
  }
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function readOrigin(origin: string): URL {
  const url = URL.parse(origin);
  if (url?.protocol !== 'https:') {
    throw new AddressRefused(
      `"${origin.replace(/\/\/[^/]*@/, '//')}" is not an address of the form https://HOST:PORT.`,
      'Give the address of the gateway, for example https://localhost:5000.',
    );
  }
  if (url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new AddressRefused(
      `The address of the gateway has more in it than https://HOST:PORT.`,
      `Give ${url.origin} alone.`,
    );
  }
  return url;
}
