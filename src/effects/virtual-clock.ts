import type { Clock } from './clock.ts';

/** A clock that stands still until somebody sleeps: then it is later at once, and the wait is counted. */
export class VirtualClock implements Clock {
  #now: number;
  #waits = 0;
  #waitedMs = 0;
  readonly #onAdvance: (now: Date) => Promise<void> | void;

  /** @param onAdvance told of every step, before the sleeper goes on: keeps another process's clock in step. */
  constructor(start: Date, onAdvance: (now: Date) => Promise<void> | void = () => undefined) {
    this.#now = start.getTime();
    this.#onAdvance = onAdvance;
  }

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (ms <= 0) return;
    this.#waits += 1;
    this.#waitedMs += ms;
    await this.advanceTo(new Date(this.#now + ms));
  }

  /** Steps to a later instant without counting a wait. An earlier one is ignored: time doesn't run back. */
  async advanceTo(instant: Date): Promise<void> {
    if (instant.getTime() <= this.#now) return;
    this.#now = instant.getTime();
    await this.#onAdvance(this.now());
  }

  /** How often somebody slept, and for how long in all. */
  get waited(): { readonly times: number; readonly ms: number } {
    return { times: this.#waits, ms: this.#waitedMs };
  }
}
