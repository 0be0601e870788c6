import { emptyScenario } from '#simulator/empty-scenario';
import type { Scenario } from '#simulator/scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { Machine } from '#test/support/machine';
import { gatewayOpener } from '#wiring/gateway-opener';

/** The stages of a run over real sockets: the machine's gateway is a simulated one, on the broker's clock. */
export interface SimulatedMachine {
  readonly machine: Machine;
  readonly simulator: Simulator;
}

/**
 * @param at the broker's hour, ISO 8601 UTC
 * @param deadlineSeconds longest time for one answer, in real seconds
 */
export async function simulatedMachine(
  at: string,
  options: { readonly scenario?: Scenario; readonly deadlineSeconds?: number; readonly loggedIn?: boolean } = {},
): Promise<SimulatedMachine> {
  const machine = new Machine(at);
  const simulator = await startSimulator({
    scenario: options.scenario ?? emptyScenario({ today: machine.clock.now() }),
    clock: machine.clock,
    loggedIn: options.loggedIn ?? true,
    globalLimit: true,
  });
  const open = gatewayOpener({
    url: simulator.url,
    ca: simulator.certificate,
    serverName: simulator.serverName,
    version: '1.0.0',
    pacingName: 'https://simulator',
    archive: machine.archive,
    clock: machine.ownClock,
    maxWaitMs: 10_000,
    ...(options.deadlineSeconds === undefined ? {} : { deadlineSeconds: options.deadlineSeconds }),
  });
  machine.source = () => open({ kind: 'final', marketDate: machine.calendar.lastClosedMarketDay(machine.clock.now()) });
  await machine.settled();
  return { machine, simulator };
}
