import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { allow } from './grant.ts';
import { runDefinition } from './run-definition.ts';
import type { StageFunction } from './stage-function.ts';

export interface RunMachineProps {
  readonly begin: StageFunction;
  readonly collect: StageFunction;
  readonly publish: StageFunction;
  readonly notify: StageFunction;
  readonly end: StageFunction;
  /** ARN of the owner's notice topic. */
  readonly noticeTopic: string;
  readonly logDays: RetentionDays;
}

/** The state machine of the runs: Standard, in JSONPath. It logs errors, and never what goes in or out. */
export class RunMachine extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: RunMachineProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const stages = [props.begin, props.collect, props.publish, props.notify, props.end];
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
          begin: props.begin.version.functionArn,
          collect: props.collect.version.functionArn,
          publish: props.publish.version.functionArn,
          notify: props.notify.version.functionArn,
          end: props.end.version.functionArn,
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
    this.arn = machine.ref;
    this.name = machine.attrName;
  }
}
