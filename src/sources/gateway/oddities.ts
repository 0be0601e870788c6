import type { Oddity } from '#domain/snapshot';

/** One entry for each thing, with the counts of all. */
export function addUp(oddities: readonly Oddity[]): readonly Oddity[] {
  const sums = new Map<string, Oddity>();
  for (const oddity of oddities) {
    const key = `${oddity.kind} ${oddity.where} ${oddity.name}`;
    const before = sums.get(key);
    sums.set(key, before ? { ...before, count: before.count + oddity.count } : oddity);
  }
  return [...sums.values()];
}
