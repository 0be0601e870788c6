import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** The real clock of this machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, signal ? { signal } : undefined);
  },
};
