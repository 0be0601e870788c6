import { expect, it } from 'vitest';
import { shiftedClock } from '#effects/shifted-clock';
import { VirtualClock } from '#effects/virtual-clock';

const start = new Date('2026-11-20T21:30:00Z');

it('is later at once after a sleep, and counts it', async () => {
  const clock = new VirtualClock(start);
  await clock.sleep(15 * 60_000);
  expect(clock.now().toISOString()).toBe('2026-11-20T21:45:00.000Z');
  expect(clock.waited).toEqual({ times: 1, ms: 900_000 });
});

it('never runs back and does not count a step as a wait', async () => {
  const clock = new VirtualClock(start);
  await clock.advanceTo(new Date('2026-11-21T10:45:00Z'));
  await clock.advanceTo(start);
  expect(clock.now().toISOString()).toBe('2026-11-21T10:45:00.000Z');
  expect(clock.waited.times).toBe(0);
});

it('tells its listener every step before the sleeper goes on', async () => {
  const seen: string[] = [];
  const clock = new VirtualClock(start, (now) => {
    seen.push(now.toISOString());
  });
  await clock.sleep(1000);
  expect(seen).toEqual(['2026-11-20T21:30:01.000Z']);
});

it('does not sleep when the sleeper was called off', async () => {
  const clock = new VirtualClock(start);
  await expect(clock.sleep(1000, AbortSignal.abort(new Error('called off')))).rejects.toThrow('called off');
  expect(clock.now()).toEqual(start);
});

it('can show another hour and run on from there', () => {
  const real = new VirtualClock(start);
  const shifted = shiftedClock(new Date('2026-04-02T20:32:11Z'), real);
  expect(shifted.now().toISOString()).toBe('2026-04-02T20:32:11.000Z');
});
