import { Aws, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SESSION_HEALTHY_KEY } from '#archive/keys';
import { allow } from './grant.ts';
import { ruleName } from './rule-name.ts';

export interface LoginStartProps {
  readonly bucketName: string;
  readonly machineArn: string;
  readonly deadLetters: IQueue;
}

/** Starts whatever is due when the session became healthy: the bucket tells that keep-session wrote it down. */
export class LoginStart extends Construct {
  /** Its count of starts says whether there was a login ever. */
  readonly ruleName: string;

  constructor(scope: Construct, id: string, props: LoginStartProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({
              service: 'events',
              resource: 'rule',
              resourceName: `${stack.stackName}-*`,
            }),
          },
        },
      }),
      description: `Starts what is due in ${stack.stackName} after a login`,
    });
    const policy = new Policy(this, 'Policy', {
      roles: [role],
      statements: [allow(['states:StartExecution'], [props.machineArn])],
    });
    const rule = new CfnRule(this, 'Rule', {
      name: ruleName(this, 'login'),
      description: `The gateway's session became healthy: ${stack.stackName} does what is due`,
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [props.bucketName] }, object: { key: [SESSION_HEALTHY_KEY] } },
      },
      targets: [
        {
          id: 'runs',
          arn: props.machineArn,
          roleArn: role.roleArn,
          input: JSON.stringify({ start: 'login' }),
          deadLetterConfig: { arn: props.deadLetters.queueArn },
          retryPolicy: { maximumRetryAttempts: 20, maximumEventAgeInSeconds: 4 * 3600 },
        },
      ],
    });
    rule.node.addDependency(policy);
    this.ruleName = rule.ref;
  }
}
