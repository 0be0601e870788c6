import { failedForGood } from './ask-sources.ts';
import type { FlexTargets, RunTargets, State } from './states.ts';
import { publishAccount, WIDTH } from './tasks.ts';

/** Name of the state, and of its runs. */
export const PUBLISH_MANY = 'PublishMany';

/** Above the number of accounts that an event holds, their keys lie in a list, and `Join` names it. */
export const IS_MANY = {
  And: [
    { Variable: '$.collected.next', StringEquals: 'publish' },
    { Variable: '$.collected.list', IsPresent: true },
  ],
  Next: PUBLISH_MANY,
};

/** Where the lists lie, for the machine's rights. */
export const LISTS = 'state/runs/*.publish.json';

/**
 * Publishes each account of a list in an execution of its own, so that the history of the run's execution, which ends at
 * 25,000 entries, holds none of them. Its result is that of the plain map: one line an account, failures too.
 *
 * The children are of the Standard kind: one of the Express kind ends after five minutes, and publishing may take
 * longer, with a pause for Lambda's own trouble; the account would then be in no line at all.
 */
export function publishMany(targets: RunTargets, { bucket }: FlexTargets): State {
  return {
    Type: 'Map',
    ItemReader: {
      Resource: `arn:${targets.partition}:states:::s3:getObject`,
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { Bucket: bucket, 'Key.$': '$.collected.list' },
    },
    MaxConcurrency: WIDTH,
    ToleratedFailurePercentage: 100,
    ItemSelector: { 'run.$': '$.run', 'execution.$': '$.execution', 'account.$': '$$.Map.Item.Value' },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      ...publishAccount(targets.publish, 'PublishListed'),
    },
    Label: PUBLISH_MANY,
    ResultPath: '$.published',
    Retry: [{ ErrorEquals: ['States.ItemReaderFailed'], IntervalSeconds: 15, BackoffRate: 4, MaxAttempts: 2 }],
    ...failedForGood,
    Next: 'Notify',
  };
}
