import type { Clock } from '#effects/clock';
import type { SessionPorts } from '#sources/gateway/session';
import { Redactor } from './redactor.ts';

type Http = SessionPorts['http'];

/** One call and what came of it, as it went over the wire. */
export interface Exchange {
  /** ISO 8601 UTC, to the millisecond: when it was sent, and when the answer was there or the call had failed. */
  readonly sentAt: string;
  readonly endedAt: string;
  readonly method: string;
  readonly target: string;
  readonly body?: string;
  readonly answer?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly text: string;
    /** The body broke off. */
    readonly partial: boolean;
  };
  /** Why no answer began, in the words of the program: `GatewayUnreachable ECONNREFUSED`. */
  readonly failure?: string;
}

/** Bytes of one body that are looked at: IBKR needs the shape, not all rows. */
const MOST_BYTES = 8 * 1024 * 1024;

/** A connection whose every call is noted in `exchanges`. */
export function recorded(http: Http, clock: Clock, exchanges: Exchange[]): Http {
  return {
    send: async (call) => {
      const sentAt = clock.now().toISOString();
      const { method, target, body } = call;
      const asked = { sentAt, method, target, ...(body === undefined ? {} : { body }) };
      try {
        const { status, headers, body: bytes, cut } = await http.send(call);
        const text = Buffer.from(bytes.subarray(0, MOST_BYTES)).toString('utf8');
        const answer = { status, headers, text, partial: cut !== undefined };
        exchanges.push({ ...asked, endedAt: clock.now().toISOString(), answer });
        return { status, headers, body: bytes, ...(cut === undefined ? {} : { cut }) };
      } catch (error) {
        exchanges.push({ ...asked, endedAt: clock.now().toISOString(), failure: nameOf(error) });
        throw error;
      }
    },
    close: () => http.close(),
  };
}

/** The error's class and the system's code, neither of which holds anything from outside. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const code = codeOf(error);
  return code === undefined ? error.name : `${error.name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(error.code)) return error.code;
  return codeOf(error.cause);
}

/** What a log is about. */
export interface LogHead {
  readonly version: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Where the exchanges were seen: `this machine`, `the archive`. */
  readonly seenFrom: string;
  /** The diagnosis in one line, without names or numbers. */
  readonly diagnosis: string;
}

export const WHERE_TO_SEND =
  'For IBKR: attach it to a ticket in the Message Center of Client Portal, which knows who you are. Do not send it by mail.';

/** The log of a diagnosis, fit to be attached to a ticket: requests and answers with what is private left out. */
export function exchangeLog(head: LogHead, exchanges: readonly Exchange[]): string {
  const redactor = new Redactor();
  const parts = exchanges.map((exchange, index) => exchangeText(exchange, index + 1, redactor));
  return [
    `Daybook ${head.version}: calls of a Client Portal gateway, seen from ${head.seenFrom}, written ${head.at}`,
    `Diagnosis: ${head.diagnosis}`,
    WHERE_TO_SEND,
    'Account numbers, names, keys, addresses and amounts are left out; the same label always stands for the same text.',
    ...(parts.length === 0 ? ['', 'No call was made.'] : parts),
    '',
  ].join('\n');
}

function exchangeText(exchange: Exchange, number: number, redactor: Redactor): string {
  const { sentAt, endedAt, method, target, body, answer, failure } = exchange;
  const ms = Date.parse(endedAt) - Date.parse(sentAt);
  const lines = [
    '',
    `--- ${number} ---`,
    `${sentAt}  ${/^[A-Z]{3,7}$/.test(method) ? method : 'request'} ${redactor.target(target)}`,
    ...(body === undefined ? [] : [redactor.body(body)]),
    `${endedAt}  ${answer ? `answered ${answer.status}` : `no answer: ${failure ?? 'failed'}`} after ${ms} ms`,
  ];
  if (!answer) return lines.join('\n');
  const end = answer.partial ? ['(the body broke off here)'] : [];
  return [...lines, ...redactor.headers(answer.headers), '', redactor.body(answer.text), ...end].join('\n');
}
