import type { IncomingMessage, ServerResponse } from 'node:http';
import { emptyAnswer } from '#simulator/answers';
import { type GatewayPorts, gatewayFace } from '#simulator/face/gateway-face';
import { readBody } from '#simulator/face/request-body';
import { type Headers, textOf } from '#simulator/face/send';
import type { ApiAnswer } from '#simulator/scenario';
import { type LoginDesk, loginDesk } from './login-pages.ts';
import { programAnswers } from './program-answers.ts';

export interface ServersFace {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  readonly secrets: () => readonly string[];
}

/**
 * Answers as IBKR's servers do behind the gateway program: the login's pages, the program's own calls, and the API for
 * whoever brings the cookie of a login. What the API says is what it says behind the simulated gateway.
 */
export function serversFace(ports: GatewayPorts): ServersFace {
  const { session } = ports;
  const desk: LoginDesk = loginDesk(() => {
    session.loggedIn = true;
  });
  const program = programAnswers();
  const inside = gatewayFace(ports);
  const stranger = gatewayFace({ ...ports, session: { loggedIn: false } });
  return {
    secrets: () => [...desk.secrets, ...program.secrets],
    handle: async (request, response) => {
      const now = ports.now();
      const { method = 'GET', headers } = request;
      const url = new URL(request.url ?? '/', 'https://localhost');
      const known = desk.knows(headers.cookie);
      const path = /^\/v1\/api(\/.*)$/.exec(url.pathname)?.[1];
      const reply = (answer: ApiAnswer, more: Headers = {}): void => {
        ports.note({
          at: new Date(now),
          method,
          path: path ?? url.pathname,
          query: url.search.slice(1),
          target: request.url ?? '',
          status: answer.status,
        });
        sendWhole(response, answer, now, more);
      };
      if (path === undefined) {
        const { text } = await readBody(request);
        const [answer, more] = desk.answer(method, url.pathname, text) ?? [emptyAnswer(404), {}];
        return reply(answer, more);
      }
      const call = { method, path, query: url.searchParams, body: undefined, now };
      const own = known && session.loggedIn ? program.answer(call, headers['user-agent']) : undefined;
      if (!own) return known ? inside(request, response) : stranger(request, response);
      reply(ports.pacing.admit(method, path, now) ? own : emptyAnswer(429));
    },
  };
}

/** In one piece and with its length: the program misreads an answer to its own calls that comes in two. */
function sendWhole(response: ServerResponse, answer: ApiAnswer, now: number, headers: Headers): void {
  const body = textOf(answer);
  response.sendDate = false;
  response.writeHead(answer.status, {
    Date: new Date(now).toUTCString(),
    'Content-Length': Buffer.byteLength(body),
    ...(answer.contentType === null ? {} : { 'Content-Type': answer.contentType }),
    ...headers,
  });
  response.end(body);
}
