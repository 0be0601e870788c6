/** A stream of numbers that is always the same for the same seeds. */
export interface Random {
  /** Evenly spread, 0 included, 1 excluded. */
  next(): number;
  /** Standard normal, cut at ±2.5 so that no day of a simulated market is absurd. */
  normal(): number;
  /** Evenly spread from `low` to `high`. */
  between(low: number, high: number): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
}

const NORMAL_LIMIT = 2.5;

/** Makes a stream from any number of seeds: the same seeds, the same stream (hash FNV-1a, generator mulberry32). */
export function seededRandom(...seeds: readonly (string | number)[]): Random {
  let state = hashOf(seeds.join('|'));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    normal: () => {
      const drawn = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return Math.max(-NORMAL_LIMIT, Math.min(NORMAL_LIMIT, drawn));
    },
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low + 1) * next()),
  };
}

/** 32-bit FNV-1a of a text. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
