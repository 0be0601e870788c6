import type { Clock } from '#effects/clock';
import type { Endpoint } from './endpoints.ts';
import { Paced } from './errors.ts';
import { type Pacing, PENALTY } from './pacing.ts';

/** IBKR's page of 2026 says 15 minutes, an older one 10; repeated offenders are locked out for good. */
const PENALTY_MS = 15 * 60_000;
/** The call reaches IBKR later than it is recorded, by a different delay each time. */
const MARGIN_MS = 1_000;
/** Ten calls a second in all. */
const SPACING_MS = 100;

/** Says when a call may go out, waits for it where the wait is short, and remembers the call. */
export class Pacer {
  readonly #clock: Clock;
  readonly #pacing: Pacing;
  readonly #maxWaitMs: number;
  readonly #queues = new Map<string, Promise<unknown>>();
  #nextStart = 0;

  /** @param maxWaitMs longer waits end in {@link Paced}: they belong to the caller. */
  constructor(clock: Clock, pacing: Pacing, maxWaitMs: number) {
    this.#clock = clock;
    this.#pacing = pacing;
    this.#maxWaitMs = maxWaitMs;
  }

  /** Comes back when the call may go out; it is then recorded as sent. @throws Paced */
  turn(endpoint: Endpoint): Promise<void> {
    return this.#inOrder(endpoint.limit ? endpoint.name : '', async () => {
      await this.#waitFor(PENALTY, PENALTY_MS, `IBKR refuses all calls after too many of them`);
      const { limit } = endpoint;
      if (limit) {
        const seconds = limit.everyMs / 1000;
        const every = seconds < 60 ? `${seconds} seconds` : `${seconds / 60} minutes`;
        await this.#waitFor(
          endpoint.name,
          limit.everyMs + MARGIN_MS,
          `IBKR answers for ${endpoint.what} once in ${every}`,
        );
        await this.#pacing.record(endpoint.name, this.#later(limit.everyMs + MARGIN_MS));
      }
      await this.#space();
    });
  }

  /** IBKR said 429. Remembers the penalty for every process; the error to throw. */
  async penalty(endpoint: Endpoint): Promise<Paced> {
    const until = this.#later(PENALTY_MS);
    await this.#pacing.record(PENALTY, until);
    return new Paced(`IBKR refuses to answer for ${endpoint.what}: too many calls.`, until);
  }

  async #waitFor(key: string, longestMs: number, why: string): Promise<void> {
    const notBefore = await this.#pacing.notBefore(key);
    if (notBefore === undefined) return;
    // A record from a clock that ran ahead must not lock the endpoint for longer than the limit itself.
    const waitMs = Math.min(notBefore.getTime() - this.#clock.now().getTime(), longestMs);
    if (waitMs <= 0) return;
    const resumeAt = this.#later(waitMs);
    if (waitMs > this.#maxWaitMs)
      throw new Paced(`${why}; the next call is possible at ${resumeAt.toISOString()}.`, resumeAt);
    await this.#clock.sleep(waitMs);
  }

  async #space(): Promise<void> {
    const now = this.#clock.now().getTime();
    const start = Math.max(now, this.#nextStart);
    this.#nextStart = start + SPACING_MS;
    if (start > now) await this.#clock.sleep(start - now);
  }

  /** Two calls of one paced endpoint must not both see that it is free. */
  async #inOrder(key: string, job: () => Promise<void>): Promise<void> {
    if (key === '') return job();
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before.then(job, job);
    this.#queues.set(key, mine);
    return mine;
  }

  #later(ms: number): Date {
    return new Date(this.#clock.now().getTime() + ms);
  }
}
