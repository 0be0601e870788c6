import type { ScenarioChoice } from '#wiring/make-scenario';
import type { Given } from './flags.ts';
import { numberFlag } from './read-values.ts';

/** What the scenario flags say, for `demo` and `simulate` alike. */
export function scenarioChoice(
  given: Given,
  marketDate: ScenarioChoice['marketDate'],
  problems: string[],
): ScenarioChoice {
  const recordings = given.text('recordings');
  const account = given.text('account');
  return {
    marketDate,
    seed: numberFlag(given, 'seed', 1, { whole: true, min: 0, max: 2 ** 31 }, problems),
    size: numberFlag(given, 'size', 1, { whole: false, min: 0.001, max: 1 }, problems),
    ...(recordings === undefined ? {} : { recordings }),
    ...(account === undefined ? {} : { account }),
  };
}
