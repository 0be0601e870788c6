import { Aws, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, CfnTopicPolicy, type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface NoticesProps {
  /** Mail address of the owner, who confirms it once by a link. */
  readonly address: string;
}

/** The owner's topic: what the runs tell, and what tells when they can't. */
export class Notices extends Construct {
  /** By its ARN, so that the library's targets add no second policy, which would replace the one below. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: NoticesProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { topicArn } = new Topic(this, 'Topic', { displayName: stack.stackName });
    this.topic = Topic.fromTopicArn(this, 'Reference', topicArn);
    new CfnSubscription(this, 'Owner', {
      topicArn,
      protocol: 'email',
      endpoint: props.address,
    });
    const publish = (service: string, conditions: Record<string, Record<string, string>>): PolicyStatement =>
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(service)],
        actions: ['sns:Publish'],
        resources: [topicArn],
        conditions,
      });
    new CfnTopicPolicy(this, 'Policy', {
      topics: [topicArn],
      policyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'TlsOnly',
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: ['sns:Publish'],
            resources: [topicArn],
            conditions: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          publish('cloudwatch.amazonaws.com', {
            StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
            ArnLike: {
              'aws:SourceArn': stack.formatArn({ service: 'cloudwatch', resource: `alarm:${stack.stackName}-*` }),
            },
          }),
          // Without conditions: EventBridge tells a topic neither rule nor account, so that any condition on them would
          // refuse every notice, in silence. Whoever knows the topic's name could at worst write the owner a message.
          publish('events.amazonaws.com', {}),
        ],
      }),
    });
  }
}
