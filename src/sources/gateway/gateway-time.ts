import type { Clock } from '#effects/clock';

/** Below it a clock counts as right: `Date` has whole seconds, and an answer takes a while to arrive. */
const RIGHT_MS = 10_000;

/**
 * The hour as the gateway has it. A pause must not end early because this machine's clock was set forward, so where its
 * clock differs plainly from the `Date` of the gateway's answers, pauses are counted by the latter.
 */
export class GatewayTime {
  readonly #clock: Clock;
  #aheadMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An answer has just come. @param date its header, if it has one */
  heard(date: string | undefined): void {
    const theirs = Date.parse(date ?? '');
    if (Number.isNaN(theirs)) return;
    const ahead = theirs - this.#clock.now().getTime();
    this.#aheadMs = Math.abs(ahead) < RIGHT_MS ? 0 : ahead;
  }

  /** 0 where the difference is no more than an answer's way. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  now(): Date {
    return new Date(this.#clock.now().getTime() + this.#aheadMs);
  }

  /** The same instant by this machine's clock. */
  local(at: Date): Date {
    return new Date(at.getTime() - this.#aheadMs);
  }

  /** How much later than `now` it may be in truth. */
  get doubtMs(): number {
    return this.#aheadMs === 0 ? 0 : RIGHT_MS;
  }
}
