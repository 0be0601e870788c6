import { askSources, failedForGood } from './ask-sources.ts';
import { IS_MANY, publishMany } from './publish-many.ts';
import type { Definition, RunTargets } from './states.ts';
import { call, inline, orFailed, publishAccount, tell, WIDTH } from './tasks.ts';

/**
 * One run: its sources are asked, again after each pause of the broker, then each account is published, each recipient
 * mailed, and the end written down and told.
 */
export function oneRun(targets: RunTargets): Definition {
  const { first, states } = askSources(targets, 'CollectNext');
  return {
    StartAt: first,
    States: {
      ...states,
      CollectNext: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.collected.next', StringEquals: 'wait', Next: 'WaitForBroker' },
          ...(targets.flex ? [IS_MANY] : []),
          { Variable: '$.collected.next', StringEquals: 'publish', Next: 'Publish' },
        ],
        Default: 'End',
      },
      WaitForBroker: { Type: 'Wait', TimestampPath: '$.collected.resumeAt', Next: first },
      Publish: {
        Type: 'Map',
        ItemsPath: '$.collected.accounts',
        MaxConcurrency: WIDTH,
        ItemSelector: { 'run.$': '$.run', 'execution.$': '$.execution', 'account.$': '$$.Map.Item.Value' },
        ItemProcessor: inline(publishAccount(targets.publish)),
        ResultPath: '$.published',
        ...failedForGood,
        Next: 'Notify',
      },
      ...(targets.flex ? { PublishMany: publishMany(targets, targets.flex) } : {}),
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
      End: { ...call(targets.end, 330), ResultPath: '$.ended', Next: 'Tell' },
      // All that leaves a run: whether a notice was given up.
      Tell: { ...tell(targets, 'TellEnd', '$.ended.notices', '$.told'), OutputPath: '$.told.untold', End: true },
    },
  };
}
