/**
 * A difference of doubles as spreadsheets give it: what is left of two equal figures is zero, and shows no sign.
 * @param size of the figures that were subtracted
 */
export function withoutDust(difference: number, size: number): number {
  return Math.abs(difference) <= size * 1e-14 ? 0 : difference;
}
