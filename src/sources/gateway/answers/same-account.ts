/** A segment of an account carries its number with a letter behind it. */
export function sameAccount(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}
