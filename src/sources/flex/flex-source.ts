import { type CalendarDate, dayNumber } from '#domain/calendar-date';
import type { Clock } from '#effects/clock';
import type { StreamingHttpClient } from '#sources/http/http-client';
import type { FlexResponse, FlexStatements } from './document.ts';
import { FlexUnreachable, FlexUnreadable } from './errors.ts';
import { type IncomingStatement, takeIn } from './incoming.ts';
import { Patience, POLL_MS } from './patience.ts';
import { unreachable } from './unreachable.ts';
import { withoutToken } from './without-token.ts';

/** What the source needs. */
export interface FlexPorts {
  /** Opens a client for `https://HOST`, with a User-Agent: the service refuses callers without one. */
  readonly connect: (origin: string) => StreamingHttpClient;
  readonly clock: Clock;
  /** Stands in requests alone, in no message and no result. */
  readonly token: string;
  /** Where the service is; its documented address when absent. */
  readonly origin?: string;
  /** How long one statement is waited for in all, its last byte included; 10 minutes when absent. */
  readonly patienceMs?: number;
  /** Largest statement taken, bytes; 256 MiB when absent. */
  readonly bodyCap?: number;
}

/** One statement to ask for. Neither `days` nor `lastDays`: the days that are saved in the query. */
export interface FlexRequest {
  readonly query: string;
  /** First and last day, at most 365 of them. */
  readonly days?: { readonly from: CalendarDate; readonly to: CalendarDate };
  /** The last so many days, 1 to 365. Not beside `days`: the service would ignore it without a word. */
  readonly lastDays?: number;
}

/** A statement that was kept. */
export interface FlexFetched {
  readonly document: FlexStatements;
  readonly bytes: number;
}

