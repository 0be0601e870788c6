import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { allow } from './grant.ts';
import { LISTS } from './publish-many.ts';
import { runDefinition } from './run-definition.ts';
import type { StageFunction } from './stage-function.ts';

export interface RunMachineProps {
  readonly begin: StageFunction;
  /** Of the gateway, if there is one. */
  readonly collect?: StageFunction | undefined;
  /** Of Flex, if it is asked: both or none. */
  readonly collectFlex?: StageFunction | undefined;
  readonly join?: StageFunction | undefined;
  readonly publish: StageFunction;
  readonly notify: StageFunction;
  readonly end: StageFunction;
  /** ARN of the owner's notice topic. */
  readonly noticeTopic: string;
  /** The archive's, where lists of many accounts lie. */
  readonly bucket: IBucket;
  readonly logDays: RetentionDays;
}

/** The state machine of the runs: Standard, in JSONPath. It logs errors, and never what goes in or out. */
export class RunMachine extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: RunMachineProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { begin, collect, collectFlex, join, publish, notify, end, bucket } = props;
    const stages = [begin, collect, collectFlex, join, publish, notify, end].filter((stage) => stage !== undefined);
    const logGroup = new LogGroup(this, 'Log', {
      // Names that begin so don't fill up the account's one resource policy for log deliveries.
      logGroupName: `/aws/vendedlogs/states/${stack.stackName}-runs`,
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'states', resource: 'stateMachine:*' }) },
        },
      }),
      description: `Calls the stages of ${stack.stackName}`,
    });
    const policy = new Policy(this, 'Policy', {
      roles: [role],
      statements: [
        // Every version: an execution that began before a deploy goes on with the version it began with.
        allow(
          ['lambda:InvokeFunction'],
          stages.map((stage) => `${stage.function.functionArn}:*`),
        ),
        allow(['sns:Publish'], [props.noticeTopic]),
        // Deliveries of logs know no resource.
        allow(
          [
            'logs:CreateLogDelivery',
            'logs:GetLogDelivery',
            'logs:UpdateLogDelivery',
            'logs:DeleteLogDelivery',
            'logs:ListLogDeliveries',
            'logs:PutResourcePolicy',
            'logs:DescribeResourcePolicies',
            'logs:DescribeLogGroups',
          ],
          ['*'],
        ),
      ],
    });
    const machine = new CfnStateMachine(this, 'Machine', {
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: stack.toJsonString(
        runDefinition({
          begin: begin.version.functionArn,
          collect: collect?.version.functionArn,
          flex:
            collectFlex && join
              ? {
                  collect: collectFlex.version.functionArn,
                  join: join.version.functionArn,
                  bucket: bucket.bucketName,
                }
              : undefined,
          publish: publish.version.functionArn,
          notify: notify.version.functionArn,
          end: end.version.functionArn,
          noticeTopic: props.noticeTopic,
          partition: Aws.PARTITION,
        }),
      ),
      loggingConfiguration: {
        level: 'ERROR',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
    });
    machine.node.addDependency(policy);
    if (join) publishesMany(this, { role, machine, bucket });
    this.arn = machine.ref;
    this.name = machine.attrName;
  }
}

/** A policy of its own, as it names the machine, which needs the other one to be made. */
function publishesMany(
  scope: Construct,
  { role, machine, bucket }: { readonly role: Role; readonly machine: CfnStateMachine; readonly bucket: IBucket },
): void {
  const children = Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.attrName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  new Policy(scope, 'PublishMany', {
    roles: [role],
    statements: [
      // Each child is an execution of this very machine, from the map's own part of it on.
      allow(['states:StartExecution'], [machine.ref]),
      allow(['states:DescribeExecution', 'states:StopExecution'], [children]),
      allow(['s3:GetObject'], [bucket.arnForObjects(LISTS)]),
    ],
  });
}
