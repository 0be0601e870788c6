import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ruleName } from './rule-name.ts';

export interface MachineFailureProps {
  readonly machineArn: string;
  /** ARN of the owner's notice topic. */
  readonly noticeTopic: string;
  /** Where a notice ends that the topic did not take: its alarm tells then. */
  readonly deadLetters: IQueue;
}

/** Tells the owner when the machine itself fails, runs out of time or is ended by hand; with no function of ours. */
export class MachineFailure extends Construct {
  constructor(scope: Construct, id: string, props: MachineFailureProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    new CfnRule(this, 'Rule', {
      name: ruleName(this, 'failed-run'),
      description: `An execution of ${stackName} did not end well`,
      eventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [props.machineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [
        {
          id: 'owner',
          arn: props.noticeTopic,
          deadLetterConfig: { arn: props.deadLetters.queueArn },
          inputTransformer: {
            inputPathsMap: { name: '$.detail.name', status: '$.detail.status', time: '$.time' },
            inputTemplate: JSON.stringify(
              `${stackName}: an execution ended as <status> at <time> (UTC), name <name>. What it was to do may be missing: ` +
                'reports of that time may not have been made or mailed. Nothing is mailed twice by trying again: npx daybook status ' +
                'shows the last runs, npx daybook run starts one.',
            ),
          },
        },
      ],
    });
  }
}
