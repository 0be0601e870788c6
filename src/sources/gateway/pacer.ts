import type { Clock } from '#effects/clock';
import { CertificateRejected, GatewayUnreachable } from '#sources/http/errors';
import type { Endpoint, Limit } from './endpoints.ts';
import { Paced } from './errors.ts';
import { GatewayTime } from './gateway-time.ts';
import type { Pacing, PacingRecord } from './pacing.ts';
import {
  count,
  isShutForToday,
  PENALTY_MS,
  type Reserved,
  refuse,
  release,
  reserve,
  retryAfterMs,
} from './pacing-ledger.ts';

/** The call reaches IBKR later than it is noted, by a different delay each time. */
const MARGIN_MS = 1_000;
/** Eight calls a second of the ten that IBKR takes in all: another process's tickle has room beside them. */
const SPACING_MS = 120;
/**
 * Limits below it are kept within the process alone. Only the tickle has one (a second): keep-session's one a minute
 * would be 43,000 writes a month, and two processes have to meet in the same second for one to matter.
 */
const WRITTEN_FROM_MS = 5_000;
/** From here on a second call costs minutes: answers are used again, and calls of one process go one after the other. */
export const LONG_LIMIT_MS = 60_000;

/** Marks of our own proxy on calls that it did not pass on. */
const NOT_PASSED_ON: ReadonlySet<string> = new Set(['denied', 'no-certificate', 'refused', 'limited']);

/** Says when a call may go out, waits for it where the wait is short, and remembers the call for every process. */
export class Pacer {
  readonly #clock: Clock;
  readonly #pacing: Pacing;
  readonly #maxWaitMs: number;
  readonly #time: GatewayTime;
  readonly #queues = new Map<string, Promise<unknown>>();
  /** Calls on their way, by endpoint: when they were noted. */
  readonly #sent = new Map<string, Date>();
  /** Those of long limits, until they are over: the next one looks at the record after them. */
  readonly #flights = new Map<string, PromiseWithResolvers<void>>();
  /** Of limits that are not written: the end of the endpoint's last pause. */
  readonly #own = new Map<string, number>();
  #lastStart: number | undefined;

  /** @param maxWaitMs longer waits end in {@link Paced}: they belong to the caller. */
  constructor(clock: Clock, pacing: Pacing, maxWaitMs: number) {
    this.#clock = clock;
    this.#pacing = pacing;
    this.#maxWaitMs = maxWaitMs;
    this.#time = new GatewayTime(clock);
  }

  /** How far the gateway's clock is ahead of this machine's, in milliseconds, by its last answer; 0 where both agree. */
  get aheadMs(): number {
    return this.#time.aheadMs;
  }

