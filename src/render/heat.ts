/** Steps of tint on either side of zero. */
const HEAT_STEPS = 4;

/** From a value to its step of tint: 0 is none, below zero is negative. The largest of all is the full tint. */
export function heatScale(values: readonly number[]): (value: number) => number {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return (value) => (most === 0 ? 0 : Math.sign(value) * Math.ceil((Math.abs(value) / most) * HEAT_STEPS));
}
