import type { CalendarDate } from '#domain/calendar-date';
import type { Clock } from '#effects/clock';
import type { HttpClient } from '#sources/http/http-client';
import { SourceError } from '#sources/source-error';
import type { FlexResponse } from './document.ts';
import { FlexRefused, FlexUnreachable, FlexUnreadable } from './errors.ts';
import { Patience, POLL_MS } from './patience.ts';
import { openFlexReader } from './reader.ts';
import { refusalOf } from './refusals.ts';

/** What the client needs. */
export interface FlexPorts {
  /** Opens a client for `https://HOST`, with a User-Agent: the service refuses callers without one. */
  readonly connect: (origin: string) => HttpClient;
  readonly clock: Clock;
  /** Stands in requests alone, in no message and no result. */
  readonly token: string;
  /** How long one statement is waited for in all; 10 minutes when absent. */
  readonly patienceMs?: number;
  /** Largest statement taken, bytes; 256 MiB when absent. */
  readonly bodyCap?: number;
}

/** One statement to ask for. */
export interface FlexRequest {
  readonly query: string;
  /** First and last day, at most 365; the days saved in the query when absent. */
  readonly days?: { readonly from: CalendarDate; readonly to: CalendarDate };
}

/** Asks the Flex Web Service, version 3, for statements. */
export interface FlexClient {
  /**
   * The statement as it came, whole and well-formed.
   * @throws FlexRefused | FlexUnreachable | FlexUnreadable | FlexCutOff
   */
  fetch(request: FlexRequest): Promise<Uint8Array>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** The documented address of both requests. */
const ORIGIN = 'https://ndcdyn.interactivebrokers.com';
const PATH = '/AccountManagement/FlexWebService';
const PATIENCE_MS = 600_000;
const BODY_CAP = 256 * 1024 * 1024;
const DEADLINE_MS = 120_000;
/** The service allows ten requests a minute with one token. */
const SPACING_MS = 6_000;

type Answer = { readonly body: Uint8Array; readonly response?: FlexResponse };

/** Opens a client. Nothing is sent yet. */
export function openFlexClient(ports: FlexPorts): FlexClient {
  const { clock, token } = ports;
  const clients = new Map<string, HttpClient>();
  let last: number | undefined;

  const ask = async (origin: string, target: string): Promise<Answer> => {
    if (last !== undefined) await clock.sleep(last + SPACING_MS - clock.now().getTime());
    last = clock.now().getTime();
    const http = clients.get(origin) ?? ports.connect(origin);
    clients.set(origin, http);
    const call = { method: 'GET', target, deadlineMs: DEADLINE_MS, bodyCap: ports.bodyCap ?? BODY_CAP } as const;
    const { status, body, cut } = await http.send(call).catch((error: unknown) => {
      throw unreachable(error);
    });
    if (cut !== undefined) throw unreachable(cut);
    if (status >= 300 && status < 400) {
      throw new FlexUnreachable('blocked', `sends on to another address (status ${status}), which is not followed`);
    }
    if (status !== 200) throw new FlexUnreachable('server-error', `answers with status ${status}`);
    return read(body, ports.bodyCap ?? BODY_CAP);
  };

  const accept = async (request: FlexRequest, patience: Patience): Promise<FlexResponse> => {
    for (;;) {
      const { response } = await ask(ORIGIN, sendTarget(token, request));
      if (response === undefined) throw new FlexUnreadable('is a statement where its reference was asked for');
      const step = await patience.waitOut(response);
      if (step === 'none') return response;
      if (step === 'restart') throw refused(response);
    }
  };

  const askAtEither = async (origins: string[], target: string): Promise<Answer> => {
    const [origin = ORIGIN, other] = origins;
    try {
      return await ask(origin, target);
    } catch (error) {
      if (!(error instanceof FlexUnreachable) || other === undefined) throw error;
      origins.shift();
      return ask(other, target);
    }
  };

  const fetchOnce = async (request: FlexRequest, until: number, mayRestart: boolean): Promise<Uint8Array> => {
    const patience = new Patience(clock, until);
    const { referenceCode, url } = await accept(request, patience);
    if (referenceCode === undefined) throw new FlexUnreadable('accepts the request and names no reference');
    const target = `${PATH}/GetStatement?${new URLSearchParams({ t: token, q: referenceCode, v: '3' })}`;
    const origins = [ORIGIN, ...otherOrigins(url)];
    await clock.sleep(POLL_MS);
    for (;;) {
      const { response, body } = await askAtEither(origins, target);
      if (response === undefined) return body;
      const step = await patience.waitOut(response);
      if (step === 'none') throw new FlexUnreadable('is a success where the statement was asked for');
      if (step === 'again') continue;
      if (!mayRestart) throw refused(response);
      return fetchOnce(request, until, false);
    }
  };

  return {
    fetch: (request) => fetchOnce(request, clock.now().getTime() + (ports.patienceMs ?? PATIENCE_MS), true),
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

function sendTarget(token: string, { query, days }: FlexRequest): string {
  const words = new URLSearchParams({ t: token, q: query, v: '3' });
  if (days !== undefined) {
    words.set('fd', days.from.replaceAll('-', ''));
    words.set('td', days.to.replaceAll('-', ''));
  }
  return `${PATH}/SendRequest?${words}`;
}

/** Reads the answer to its end, so that a part is never taken for a statement. */
function read(body: Uint8Array, bytes: number): Answer {
  const reader = openFlexReader({ statement: () => undefined, row: () => undefined }, { bytes });
  reader.write(body);
  const document = reader.end();
  return document.kind === 'response' ? { body, response: document } : { body };
}

/** The host that the service names, if it is IBKR's: the token goes nowhere else. */
function otherOrigins(url: string | undefined): readonly string[] {
  const parsed = URL.parse(url ?? '');
  if (parsed?.protocol !== 'https:' || parsed.port !== '' || parsed.username !== '' || parsed.password !== '')
    return [];
  return parsed.hostname.endsWith('.interactivebrokers.com') && parsed.origin !== ORIGIN ? [parsed.origin] : [];
}

function refused(response: FlexResponse): Error {
  const refusal = refusalOf(response);
  return refusal === undefined ? new FlexUnreadable('has no code') : new FlexRefused(refusal, response.errorCode);
}

/** The HTTP client's messages speak of the gateway. */
function unreachable(error: unknown): FlexUnreachable {
  if (!(error instanceof SourceError)) return new FlexUnreachable('unreachable', 'gave no answer', { cause: error });
  const problems: Readonly<Record<string, string>> = {
    silent: 'gave no whole answer in time',
    'cut-off': 'broke off in the middle of its answer',
    blocked: 'shows a certificate that is not trusted',
    unreadable: 'gives an answer that is larger than is taken',
  };
  return new FlexUnreachable(error.reason, problems[error.reason] ?? 'was not reached', { cause: error });
}
