/** A segment of an account carries its number with one capital letter behind it: `U1234567C`. */
const SEGMENT = /^[A-Z]$/;

/** Whether two numbers as the broker writes them are of one account, or of an account and its segment. */
export function sameAccount(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (!long.startsWith(short)) return false;
  return long === short || (short !== '' && SEGMENT.test(long.slice(short.length)));
}
