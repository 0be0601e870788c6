import type { Definition, FlexTargets, RunTargets, State } from './states.ts';
import { call } from './tasks.ts';
import { unlessInVain } from './unless-in-vain.ts';

type States = Definition['States'];

/** The first states of a run, up to `$.collected`: its sources are asked, and what they came to is one answer. */
export interface Asking {
  /** The first state; asked again from there after a pause. */
  readonly first: string;
  readonly states: States;
}

/** Longer than the functions' own limit of 15 minutes. */
const SECONDS = 960;
const EVENT = { 'run.$': '$.run', 'execution.$': '$.execution', 'until.$': '$.until' };

/** What fails for good goes to `End`, which tells the owner. */
export const failedForGood = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'End' }] };

/**
 * One source is asked by itself. Two are asked side by side, and the failure of one is an answer, so that the other
 * carries the run.
 */
export function askSources({ collect, flex }: RunTargets, next: string): Asking {
  if (!flex) {
    if (collect === undefined) throw new TypeError('A machine without a source has nothing to run.');
    const task = { ...source(collect), ResultPath: '$.collected', ...failedForGood, Next: next };
    return { first: 'Collect', states: { Collect: task } };
  }
  if (collect === undefined) return { first: 'CollectFlex', states: { ...alone(flex), Join: join(flex, next) } };
  const sources: State = {
    Type: 'Parallel',
    Branches: [branch('Collect', collect), branch('CollectFlex', flex.collect)],
    ResultSelector: { 'gateway.$': '$[0]', 'flex.$': '$[1]' },
    ResultPath: '$.sources',
    ...failedForGood,
    Next: 'Join',
  };
  return { first: 'Sources', states: { Sources: sources, Join: join(flex, next) } };
}

const source = (version: string) => ({ ...unlessInVain(call(version, SECONDS)), Parameters: EVENT });

function branch(name: string, version: string): Definition {
  const failed = `${name}Failed`;
  return {
    StartAt: name,
    States: {
      [name]: {
        ...source(version),
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failed }],
        End: true,
      },
      [failed]: { Type: 'Pass', Parameters: { 'failed.$': '$.error.Error' }, End: true },
    },
  };
}

/** Its failure takes the place of its answer, as in a branch. */
function alone(flex: FlexTargets): States {
  return {
    CollectFlex: {
      ...source(flex.collect),
      ResultPath: '$.sources.flex',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.sources.flex', Next: 'CollectFlexFailed' }],
      Next: 'Join',
    },
    CollectFlexFailed: {
      Type: 'Pass',
      Parameters: { 'failed.$': '$.sources.flex.Error' },
      ResultPath: '$.sources.flex',
      Next: 'Join',
    },
  };
}

function join(flex: FlexTargets, next: string): State {
  return {
    ...call(flex.join, 90),
    Parameters: { ...EVENT, 'sources.$': '$.sources' },
    ResultPath: '$.collected',
    ...failedForGood,
    Next: next,
  };
}
