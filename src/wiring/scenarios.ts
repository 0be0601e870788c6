import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a person may ask the simulator to play. */
const SCENARIO_NAMES = ['demo', 'recorded', 'empty', 'advisor', 'large'] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

export const isScenarioName = (text: string): text is ScenarioName =>
  (SCENARIO_NAMES as readonly string[]).includes(text);

/** The project's own small set of recorded answers. */
export const OWN_RECORDINGS = resolve(fileURLToPath(new URL('../simulator/recordings', import.meta.url)));
