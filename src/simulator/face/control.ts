import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fault, FaultSyntaxError, readFaultJson } from '#simulator/faults';
import type { CallRecord } from './call-record.ts';
import { readBody } from './request-body.ts';

/** What can be done to a simulator over the wire, beside its API. */
export interface Controls {
  readonly calls: readonly CallRecord[];
  fault(fault: Fault): void;
  clearFaults(): void;
  login(): void;
  logout(): void;
  truth(): unknown;
  /** Undefined where the clock runs by itself. */
  readonly advanceTo?: (instant: Date) => unknown;
}

export const CONTROL = '/_simulator/';

/** Answers `POST /_simulator/{fault,clear,login,logout,clock}` and `GET /_simulator/{calls,truth}` with plain JSON. */
export async function control(controls: Controls, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const command = `${request.method} ${(request.url ?? '').slice(CONTROL.length).split('?')[0]}`;
  try {
    const result = await carryOut(controls, command, body.json);
    reply(response, result === undefined ? 404 : 200, result ?? { error: `no command ${command}` });
  } catch (error) {
    if (!(error instanceof FaultSyntaxError || error instanceof ControlError)) throw error;
    reply(response, 400, { error: error.message });
  }
}

class ControlError extends Error {
  override readonly name = 'ControlError';
}

async function carryOut(controls: Controls, command: string, body: unknown): Promise<unknown> {
  const done = { done: true };
  switch (command) {
    case 'POST fault':
      controls.fault(readFaultJson(body));
      return done;
    case 'POST clear':
      controls.clearFaults();
      return done;
    case 'POST login':
      controls.login();
      return done;
    case 'POST logout':
      controls.logout();
      return done;
    case 'POST clock':
      await advance(controls, body);
      return done;
    case 'GET calls':
      return controls.calls;
    case 'GET truth':
      return controls.truth() ?? null;
    default:
      return undefined;
  }
}

async function advance({ advanceTo }: Controls, body: unknown): Promise<void> {
  if (!advanceTo) throw new ControlError('this simulator runs on a clock that goes by itself');
  const text = (body as { advanceTo?: unknown } | undefined)?.advanceTo;
  const instant = new Date(typeof text === 'string' ? text : Number.NaN);
  if (Number.isNaN(instant.getTime())) throw new ControlError('advanceTo must be an instant in ISO 8601');
  await advanceTo(instant);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
