import type { Clock } from './clock.ts';

/** A clock that runs at the pace of `real` but shows `start` now: for playing a recording at the hour it was made. */
export function shiftedClock(start: Date, real: Clock): Clock {
  const shift = start.getTime() - real.now().getTime();
  return { now: () => new Date(real.now().getTime() + shift), sleep: (ms, signal) => real.sleep(ms, signal) };
}
