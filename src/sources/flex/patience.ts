import type { Clock } from '#effects/clock';
import type { FlexResponse } from './document.ts';
import { FlexRefused } from './errors.ts';
import { refusalOf } from './refusals.ts';

/** Between two looks at a statement in the making. */
export const POLL_MS = 10_000;
const LATER_MS = 60_000;
/** How often codes that ask for minutes are waited out before the caller is told. */
const LATER_TIMES = 3;

/** How long one statement is waited for. */
export class Patience {
  readonly #clock: Clock;
  readonly #until: number;
  #later = 0;

  /** @param until epoch milliseconds */
  constructor(clock: Clock, until: number) {
    this.#clock = clock;
    this.#until = until;
  }

  /**
   * Waits as long as the answer asks for: `again` then. `none`: it refuses nothing; `restart`: its reference is gone.
   * @throws FlexRefused when waiting won't help or the patience is over
   */
  async waitOut(response: FlexResponse): Promise<'none' | 'again' | 'restart'> {
    const refusal = refusalOf(response);
    if (refusal === undefined) return 'none';
    if (refusal.step === 'restart') return 'restart';
    if (refusal.step === 'stop') throw new FlexRefused(refusal, response.errorCode);
    const ms = refusal.step === 'poll' ? POLL_MS : LATER_MS;
    if (refusal.step !== 'poll') this.#later += 1;
    const then = this.#clock.now().getTime() + ms;
    if (this.#later > LATER_TIMES || then > this.#until) {
      throw new FlexRefused(refusal, response.errorCode, new Date(then));
    }
    await this.#clock.sleep(ms);
    return 'again';
  }
}
