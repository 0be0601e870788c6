import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Effect, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  type Version,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allow, type Grant } from './grant.ts';

export interface StageFunctionProps {
  /** Folder with `index.mjs` and `settings.json`. */
  readonly folder: string;
  /** For the console. */
  readonly description: string;
  /** MB; the processor's share grows with it. */
  readonly memory: number;
  readonly timeout: Duration;
  /** What it may do, and the environment that goes with it. */
  readonly grants: readonly Grant[];
  readonly logDays: RetentionDays;
  /** Puts it into the isolated subnet. Default: outside of any network. */
  readonly network?: { readonly vpc: IVpc; readonly securityGroup: ISecurityGroup };
}

/**
 * One function with its own role and log. The rights are written by hand: no managed policy, no grant of the library.
 * The machine calls {@link version}, which stays when a later deploy publishes the next, so that a deploy never
 * changes an execution that runs.
 */
export class StageFunction extends Construct {
  readonly function: LambdaFunction;
  readonly version: Version;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', { retention: props.logDays, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Role of the function ${id} of ${Stack.of(this).stackName}`,
    });
    // Before the function, so that its first call finds the rights in place.
    const policy = new Policy(this, 'Policy', {
      roles: [this.role],
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
        ...(props.network ? networkInterfaces() : []),
        ...props.grants.flatMap((grant) => grant.statements),
      ],
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.folder),
      memorySize: props.memory,
      timeout: props.timeout,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: Object.assign({}, ...props.grants.map((grant) => grant.environment ?? {})),
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...(props.network && {
        vpc: props.network.vpc,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        securityGroups: [props.network.securityGroup],
      }),
    });
    this.function.node.addDependency(policy);
    this.version = this.function.currentVersion;
  }
}

/** Lambda makes and removes the network interface with the function's role; these actions know no resource. */
function networkInterfaces(): PolicyStatement[] {
  const actions = [
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ];
  return [
    allow(actions, ['*']),
    // The key is there only when the function's own code calls, so the code has none of these rights.
    new PolicyStatement({
      effect: Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  ];
}
