/** Gives each word once, in memory of its own. */
export type WordPool = (word: string) => string;

/** Words that come again and again: currencies, symbols, types. What else comes is as much as the statement is long. */
const MOST = 10_000;
/** From this length on an engine keeps a part of a text as a window on the whole text, here of 64 KiB. */
const WINDOW = 13;
const NUMBER = /^\d+$/;

/** Opens a pool for one answer: what is kept of a statement shall not hold the text that it was read from. */
export function openWordPool(): WordPool {
  const pool = new Map<string, string>();
  return (word) => {
    const known = pool.get(word);
    if (known !== undefined) return known;
    const own = word.length < WINDOW ? word : Buffer.from(word).toString();
    // Numbers are ids for the most part, and come once.
    if (pool.size < MOST && !NUMBER.test(own)) pool.set(own, own);
    return own;
  };
}
