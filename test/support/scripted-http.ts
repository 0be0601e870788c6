import { VirtualClock } from '#effects/virtual-clock';
import { type Gateway, openGateway } from '#sources/gateway/gateway';
import { NO_CALLS, type Pacing, type PacingRecord } from '#sources/gateway/pacing';
import type { RawAnswer } from '#sources/gateway/raw-answer';
import type { WireEvent } from '#sources/gateway/session';
import type { HttpAnswer, HttpCall, HttpClient } from '#sources/http/http-client';

/** What a script answers: a body with 200, a whole answer, or the error to fail with. */
export type Scripted = object | HttpAnswer | Error;

/** An answer with a status and a text or JSON body. */
export function answer(status: number, body: string | object = '', headers: Record<string, string> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: Buffer.from(text) };
}

/** A gateway whose wire is a script, on a virtual clock. */
export interface ScriptedGateway {
  readonly gateway: Gateway;
  readonly calls: readonly (HttpCall & { readonly at: Date })[];
  readonly kept: readonly RawAnswer[];
  readonly events: readonly WireEvent[];
  readonly clock: VirtualClock;
}

export interface ScriptOptions {
  readonly maxWaitMs?: number;
  readonly pacing?: Pacing;
  readonly keep?: (raw: RawAnswer) => Promise<string>;
  readonly start?: Date;
}

/** A pacing record in memory. */
export function memoryPacing(start: PacingRecord = NO_CALLS): Pacing & { readonly record: PacingRecord } {
  let record = start;
  return {
    get record() {
      return record;
    },
    change: async (step) => {
      record = step(record);
    },
  };
}

/** Opens a gateway whose calls are answered by `script`: given `METHOD /path?query` below `/v1/api`, and the count of such calls before. */
export function scriptedGateway(
  script: (call: string, before: number, body: unknown) => Scripted,
  options: ScriptOptions = {},
): ScriptedGateway {
  const clock = new VirtualClock(options.start ?? new Date('2026-11-20T21:30:00Z'));
  const calls: (HttpCall & { at: Date })[] = [];
  const kept: RawAnswer[] = [];
  const events: WireEvent[] = [];
  const http: HttpClient = {
    send: async (call) => {
      const name = `${call.method} ${call.target.slice('/v1/api'.length)}`;
      const before = calls.filter(({ method, target }) => method === call.method && target === call.target).length;
      calls.push({ ...call, at: clock.now() });
      const scripted = script(name, before, call.body === undefined ? undefined : JSON.parse(call.body));
      if (scripted instanceof Error) throw scripted;
      return 'status' in scripted && 'headers' in scripted ? (scripted as HttpAnswer) : answer(200, scripted);
    },
    close: async () => undefined,
  };
  const gateway = openGateway({
    http,
    clock,
    pacing: options.pacing ?? memoryPacing(),
    keep:
      options.keep ??
      (async (raw) => {
        kept.push(raw);
        return `raw/${kept.length}`;
      }),
    log: (event) => events.push(event),
    maxWaitMs: options.maxWaitMs ?? 60_000,
  });
  return { gateway, calls, kept, events, clock };
}
