import { type Duration, RemovalPolicy, type Size, Stack } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Effect, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  CfnEventInvokeConfig,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  type Version,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
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
  /** Room in `/tmp`. Default: Lambda's 512 MB. */
  readonly temporary?: Size;
  /** What it may do, and the environment that goes with it. */
  readonly grants: readonly Grant[];
  readonly logDays: RetentionDays;
  /** Puts it into the isolated subnet. Default: outside of any network. */
  readonly network?: StageNetwork;
  /** What calls it without waiting for the end. Default: whoever calls waits, and repeats by itself. */
  readonly unattended?: Unattended;
}

/** Where a function of the isolated subnet sits, and what it speaks to there. */
interface StageNetwork {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
  /**
   * Instance id of the gateway host. It stands in the version's description: a new host gives the function another
   * environment, but no new version by itself, as the library makes one only when the text of the template changes.
   */
  readonly host: string;
}

/** What Lambda does with an event that nobody waits for, when the function fails. By itself it tries twice more. */
interface Unattended {
  /** Further tries, 0 to 2. */
  readonly retries: number;
  /** An older event is not tried any more. From a minute to 6 hours. */
  readonly maxAge: Duration;
  /** Where an event ends whose tries have all failed. Default: it is dropped. */
  readonly deadLetters?: IQueue;
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
        ...(props.unattended?.deadLetters ? [allow(['sqs:SendMessage'], [props.unattended.deadLetters.queueArn])] : []),
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
      ...(props.temporary && { ephemeralStorageSize: props.temporary }),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: Object.assign({}, ...props.grants.map((grant) => grant.environment ?? {})),
      currentVersionOptions: {
        removalPolicy: RemovalPolicy.RETAIN,
        ...(props.network && { description: `Speaks to ${props.network.host}` }),
      },
      ...(props.network && {
        vpc: props.network.vpc,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        securityGroups: [props.network.securityGroup],
      }),
    });
    this.function.node.addDependency(policy);
    this.version = this.function.currentVersion;
    if (props.network) {
      // So that on the stack's end the right outlives the interface: Lambda removes it with this role some minutes after
      // the function, and without the right it would stay and hold the group, the subnet and the whole deletion.
      props.network.securityGroup.node.addDependency(policy);
    }
    if (props.unattended) this.#unattended(props.unattended, policy);
  }

  #unattended({ retries, maxAge, deadLetters }: Unattended, policy: Policy): void {
    const configuration = new CfnEventInvokeConfig(this, 'Unattended', {
      functionName: this.function.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: retries,
      maximumEventAgeInSeconds: maxAge.toSeconds(),
      ...(deadLetters && { destinationConfig: { onFailure: { destination: deadLetters.queueArn } } }),
    });
    // Lambda looks whether the role may send to the queue.
    configuration.node.addDependency(policy);
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
