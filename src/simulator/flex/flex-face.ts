import type { IncomingMessage, ServerResponse } from 'node:http';
import { emptyAnswer } from '#simulator/answers';
import type { CallRecord } from '#simulator/face/call-record';
import { actOnFault, FOREIGN_HOST } from '#simulator/face/fault-answers';
import type { FaultDesk } from '#simulator/face/fault-desk';
import { send } from '#simulator/face/send';
import { deniedAnswer } from '#simulator/face/session-answers';
import { type Fault, FLEX_PATH, type FlexTrouble, isFlexFault } from '#simulator/faults';
import { newYorkDay } from '#simulator/market/day';
import type { ApiAnswer, Scenario } from '#simulator/scenario';
import { type FlexDesk, type FlexOrder, makeFlexDesk } from './flex-desk.ts';
import { makeFlexLimits } from './flex-limits.ts';
import { accepted, newYorkTime, refusal, xmlAnswer } from './flex-response.ts';
import type { FlexSettings } from './flex-settings.ts';
import { begun, hostileAnswer } from './hostile-statements.ts';
import { statementDocument } from './statement-document.ts';

/** Where the service answers, on the host that stands for IBKR's. */
export const FLEX_SERVICE = '/AccountManagement/FlexWebService/';

export interface FlexPorts {
  readonly scenario: Scenario;
  readonly faults: FaultDesk;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly note: (call: CallRecord) => void;
  /** Aborts when the simulator closes. */
  readonly ended: AbortSignal;
}

interface FlexCall {
  readonly name: string;
  readonly words: URLSearchParams;
  readonly now: number;
  /** Of the request: what `<url>` names. */
  readonly origin: string;
}

/** Answers the two calls of the Flex Web Service, version 3, about the scenario's accounts. */
export function flexFace(
  ports: FlexPorts,
  settings: FlexSettings,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const desk = makeFlexDesk(settings);
  const limits = settings.limits ? makeFlexLimits() : () => true;

  const early = (call: FlexCall): string | undefined =>
    refusedBefore(ports.scenario, settings, call.words, call.now) ??
    (limits(call.now) ? undefined : '1018') ??
    (call.name === 'GetStatement' && stillInTheMaking(desk, call.words) ? '1019' : undefined);

  return async (request, response) => {
    const now = ports.now();
    const url = new URL(request.url ?? '/', 'https://localhost');
    const method = request.method ?? 'GET';
    const name = url.pathname.slice(FLEX_SERVICE.length);
    const path = `${FLEX_PATH}${name}`;
    const note = (status: number): void =>
      ports.note({
        at: new Date(now),
        method,
        path,
        query: url.search.slice(1),
        target: request.url ?? '',
        status,
      });
    const reply = async (answer: ApiAnswer): Promise<void> => {
      note(answer.status);
      await send(response, answer, now);
    };
    if (!request.headers['user-agent']) return reply(deniedAnswer());
    if (method !== 'GET' || (name !== 'SendRequest' && name !== 'GetStatement')) return reply(emptyAnswer(404));
    const call = { name, words: url.searchParams, now, origin: `https://${request.headers.host ?? 'localhost'}` };
    // A fault strikes what the service would do, not a request that it refuses or puts off anyway.
    const code = early(call);
    if (code !== undefined) return reply(refusal(code, now));
    const fault = ports.faults.strike(method, path, (one) => isFlexFault(one, path));
    const trouble = fault?.kind === 'flex' ? fault.trouble : undefined;
    const answer = name === 'SendRequest' ? order(desk, call, trouble) : statement(ports.scenario, desk, call, trouble);
    if (fault && (await actOnFault(fault, { response, answer, ended: ports.ended, now, note }))) return;
    await reply(struck(fault, answer, now));
  };
}

/** An answer that a fault of the service itself replaces. */
function struck(fault: Fault | undefined, answer: ApiAnswer, now: number): ApiAnswer {
  return fault?.kind === 'flex-code' ? refusal(fault.code, now) : answer;
}

/** Code of the reason for which the service looks no further. */
function refusedBefore(
  scenario: Scenario,
  settings: FlexSettings,
  words: URLSearchParams,
  now: number,
): string | undefined {
  if (!words.get('t') || !words.get('q')) return '1020';
  if (words.get('t') !== settings.token) return '1015';
  if (settings.tokenExpires !== undefined && newYorkDay(now) > settings.tokenExpires) return '1012';
  return scenario.flex ? undefined : '1011';
}

/** Whether the statement is told to be in the making once more. */
function stillInTheMaking(desk: FlexDesk, words: URLSearchParams): boolean {
  const found = desk.find(words.get('q') ?? '');
  if (!found || found.pollsLeft === 0) return false;
  found.pollsLeft -= 1;
  return true;
}

function order(desk: FlexDesk, call: FlexCall, trouble: FlexTrouble | undefined): ApiAnswer {
  const { words, now } = call;
  const troubles = { late: trouble === 'flex-late', oneDay: trouble === 'flex-one-day' };
  const ordered = desk.order(words, now, troubles);
  if ('code' in ordered) return refusal(ordered.code, now);
  const host = trouble === 'flex-foreign-url' ? FOREIGN_HOST : call.origin;
  const status = trouble === 'flex-warn' ? 'Warn' : 'Success';
  return accepted(status, ordered.reference, `${host}${FLEX_SERVICE}GetStatement`, now);
}

function statement(
  scenario: Scenario,
  desk: FlexDesk,
  { words, now, origin }: FlexCall,
  trouble: FlexTrouble | undefined,
): ApiAnswer {
  const reference = words.get('q') ?? '';
  const found = desk.find(reference);
  if (!found) return refusal('1017', now);
  if (trouble === 'flex-envelope') return accepted('Success', reference, `${origin}${FLEX_SERVICE}GetStatement`, now);
  const text = textOfOrder(scenario, found, trouble);
  return hostileAnswer(trouble) ?? xmlAnswer(trouble === 'flex-half' ? begun(text) : text);
}

function textOfOrder(scenario: Scenario, order: FlexOrder, trouble: FlexTrouble | undefined): ApiAnswer['text'] {
  const accounts = scenario.flex ?? [];
  const { query, span, daysAsked, orderedAt } = order;
  const generated = { day: newYorkDay(orderedAt), time: newYorkTime(orderedAt) };
  const count = trouble === 'flex-count' ? { count: accounts.length + 1 } : {};
  const unknown = trouble === 'flex-unknown';
  return statementDocument({ query, accounts, span, daysAsked, now: orderedAt, generated, unknown, ...count });
}
