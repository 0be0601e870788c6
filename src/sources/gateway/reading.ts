import type { Oddity } from '#domain/snapshot';

/** An answer that was understood. */
export interface Reading<T> {
  readonly value: T;
  /** A valid answer that holds nothing. */
  readonly empty: boolean;
  /** What this version does not know in it, counted by name. */
  readonly oddities: readonly Oddity[];
  /** The source's own word for the moment the figures are of, ISO 8601 in UTC. */
  readonly asOf?: string;
}

/** Collects what is odd in one answer. */
export class OddityTally {
  readonly #where: string;
  readonly #counts = new Map<string, { kind: Oddity['kind']; name: string; count: number }>();

  /** @param where the endpoint's name in the table. */
  constructor(where: string) {
    this.#where = where;
  }

  add(kind: Oddity['kind'], name: string): void {
    const key = `${kind} ${name}`;
    const entry = this.#counts.get(key) ?? { kind, name, count: 0 };
    entry.count += 1;
    this.#counts.set(key, entry);
  }

  list(): readonly Oddity[] {
    return [...this.#counts.values()].map(({ kind, name, count }) => ({ kind, where: this.#where, name, count }));
  }
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same members without those that are undefined: what is not known is absent. */
export function defined<T extends object>(members: T): Defined<T> {
  const present: Record<string, unknown> = {};
  for (const name in members) if (members[name] !== undefined) present[name] = members[name];
  return present as Defined<T>;
}
