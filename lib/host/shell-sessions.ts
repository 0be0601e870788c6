import { Stack } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ruleName } from '#lib/rule-name';

/**
 * Tells the owner of every session to the gateway host that is not the login's port forward: a shell, or another port.
 * EventBridge learns of it from CloudTrail, so it needs a trail of the account's management events in this region.
 */
export function tellShellSessions(
  scope: Construct,
  of: {
    readonly instanceId: string;
    readonly loginDocument: string;
    readonly notices: ITopic;
    readonly deadLetters: IQueue;
  },
): void {
  const rule = new Rule(scope, 'OtherSessions', {
    ruleName: ruleName(scope, 'other-sessions'),
    description: 'A session to the gateway host that is not the login',
    eventPattern: {
      source: ['aws.ssm'],
      detailType: ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['ssm.amazonaws.com'],
        eventName: ['StartSession'],
        requestParameters: {
          target: [of.instanceId],
          // A call without a document opens a shell.
          documentName: [{ 'anything-but': [of.loginDocument] }, { exists: false }],
        },
      },
    },
  });
  const { stackName } = Stack.of(scope);
  rule.addTarget(
    new SnsTopic(of.notices, {
      // By its ARN: the queue's own policy names the rules already, and the account with them.
      deadLetterQueue: Queue.fromQueueArn(rule, 'DeadLetters', of.deadLetters.queueArn),
      message: RuleTargetInput.fromText(
        `${stackName}: someone opened a session to the gateway host at ${EventField.time} that is not the login. ` +
          `If this was not you or a person you trust, look up event ${EventField.fromPath('$.detail.eventID')} in ` +
          'CloudTrail, end the session in Systems Manager, and renew the host with: npx daybook host renew',
      ),
    }),
  );
}
