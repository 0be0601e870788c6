import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow } from './grant.ts';

/** Where starts and mail events end that could not be delivered. An alarm tells; nothing reads it by itself. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = Stack.of(this);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const events = allow(['sqs:SendMessage'], [this.queue.queueArn], {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: {
        'aws:SourceArn': stack.formatArn({ service: 'events', resource: 'rule', resourceName: `${stack.stackName}-*` }),
      },
    });
    events.addPrincipals(new ServicePrincipal('events.amazonaws.com'));
    this.queue.addToResourcePolicy(events);
  }
}