/** Asks the Flex Web Service, version 3, for statements. */
export interface FlexSource {
  /**
   * Asks, waits while the statement is made, and hands its body to `keep` while it comes. `keep` is called once at
   * most, and only for a statement: the service's own word never gets there. Where the body breaks off or is no whole
   * statement its iteration throws, so that `keep` keeps nothing.
   * @throws FlexRefused | FlexUnreachable | FlexUnreadable | FlexCutOff; RangeError for days that can't be asked for
   */
  fetch(request: FlexRequest, keep: (body: AsyncIterable<Uint8Array>) => Promise<void>): Promise<FlexFetched>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** The documented address of both requests. */
export const FLEX_ORIGIN = 'https://ndcdyn.interactivebrokers.com';
const PATH = '/AccountManagement/FlexWebService';
const PATIENCE_MS = 600_000;
const BODY_CAP = 256 * 1024 * 1024;
/** For the service's own word, which is there at once or not at all. */
const DEADLINE_MS = 120_000;
/** The service allows ten requests a minute with one token, and one a second. */
const SPACING_MS = 6_500;
/** As many days as one request may span. */
const MOST_DAYS = 365;

type Keep = (body: AsyncIterable<Uint8Array>) => Promise<void>;

/** Opens a source. Nothing is sent yet. */
export function openFlexSource(ports: FlexPorts): FlexSource {
  const { clock, token, origin: documented = FLEX_ORIGIN, bodyCap = BODY_CAP } = ports;
  const clients = new Map<string, StreamingHttpClient>();
  let last: number | undefined;

  const ask = async <T>(
    origin: string,
    target: string,
    until: number,
    take: (answer: FlexResponse | IncomingStatement) => Promise<T>,
  ): Promise<T> => {
    if (last !== undefined) await clock.sleep(last + SPACING_MS - clock.now().getTime());
    last = clock.now().getTime();
    const http = clients.get(origin) ?? ports.connect(origin);
    clients.set(origin, http);
    const deadlineMs = Math.max(until - last, 1_000);
    try {
      return await http.receive({ method: 'GET', target, deadlineMs, bodyCap }, async ({ status, body }) => {
        if (status >= 300 && status < 400) {
          throw new FlexUnreachable('blocked', `sends on to another address (status ${status}), which is not followed`);
        }
        if (status !== 200) throw new FlexUnreachable('server-error', `answers with status ${status}`);
        return take(await takeIn(toldAsFlex(body), bodyCap));
      });
    } catch (error) {
      throw withoutToken(unreachable(error), token);
    }
  };

  /** Asks until the service names a reference. */
  const accept = async (request: FlexRequest, patience: Patience, until: number): Promise<FlexResponse> => {
    for (;;) {
      const within = Math.min(until, clock.now().getTime() + DEADLINE_MS);
      const response = await ask(documented, sendTarget(token, request), within, async (answer) => {
        if (answer.kind === 'response') return answer;
        throw new FlexUnreadable('is a statement where its reference was asked for');
      });
      if ((await patience.waitOut(response, 'request')) === 'none') return response;
    }
  };

  /** One look at the statement: kept, or what the service says in its place. */
  const look = async (origins: string[], target: string, until: number, keep: Keep) => {
    let began = false;
    const take = async (answer: FlexResponse | IncomingStatement) => {
      if (answer.kind === 'response') return answer;
      began = true;
      return keepWhole(answer, keep);
    };
    const [origin = documented, other] = origins;
    try {
      return await ask(origin, target, until, take);
    } catch (error) {
      if (began || !(error instanceof FlexUnreachable) || other === undefined) throw error;
      origins.shift();
      return ask(other, target, until, take);
    }
  };

  const fetchOnce = async (request: FlexRequest, patience: Patience, until: number, keep: Keep) => {
    const { referenceCode, url } = await accept(request, patience, until);
    if (referenceCode === undefined) throw new FlexUnreadable('accepts the request and names no reference');
    const target = `${PATH}/GetStatement?${new URLSearchParams({ t: token, q: referenceCode, v: '3' })}`;
    const origins = [documented, ...otherOrigins(url, documented)];
    await clock.sleep(POLL_MS);
    for (;;) {
      const answer = await look(origins, target, until, keep);
      if (answer.kind === 'kept') return answer;
      const step = await patience.waitOut(answer, 'statement');
      if (step === 'none') throw new FlexUnreadable('is a success where the statement was asked for');
      if (step === 'restart') return undefined;
    }
  };

  return {
    fetch: async (request, keep) => {
      checkDays(request);
      const until = clock.now().getTime() + (ports.patienceMs ?? PATIENCE_MS);
      const patience = new Patience(clock, until);
      for (;;) {
        const kept = await fetchOnce(request, patience, until, keep);
        if (kept !== undefined) return { document: kept.document, bytes: kept.bytes };
      }
    },
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

async function keepWhole(statement: IncomingStatement, keep: Keep): Promise<FlexFetched & { readonly kind: 'kept' }> {
  try {
    await keep(statement.body);
  } catch (error) {
    // Whoever keeps may have wrapped what the body threw; a fault of the keeper's own leaves the rest unread.
    throw statement.failure()?.error ?? error;
  }
  return { kind: 'kept', ...(await statement.finish()) };
}

function checkDays({ days, lastDays }: FlexRequest): void {
  if (days !== undefined && lastDays !== undefined) throw new RangeError('Give days or a number of days, not both.');
  const count = days === undefined ? (lastDays ?? 1) : dayNumber(days.to) - dayNumber(days.from) + 1;
  if (!Number.isInteger(count) || count < 1 || count > MOST_DAYS) {
    throw new RangeError(`A Flex statement spans 1 to ${MOST_DAYS} days; ${count} were asked for.`);
  }
}

function sendTarget(token: string, { query, days, lastDays }: FlexRequest): string {
  const words = new URLSearchParams({ t: token, q: query, v: '3' });
  if (days !== undefined) {
    words.set('fd', days.from.replaceAll('-', ''));
    words.set('td', days.to.replaceAll('-', ''));
  }
  if (lastDays !== undefined) words.set('p', String(lastDays));
  return `${PATH}/SendRequest?${words}`;
}

/** The host that the service names, if it is IBKR's: the token goes nowhere else. */
function otherOrigins(url: string | undefined, documented: string): readonly string[] {
  const parsed = URL.parse(url ?? '');
  if (parsed?.protocol !== 'https:' || parsed.port !== '' || parsed.username !== '' || parsed.password !== '')
    return [];
  return parsed.hostname.endsWith('.interactivebrokers.com') && parsed.origin !== documented ? [parsed.origin] : [];
}

async function* toldAsFlex(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw unreachable(error);
  }
}
