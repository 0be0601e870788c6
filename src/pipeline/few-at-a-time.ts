/** How much may be at work at once. */
export interface AtOnce {
  readonly tasks: number;
  /** Sum of the weights that {@link FewAtATime.add} was given. One task alone may be heavier. */
  readonly weight: number;
}

interface Waiting {
  readonly weight: number;
  readonly work: () => Promise<void>;
}

/**
 * Does work beside each other, a few tasks at a time, and those of one name one after another in the order they came.
 * Whoever adds waits until there is room, so that what is still to come isn't held in memory. After the first failure
 * nothing more is begun.
 */
export class FewAtATime {
  readonly #most: AtOnce;
  readonly #last = new Map<string, Promise<void>>();
  readonly #running = new Set<Promise<void>>();
  #weight = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(most: AtOnce) {
    this.#most = most;
  }

  /** Comes back once the work has room to begin. @throws what earlier work threw */
  async add(name: string, { weight, work }: Waiting): Promise<void> {
    while (
      this.#running.size > 0 &&
      (this.#running.size >= this.#most.tasks || this.#weight + weight > this.#most.weight)
    ) {
      await Promise.race(this.#running);
    }
    if (this.#failure) throw this.#failure.error;
    this.#weight += weight;
    const task = this.#run(this.#last.get(name), work).finally(() => {
      this.#weight -= weight;
      this.#running.delete(task);
      if (this.#last.get(name) === task) this.#last.delete(name);
    });
    this.#last.set(name, task);
    this.#running.add(task);
  }

  /** Comes back when nothing is at work any more. @throws the first failure */
  async end(): Promise<void> {
    while (this.#running.size > 0) await Promise.race(this.#running);
    if (this.#failure) throw this.#failure.error;
  }

  async #run(before: Promise<void> | undefined, work: () => Promise<void>): Promise<void> {
    await before;
    if (this.#failure) return;
    try {
      await work();
    } catch (error) {
      this.#failure ??= { error };
    }
  }
}
