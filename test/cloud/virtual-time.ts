import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/**
 * Loaded before a function's bundle (`--import`): the process lives at the hour its parent names. `Date` stands still
 * until somebody sleeps; then it is later at once, and the parent's clock with it. Elapsed time (`performance`, socket
 * deadlines) stays real.
 */
const SystemDate = Date;
let now = SystemDate.now();

class StandingDate extends SystemDate {
  constructor(...given: readonly unknown[]) {
    super(...((given.length === 0 ? [now] : given) as [number]));
  }

  static override now(): number {
    return now;
  }
}
Reflect.set(globalThis, 'Date', StandingDate);

type Order = { readonly now?: number; readonly advanced?: number };

const sleepers: (() => void)[] = [];

process.on('message', (order: Order) => {
  if (order.now !== undefined) now = order.now;
  if (order.advanced !== undefined) sleepers.shift()?.();
});

async function sleep<T>(ms = 1, value?: T): Promise<T> {
  const woken = new Promise<void>((resolve) => sleepers.push(resolve));
  now += ms;
  process.send?.({ sleptTo: now });
  await woken;
  return value as T;
}
Reflect.set(timers, 'setTimeout', sleep);
syncBuiltinESMExports();