  /** Comes back when the call may go out; it is then noted as sent. @throws Paced */
  turn(endpoint: Endpoint): Promise<void> {
    return this.#inOrder(endpoint.limit ? endpoint.name : '', async () => {
      const { limit } = endpoint;
      const written = limit && limit.everyMs >= WRITTEN_FROM_MS ? limit : undefined;
      await this.#flights.get(endpoint.name)?.promise;
      await this.#reserve(endpoint, written);
      if (limit && !written) await this.#ownPause(endpoint.name, limit);
      await this.#inOrder('any', () => this.#space());
    });
  }

  /**
   * The answer came and is kept. The call counts from now: it had reached IBKR by now at the latest.
   * @param headers of the answer, names in lower case
   */
  async answered(endpoint: Endpoint, headers: Readonly<Record<string, string>>): Promise<void> {
    this.#time.heard(headers.date);
    await this.#end(endpoint, NOT_PASSED_ON.has(headers['x-daybook-proxy'] ?? ''));
  }

  /** No answer came. A call that was given up counts from now: the gateway still sends it. One that never left is free again. */
  async failed(endpoint: Endpoint, error: unknown): Promise<void> {
    const neverLeft =
      error instanceof CertificateRejected || (error instanceof GatewayUnreachable && !error.mayHaveArrived);
    await this.#end(endpoint, neverLeft);
  }

  async #end(endpoint: Endpoint, neverLeft: boolean): Promise<void> {
    const at = this.#sent.get(endpoint.name);
    try {
      if (!neverLeft) return await this.#settle(endpoint);
      this.#sent.delete(endpoint.name);
      if (at) await this.#pacing.change((before) => release(before, endpoint.name, at));
    } finally {
      this.over(endpoint);
    }
  }

  /** The call is over, and nothing more is noted of it: what was noted before it stands. */
  over(endpoint: Endpoint): void {
    this.#flights.get(endpoint.name)?.resolve();
    this.#flights.delete(endpoint.name);
  }

  /** IBKR said 429. Remembers the penalty for every process; the error to throw. */
  async penalty(endpoint: Endpoint, retryAfter?: string): Promise<Paced> {
    const now = this.#time.now();
    let closed: PacingRecord['closed'];
    let shut = false;
    await this.#pacing.change((before) => {
      const after = refuse(before, endpoint.name, now, retryAfterMs(retryAfter, now));
      closed = after.closed;
      shut = isShutForToday(after);
      return after;
    });
    const until = closed ? new Date(closed.until) : new Date(now.getTime() + PENALTY_MS);
    const message = shut && closed ? `${closed.why}.` : `IBKR refuses to answer for ${endpoint.what}: too many calls.`;
    return new Paced(message, this.#time.local(until), 'ibkr', true);
  }

  async #reserve(endpoint: Endpoint, limit: Limit | undefined): Promise<void> {
    // As if it took its whole deadline: a process that dies in it leaves the truth behind.
    const closesMs = limit && closedFor(limit, this.#time) + endpoint.deadlineMs;
    let waitedMs = 0;
    for (;;) {
      const now = this.#time.now();
      let found: Reserved | undefined;
      await this.#pacing.change((before) => {
        found = reserve(before, { endpoint: endpoint.name, now, ...(closesMs === undefined ? {} : { closesMs }) });
        return found.after;
      });
      if (!found || found.free) {
        if (limit) this.#sent.set(endpoint.name, now);
        if (limit && isLong(limit)) this.#flights.set(endpoint.name, Promise.withResolvers());
        return;
      }
      const waitMs = found.until.getTime() - now.getTime();
      waitedMs += waitMs;
      if (waitedMs > this.#maxWaitMs) {
        const resumeAt = this.#time.local(found.until);
        throw new Paced(
          `${found.why ?? pauseOf(endpoint, limit)}; the next call is possible at ${resumeAt.toISOString()}.`,
          resumeAt,
          'ibkr',
          found.why !== undefined,
        );
      }
      await this.#clock.sleep(waitMs);
    }
  }

  async #settle(endpoint: Endpoint): Promise<void> {
    const at = this.#sent.get(endpoint.name);
    const { limit } = endpoint;
    this.#sent.delete(endpoint.name);
    if (!at || !limit) return;
    const now = this.#time.now();
    await this.#pacing.change((before) => count(before, endpoint.name, at, now, closedFor(limit, this.#time)));
  }

  async #ownPause(name: string, limit: Limit): Promise<void> {
    const closesMs = limit.everyMs + MARGIN_MS;
    const now = this.#clock.now().getTime();
    const waitMs = Math.min((this.#own.get(name) ?? now) - now, closesMs);
    if (waitMs > 0) await this.#clock.sleep(waitMs);
    this.#own.set(name, this.#clock.now().getTime() + closesMs);
  }

  /** A clock that was set back must not hold a call up for longer than the pause itself. */
  async #space(): Promise<void> {
    const sinceMs = this.#lastStart === undefined ? SPACING_MS : this.#clock.now().getTime() - this.#lastStart;
    const waitMs = Math.min(SPACING_MS - sinceMs, SPACING_MS);
    if (waitMs > 0) await this.#clock.sleep(waitMs);
    this.#lastStart = this.#clock.now().getTime();
  }

  /** Two calls of one paced endpoint must not both see that it is free. */
  async #inOrder(key: string, job: () => Promise<void>): Promise<void> {
    if (key === '') return job();
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before.then(job, job);
    this.#queues.set(key, mine);
    return mine;
  }
}

const isLong = (limit: Limit): boolean => limit.everyMs >= LONG_LIMIT_MS;

const closedFor = (limit: Limit, time: GatewayTime): number => limit.everyMs + MARGIN_MS + time.doubtMs;

function pauseOf(endpoint: Endpoint, limit: Limit | undefined): string {
  const seconds = (limit?.everyMs ?? 0) / 1000;
  const every = seconds < 60 ? `${seconds} seconds` : `${seconds / 60} minutes`;
  return `IBKR answers for ${endpoint.what} once in ${every}`;
}
