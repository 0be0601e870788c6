/** Gives each word once, in memory of its own, and each of equal values once. */
export interface WordPool {
  word(text: string): string;
  /** For values that many rows have alike and nobody changes, such as contracts. */
  value<T extends object>(value: T): T;
}

/** Words that come again and again: currencies, symbols, types. What else comes is as much as the statement is long. */
const MOST = 10_000;
/** From this length on an engine keeps a part of a text as a window on the whole text, here of 64 KiB. */
const WINDOW = 13;
const NUMBER = /^\d+$/;

/** Opens a pool for one answer: what is kept of a statement shall not hold the text that it was read from. */
export function openWordPool(): WordPool {
  const words = new Map<string, string>();
  const values = new Map<string, object>();
  return {
    word: (text) => {
      const known = words.get(text);
      if (known !== undefined) return known;
      const own = text.length < WINDOW ? text : Buffer.from(text).toString();
      // Numbers are ids for the most part, and come once.
      if (words.size < MOST && !NUMBER.test(own)) words.set(own, own);
      return own;
    },
    value: <T extends object>(value: T): T => {
      const text = JSON.stringify(value);
      const known = values.get(text);
      if (known !== undefined) return known as T;
      if (values.size < MOST) values.set(text, value);
      return value;
    },
  };
}
