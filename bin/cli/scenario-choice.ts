import { resolve } from 'node:path';
import { type MadeScenario, makeScenario, type ScenarioChoice } from '#wiring/make-scenario';
import { isScenarioName } from '#wiring/scenarios';
import type { World } from '#wiring/world';
import type { Given } from './flags.ts';
import { numberFlag } from './read-values.ts';

/** Flags that shape one scenario alone: beside another they would do nothing. */
const OF_ONE = { recordings: 'recorded', account: 'recorded', size: 'large', clients: 'advisor' } as const;

/**
 * Makes the scenario that name and flags ask for, for `demo` and `simulate` alike. Undefined when something is wrong
 * with the words, or with the folder of recordings; then `problems` says what.
 */
export async function scenarioOf(
  name: string,
  marketDate: ScenarioChoice['marketDate'],
  given: Given,
  problems: string[],
  world: World,
): Promise<MadeScenario | undefined> {
  const recordings = given.text('recordings');
  const account = given.text('account');
  const clients = given.text('clients');
  const choice = {
    marketDate,
    seed: numberFlag(given, 'seed', 1, { whole: true, min: 0, max: 2 ** 31 }, problems),
    size: numberFlag(given, 'size', 1, { whole: false, min: 0.001, max: 1 }, problems),
    ...(recordings === undefined ? {} : { recordings: resolve(world.workingFolder, recordings) }),
    ...(account === undefined ? {} : { account }),
    ...(clients === undefined
      ? {}
      : { clients: numberFlag(given, 'clients', 25, { whole: true, min: 1, max: 5_000 }, problems) }),
  };
  if (!isScenarioName(name)) problems.push(`"${name}" is not one of demo, recorded, empty, advisor, large`);
  for (const [flag, scenario] of Object.entries(OF_ONE)) {
    if (isScenarioName(name) && name !== scenario && given.text(flag) !== undefined)
      problems.push(`--${flag} is for the scenario ${scenario}, and this is ${name}`);
  }
  if (!isScenarioName(name) || problems.length > 0) return undefined;
  const made = await makeScenario(name, choice);
  if (!('problem' in made)) return made;
  problems.push(made.problem);
  return undefined;
}
