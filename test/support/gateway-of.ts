import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calendarDate } from '#domain/calendar-date';
import { deadlineOf } from '#pipeline/run-times';
import { demoScenario } from '#simulator/demo-scenario';
import type { Scenario } from '#simulator/scenario';
import { type Simulator, startSimulator } from '#simulator/simulator';
import type { Terminal } from './command.ts';

/** The market day every command test reports. */
export const FRIDAY = calendarDate('2026-11-20');

export interface TestGateway {
  readonly simulator: Simulator;
  /** The words that lead `daybook report` to it. */
  readonly words: readonly string[];
}

/** A simulated gateway on the clock of the terminal, its certificate in the terminal's folder. */
export async function gatewayOf(
  terminal: Terminal,
  options: { scenario?: Scenario; loggedIn?: boolean } = {},
): Promise<TestGateway> {
  const today = deadlineOf({ kind: 'final', marketDate: FRIDAY });
  const simulator = await startSimulator({
    scenario: options.scenario ?? demoScenario({ seed: 1, today }),
    clock: terminal.clock,
    loggedIn: options.loggedIn ?? true,
  });
  await writeFile(join(terminal.folder, 'gateway.pem'), simulator.certificate);
  return {
    simulator,
    words: ['--gateway', simulator.url, '--ca', 'gateway.pem', '--server-name', simulator.serverName],
  };
}
