import { afterEach } from 'vitest';
import { VirtualClock } from '#effects/virtual-clock';
import type { Scenario } from '#simulator/scenario';
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/simulator';

export interface Running {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
}

const open: Simulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

/** Starts a simulator that is ended with the test. */
export async function run(
  scenario: Scenario,
  at: string,
  options: Partial<Pick<SimulatorOptions, 'loggedIn' | 'globalLimit' | 'flex'>> = {},
): Promise<Running> {
  const clock = new VirtualClock(new Date(at));
  const simulator = await startSimulator({ scenario, clock, ...options });
  open.push(simulator);
  return { simulator, clock };
}
