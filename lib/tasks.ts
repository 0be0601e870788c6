import type { Definition, RunTargets, State } from './states.ts';

/** The tasks that the machine is made of, each with how it is repeated. */

/** How many accounts or recipients are worked on at once: the archive and SES's rate in the sandbox set it. */
export const WIDTH = 10;

/** Lambda's own trouble, told apart from the function's: waited for longest, as the function has not run. */
const SERVICE_TROUBLE = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
];

const patient = { IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 8, MaxDelaySeconds: 120, JitterStrategy: 'FULL' };
const serviceTrouble = { ErrorEquals: SERVICE_TROUBLE, ...patient };

/** A call of a function's version, repeated when the function fails. @param seconds a little more than its own limit */
export function call(version: string, seconds: number): State & { readonly Type: 'Task' } {
  return {
    Type: 'Task',
    Resource: version,
    TimeoutSeconds: seconds,
    Retry: [
      serviceTrouble,
      { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], IntervalSeconds: 15, BackoffRate: 4, MaxAttempts: 2 },
    ],
  };
}

/** As {@link call}, repeated only when the function has not run. */
export function once(version: string, seconds: number): State & { readonly Type: 'Task' } {
  return { Type: 'Task', Resource: version, TimeoutSeconds: seconds, Retry: [serviceTrouble] };
}

/** One call for one item; when it fails for good, a result that says so, so that the others go on. */
export function orFailed(name: string, task: State, key: string, result: Readonly<Record<string, string>>): Definition {
  const failed = `${name}Failed`;
  return {
    StartAt: name,
    States: {
      [name]: {
        ...task,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failed }],
        End: true,
      },
      [failed]: { Type: 'Pass', Parameters: { [`${key}.$`]: `$.${key}`, ...result }, End: true },
    },
  };
}

/** Publishes one account. @param name of the task: within one machine no two states may have the same */
export const publishAccount = (version: string, name = 'PublishAccount'): Definition =>
  orFailed(name, call(version, 330), 'account', { 'failed.$': '$.error.Error' });

/** Of a list of results: whether one of them is `true`, which says that a notice was given up. */
export const UNTOLD = { 'untold.$': 'States.ArrayContains($, true)' };

/** After the minutes in which a notice was tried already; the topic's trouble is over by then, as a rule. */
const TELL_LATER_SECONDS = 900;

/**
 * One message to the owner's topic for each notice, in order. What the topic does not take is tried again later, and no
 * failure: `untold` of the result says whether a notice was given up.
 */
export function tell(targets: RunTargets, name: string, items: string, result: string): State {
  const publish = {
    Type: 'Task' as const,
    Resource: `arn:${targets.partition}:states:::sns:publish`,
    Parameters: { TopicArn: targets.noticeTopic, 'Subject.$': '$.subject', 'Message.$': '$.message' },
    TimeoutSeconds: 60,
    Retry: [{ ErrorEquals: ['States.ALL'], ...patient }],
    End: true,
  };
  const orElse = (next: string) => [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: next }];
  return {
    Type: 'Map',
    ItemsPath: items,
    MaxConcurrency: 1,
    ItemProcessor: inline({
      StartAt: name,
      States: {
        [name]: { ...publish, Catch: orElse(`${name}Wait`) },
        [`${name}Wait`]: { Type: 'Wait', Seconds: TELL_LATER_SECONDS, Next: `${name}Later` },
        [`${name}Later`]: { ...publish, Catch: orElse(`${name}Untold`) },
        [`${name}Untold`]: { Type: 'Pass', Result: true, End: true },
      },
    }),
    ResultSelector: UNTOLD,
    ResultPath: result,
  };
}

export const inline = (definition: Definition) => ({ ProcessorConfig: { Mode: 'INLINE' as const }, ...definition });
