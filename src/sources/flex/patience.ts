import type { Clock } from '#effects/clock';
import type { FlexResponse } from './document.ts';
import { FlexRefused } from './errors.ts';
import { type Refusal, refusalOf } from './refusals.ts';

/** Between two looks at a statement in the making. */
export const POLL_MS = 10_000;
const LATER_MS = 60_000;
/** How often codes that ask for minutes are waited out before the caller is told. */
const LATER_TIMES = 3;
/** How often a lost reference is asked for anew. */
const RESTARTS = 1;

/** How long one statement is waited for. */
export class Patience {
  readonly #clock: Clock;
  readonly #until: number;
  readonly #codes = new Set<string>();
  #later = 0;
  #restarts = 0;

  /** @param until epoch milliseconds */
  constructor(clock: Clock, until: number) {
    this.#clock = clock;
    this.#until = until;
  }

  /**
   * Waits as long as the answer asks for: `again` then. `none`: it refuses nothing; `restart`: its reference is gone.
   * @throws FlexRefused when waiting won't help or the patience is over
   */
  async waitOut(response: FlexResponse, stage: 'request' | 'statement'): Promise<'none' | 'again' | 'restart'> {
    const refusal = refusalOf(response);
    if (refusal === undefined) return 'none';
    const code = response.errorCode;
    this.#codes.add(code ?? '');
    if (refusal.step === 'restart' && stage === 'statement' && this.#restarts < RESTARTS) {
      this.#restarts += 1;
      return 'restart';
    }
    if (refusal.step === 'stop' || refusal.step === 'restart') {
      throw this.#stopped(refusal, code);
    }
    const ms = refusal.step === 'poll' ? POLL_MS : LATER_MS;
    if (refusal.step !== 'poll') this.#later += 1;
    const then = this.#clock.now().getTime() + ms;
    if (this.#later > LATER_TIMES || then > this.#until) throw this.#over(refusal, code, then);
    await this.#clock.sleep(ms);
    return 'again';
  }

  #stopped(refusal: Refusal, code: string | undefined): FlexRefused {
    const { meaning, restMs } = refusal;
    if (restMs !== undefined) {
      return new FlexRefused(refusal, code, {
        outlook: 'later',
        resumeAt: new Date(this.#clock.now().getTime() + restMs),
      });
    }
    return new FlexRefused(refusal, code, { outlook: meaning === 'no-data' ? 'later' : 'permanent' });
  }

  #over(refusal: Refusal, code: string | undefined, then: number): FlexRefused {
    const endless = refusal.meaning === 'not-ready' && this.#codes.size === 1;
    return new FlexRefused(refusal, code, { outlook: endless ? 'endless' : 'later', resumeAt: new Date(then) });
  }
}
