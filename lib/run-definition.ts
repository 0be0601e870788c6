import { unlessInVain } from './unless-in-vain.ts';

/** ARNs that the machine's definition names. */
export interface RunTargets {
  /** Published versions of the functions. */
  readonly begin: string;
  readonly collect: string;
  readonly publish: string;
  readonly notify: string;
  readonly end: string;
  readonly noticeTopic: string;
  /** `aws`, but in China and in the government's regions. */
  readonly partition: string;
}

/** A state in Amazon States Language, as far as this machine uses it. */
export interface State {
  readonly Type: 'Task' | 'Map' | 'Choice' | 'Wait' | 'Pass' | 'Succeed' | 'Fail';
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string; readonly [condition: string]: unknown }[];
  readonly ItemProcessor?: Definition & { readonly ProcessorConfig: { readonly Mode: 'INLINE' } };
  readonly [field: string]: unknown;
}

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/**
 * Longer than the longest chain of pauses of one start: a final run ends at its deadline, a week of missed days follows,
 * and going on ends with the last of them, 20 hours after the start at most.
 */
const EXECUTION_SECONDS = 24 * 3600;

/** How many accounts or recipients are worked on at once: the archive and SES's rate in the sandbox set it. */
const WIDTH = 10;

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

/**
 * The machine of a run. All stages may be repeated: leases, receipts and conditional writes make a repetition harmless.
 * What fails for good between `Collect` and `Notify` goes to `End`, which tells the owner; what fails in `Begin` or `End` fails the
 * execution, which a rule tells. After the runs it goes on asking for bookings, of which no run, report or mail depends.
 */
export function runDefinition(targets: RunTargets): Definition & { readonly TimeoutSeconds: number } {
  return {
    StartAt: 'Begin',
    TimeoutSeconds: EXECUTION_SECONDS,
    States: {
      Begin: {
        ...call(targets.begin, 90),
        Parameters: { 'event.$': '$', 'execution.$': '$$.Execution.Name' },
        Next: 'TellBegun',
      },
      // A notice that can't be given must not keep the runs from running; the execution fails after them.
      TellBegun: {
        ...tell(targets, 'TellNotice', '$.notices'),
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.untold', Next: 'Runs' }],
        Next: 'Runs',
      },
      Runs: {
        Type: 'Map',
        ItemsPath: '$.runs',
        MaxConcurrency: 1,
        ItemSelector: {
          'run.$': '$$.Map.Item.Value.run',
          'until.$': '$$.Map.Item.Value.until',
          'recipients.$': '$$.Map.Item.Value.recipients',
          'execution.$': '$$.Execution.Name',
        },
        ItemProcessor: inline(oneRun(targets)),
        ResultPath: null,
        Next: 'GoOn',
      },
      // A failure that the owner must hear of doesn't wait for a morning's pauses.
      GoOn: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.untold', IsPresent: true, Next: 'AllTold' },
          { Variable: '$.fillUntil', IsPresent: true, Next: 'Fill' },
        ],
        Default: 'AllTold',
      },
      // Extra work: a failure of its own is not repeated, and no failure of the execution.
      Fill: {
        ...once(targets.collect, 960),
        Parameters: { 'fillUntil.$': '$.fillUntil', 'execution.$': '$$.Execution.Name' },
        ResultPath: '$.filled',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.unfilled', Next: 'AllTold' }],
        Next: 'FillNext',
      },
      FillNext: {
        Type: 'Choice',
        Choices: [{ Variable: '$.filled.next', StringEquals: 'wait', Next: 'WaitToFill' }],
        Default: 'AllTold',
      },
      WaitToFill: { Type: 'Wait', TimestampPath: '$.filled.resumeAt', Next: 'Fill' },
      AllTold: {
        Type: 'Choice',
        Choices: [{ Variable: '$.untold', IsPresent: true, Next: 'NoticeNotGiven' }],
        Default: 'Ended',
      },
      NoticeNotGiven: {
        Type: 'Fail',
        Error: 'NoticeNotGiven',
        Cause: 'The runs went on, but a notice to the owner could not be published.',
      },
      Ended: { Type: 'Succeed' },
    },
  };
}

function oneRun(targets: RunTargets): Definition {
  return {
    StartAt: 'Collect',
    States: {
      Collect: {
        ...unlessInVain(call(targets.collect, 960)),
        Parameters: { 'run.$': '$.run', 'execution.$': '$.execution', 'until.$': '$.until' },
        ResultPath: '$.collected',
        ...failedForGood,
        Next: 'CollectNext',
      },
      CollectNext: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.collected.next', StringEquals: 'wait', Next: 'WaitForBroker' },
          { Variable: '$.collected.next', StringEquals: 'publish', Next: 'Publish' },
        ],
        Default: 'End',
      },
      WaitForBroker: { Type: 'Wait', TimestampPath: '$.collected.resumeAt', Next: 'Collect' },
      Publish: {
        Type: 'Map',
        ItemsPath: '$.collected.accounts',
        MaxConcurrency: WIDTH,
        ItemSelector: { 'run.$': '$.run', 'execution.$': '$.execution', 'account.$': '$$.Map.Item.Value' },
        ItemProcessor: inline(
          orFailed('PublishAccount', call(targets.publish, 330), 'account', { 'failed.$': '$.error.Error' }),
        ),
        ResultPath: '$.published',
        ...failedForGood,
        Next: 'Notify',
      },
      Notify: {
        Type: 'Map',
        ItemsPath: '$.recipients',
        MaxConcurrency: WIDTH,
        ItemSelector: {
          'run.$': '$.run',
          'execution.$': '$.execution',
          'published.$': '$.published',
          'recipient.$': '$$.Map.Item.Value',
        },
        ItemProcessor: inline(
          orFailed('NotifyRecipient', call(targets.notify, 210), 'recipient', {
            state: 'failed',
            'why.$': '$.error.Error',
          }),
        ),
        ResultPath: '$.notified',
        ...failedForGood,
        Next: 'End',
      },
      // Gets all there is: which of collected, published, notified and error are there says how far the run came.
      End: { ...call(targets.end, 90), ResultPath: '$.ended', Next: 'Tell' },
      Tell: { ...tell(targets, 'TellEnd', '$.ended.notices'), End: true },
    },
  };
}

const failedForGood = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'End' }] };

/** A call of a function's version, repeated when the function fails. @param seconds a little more than its own limit */
function call(version: string, seconds: number): State & { readonly Type: 'Task' } {
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
function once(version: string, seconds: number): State & { readonly Type: 'Task' } {
  return { Type: 'Task', Resource: version, TimeoutSeconds: seconds, Retry: [serviceTrouble] };
}

/** One call for one item; when it fails for good, a result that says so, so that the others go on. */
function orFailed(name: string, task: State, key: string, result: Readonly<Record<string, string>>): Definition {
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

/** One message to the owner's topic for each notice, in order. */
function tell(targets: RunTargets, name: string, items: string): State {
  return {
    Type: 'Map',
    ItemsPath: items,
    MaxConcurrency: 1,
    ItemProcessor: inline({
      StartAt: name,
      States: {
        [name]: {
          Type: 'Task',
          Resource: `arn:${targets.partition}:states:::sns:publish`,
          Parameters: { TopicArn: targets.noticeTopic, 'Subject.$': '$.subject', 'Message.$': '$.message' },
          TimeoutSeconds: 60,
          Retry: [{ ErrorEquals: ['States.ALL'], ...patient }],
          End: true,
        },
      },
    }),
    ResultPath: null,
  };
}

const inline = (definition: Definition) => ({ ProcessorConfig: { Mode: 'INLINE' as const }, ...definition });
