/** Steps of tint on either side of zero. */
const HEAT_STEPS = 4;
/** A return of this size has the full tint: the same colour means the same on every day and for every account. */
const FULL = 0.06;

/** The step of tint of a return: 0 is none, below zero is negative; {@link FULL} and beyond are the full tint. */
export function heatOf(value: number): number {
  return Math.sign(value) * Math.ceil(Math.min(1, Math.abs(value) / FULL) * HEAT_STEPS);
}
