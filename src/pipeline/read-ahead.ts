/** Reads at work at a time: the archive answers many at once about as fast as one. */
const AT_A_TIME = 6;

/** What was read for each item, in the order of the items; a few are read before they are asked for. */
export async function* readAhead<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): AsyncGenerator<R, undefined, undefined> {
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    yield* await Promise.all(items.slice(start, start + AT_A_TIME).map(read));
  }
  return undefined;
}
