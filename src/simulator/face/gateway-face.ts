import type { IncomingMessage, ServerResponse } from 'node:http';
import { emptyAnswer, errorAnswer, htmlAnswer, jsonAnswer } from '#simulator/answers';
import { type Fault, isGatewayFault } from '#simulator/faults';
import { isRefused, readPaRequest } from '#simulator/pa-request';
import type { ApiAnswer, ApiCall, Scenario } from '#simulator/scenario';
import type { CallRecord } from './call-record.ts';
import { changedBody } from './changed-body.ts';
import { actOnFault, FOREIGN_HOST } from './fault-answers.ts';
import type { FaultDesk } from './fault-desk.ts';
import type { Pacing } from './pacing.ts';
import { type RequestBody, readBody } from './request-body.ts';
import { type Headers, send, textOf } from './send.ts';
import { deniedAnswer, LOGIN_PAGE, LOGIN_PATH, sessionAnswer, unauthorized } from './session-answers.ts';

export interface GatewayPorts {
  readonly scenario: Scenario;
  readonly pacing: Pacing;
  readonly faults: FaultDesk;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly session: { loggedIn: boolean };
  readonly note: (call: CallRecord) => void;
  /** Aborts when the simulator closes. */
  readonly ended: AbortSignal;
}

const API = /^\/v1\/(?:api|portal)(\/.*)$/;
const ACCOUNT = /^\/portfolio2?\/([^/]+)\//;
const LISTS = new Set(['/portfolio/accounts', '/portfolio/subaccounts', '/portfolio/subaccounts2']);

/** Answers a gateway's calls: who may call, how often, in which order; what the answers hold is the scenario's. */
export function gatewayFace(
  ports: GatewayPorts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  /** Accounts that a list named in this session. */
  const opened = new Set<string>();
  return async (request, response) => {
    const now = ports.now();
    const url = new URL(request.url ?? '/', 'https://localhost');
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    const path = API.exec(url.pathname)?.[1];
    const note = (status: number): void =>
      ports.note({
        at: new Date(now),
        method,
        path: path === undefined ? url.pathname : decodeURIComponent(path),
        query: url.search.slice(1),
        target: request.url ?? '',
        status,
        ...(body.text === '' ? {} : { body: body.text }),
      });
    const refusal = refusalOf(request, method);
    if (refusal) {
      note(refusal.status);
      await send(response, refusal, now);
    } else if (path === undefined) {
      await outside(ports, method, url, response, now, note);
    } else {
      const call = { method, path: decodeURIComponent(path), query: url.searchParams, body: body.json, now };
      await inside(ports, opened, call, body, response, note);
    }
  };
}

function refusalOf(request: IncomingMessage, method: string): ApiAnswer | undefined {
  if (!request.headers['user-agent']) return deniedAnswer();
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  return method === 'POST' && length === undefined && coding === undefined ? emptyAnswer(411) : undefined;
}

/** Paths that are not of the API: the login's pages, and what the real gateway sends away. */
async function outside(
  ports: GatewayPorts,
  method: string,
  url: URL,
  response: ServerResponse,
  now: number,
  note: (status: number) => void,
): Promise<void> {
  const { session } = ports;
  // Never answers, as the real program's does not.
  if (url.pathname === '/status') return note(0);
  const to = (location: string): [ApiAnswer, Headers] => [emptyAnswer(302), { Location: location }];
  let [answer, headers]: [ApiAnswer, Headers] = to(`${FOREIGN_HOST}${url.pathname}`);
  if (url.pathname === '/') [answer, headers] = to(LOGIN_PATH);
  else if (url.pathname === '/sso/Login' && method === 'POST') {
    session.loggedIn = true;
    [answer, headers] = to('/sso/Dispatcher');
  } else if (url.pathname === '/sso/Login') [answer, headers] = [htmlAnswer(200, LOGIN_PAGE), {}];
  else if (url.pathname === '/sso/Dispatcher') [answer, headers] = [htmlAnswer(200, 'Client login succeeds'), {}];
  note(answer.status);
  await send(response, answer, now, headers);
}

async function inside(
  ports: GatewayPorts,
  opened: Set<string>,
  call: ApiCall,
  body: RequestBody,
  response: ServerResponse,
  note: (status: number) => void,
): Promise<void> {
  const { method, path, now } = call;
  const admitted = !ports.session.loggedIn || ports.pacing.admit(method, path, now);
  const fault = admitted ? ports.faults.strike(method, path, isGatewayFault) : undefined;
  const answer = admitted ? answerFor(ports, opened, call, body) : emptyAnswer(429);
  if (fault) return act(fault, answer, response, ports, now, note);
  note(answer.status);
  await send(response, answer, now);
}

function answerFor(ports: GatewayPorts, opened: Set<string>, call: ApiCall, body: RequestBody): ApiAnswer {
  const { scenario, session } = ports;
  const { path } = call;
  if (!session.loggedIn) {
    opened.clear();
    return unauthorized();
  }
  if (!body.readable) return errorAnswer(400, 'Bad Request: body is not JSON');
  if (path.startsWith('/pa/')) {
    const read = readPaRequest(call, scenario.accountIds);
    if (isRefused(read)) return read;
  }
  const [, id] = ACCOUNT.exec(path) ?? [];
  // An account that no list named in this session is refused like one that is not in the login at all.
  if (id !== undefined && !opened.has(id)) return unauthorized();
  const own = scenario.answer(call);
  if (own && LISTS.has(path) && own.status === 200) {
    const text = textOf(own);
    for (const [, named = ''] of text.matchAll(/"(?:id|accountId)"\s*:\s*"([^"]+)"/g)) opened.add(named);
    return { ...own, text: [text] };
  }
  const logout = (): void => {
    session.loggedIn = false;
  };
  return own ?? sessionAnswer(call, logout) ?? ownWork(call) ?? errorAnswer(404, 'Not Found');
}

/** Orders the real services carry out whatever the account holds. */
function ownWork({ method, path }: ApiCall): ApiAnswer | undefined {
  const invalidate = method === 'POST' && /^\/portfolio\/[^/]+\/positions\/invalidate$/.test(path);
  return invalidate ? jsonAnswer({ message: 'success' }) : undefined;
}

/** Does what a fault does instead of answering well. */
async function act(
  fault: Fault,
  answer: ApiAnswer,
  response: ServerResponse,
  ports: GatewayPorts,
  now: number,
  note: (status: number) => void,
): Promise<void> {
  if (await actOnFault(fault, { response, answer, ended: ports.ended, now, note })) return;
  const changed = changedBody(fault, textOf(answer));
  note(answer.status);
  await send(response, { ...answer, text: [changed ?? ''] }, now);
}
