import { Stack, Validations } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

interface Kept {
  /** Path below the stack. Where nothing stands there, as with an adopted bucket, there is nothing to keep. */
  readonly path: string;
  /** Identifier of the finding. */
  readonly id: string;
  readonly reason: string;
}

/** Findings of the AwsSolutions rules and of the CDK itself that stay as they are. */
const KEPT: readonly Kept[] = [
  {
    path: 'Archive/Bucket',
    id: 'AwsSolutions-S1',
    reason:
      'Access logs would need a second bucket and name the same few roles every minute; versions and write-once keys already keep what an overwrite would hide.',
  },
  {
    path: 'Network/Vpc',
    id: 'AwsSolutions-VPC7',
    reason: 'Flow logs cost more than the traffic: one instance, two functions, no way in from outside.',
  },
  {
    path: 'GatewayHost/Instance',
    id: 'AwsSolutions-EC26',
    reason: 'The disk is encrypted by the launch template, where this rule does not look; a test does.',
  },
  {
    path: 'GatewayHost/OtherSessions',
    id: 'Annotation::@aws-cdk/aws-events:ruleUnresolvedEnvironment',
    reason:
      "Rule and topic are of this stack. The topic is named by its ARN, so that the library does not give it a second policy in place of the stack's.",
  },
  { path: 'DeadLetters/Queue', id: 'AwsSolutions-SQS3', reason: 'This is the queue of dead letters.' },
  {
    path: 'Runs/Machine',
    id: 'AwsSolutions-SF1',
    reason: 'Errors are logged; the history of an execution holds the rest for 90 days and costs nothing.',
  },
  {
    path: 'Runs/Machine',
    id: 'AwsSolutions-SF2',
    reason: 'A run is a few calls in a row whose times stand in the history; traces would show the same for money.',
  },
];

/** Wildcards in the resources of rights, by how the resource reads, with the policy they may stand in. */
const WILDCARDS: readonly { readonly policy: RegExp; readonly resource: RegExp; readonly reason: string }[] = [
  {
    policy: /\/Stages\//,
    resource:
      /(?:<\w+\.Arn>|^arn:.*:s3:::[^/]+)\/(?:raw(?:\/login)?|snapshots|reports|receipts|transactions|host|index|benchmark|state(?:\/recipients|\/runs)?)\/(?:pacing-)?\*$/,
    reason: "A folder of the archive: the keys in it are made of days and hashes, and can't be listed beforehand.",
  },
  {
    policy: /\/Stages\/(?:collect|keep-session)\//,
    resource: /^\*$/,
    reason:
      "Network interfaces of a function in a VPC know no resource before they exist; the function's own code is denied them.",
  },
  {
    policy: /\/Stages\/notify\//,
    resource: /:ses:.*:identity\/\*$/,
    reason:
      'In the sandbox SES asks for the right on the recipient, whom no template may name. A condition holds the From address to the one of the settings.',
  },
  {
    policy: /\/Runs\//,
    resource: /^<\w+\.Arn>:\*$/,
    reason:
      'All versions of one function: an execution goes on with the version it began with while a deploy publishes the next.',
  },
  {
    policy: /\/Runs\/PublishMany\//,
    resource: /:execution:<\w+\.Name>:\*$/,
    reason: "The machine's own executions: the children of the map over many accounts get their names from AWS.",
  },
  {
    policy: /\/Runs\/PublishMany\//,
    resource: /\/state\/runs\/\*\.publish\.json$/,
    reason: 'The lists of accounts of all days; the key of each holds its day.',
  },
  {
    policy: /\/Runs\//,
    resource: /^\*$/,
    reason: 'The deliveries of logs that Step Functions sets up know no resource.',
  },
  {
    policy: /\/GatewayHost\/Role\//,
    resource: /^\*$/,
    reason: "The calls of the Systems Manager agent know no resource; they act on the caller's own instance.",
  },
  {
    policy: /\/GatewayHost\/SelfReport\//,
    resource: /:s3:::.*\/host\/<\w+>\/\*$/,
    reason: "One instance's own folder: its certificate, and a record of each gateway build it installs.",
  },
  {
    policy: /\/GatewayHost\/LoginRole\//,
    resource: /:session\/[^/]+-\*$/,
    reason: 'Ids of sessions are not known before; they begin with the name under which the role was taken.',
  },
];

/** Says for each finding that stays why it stays. A finding without a line here fails the synthesis. */
export function acknowledge(stack: Stack): void {
  for (const { path, id, reason } of KEPT) {
    const found = childAt(stack, path.split('/'));
    if (found) Validations.of(found).acknowledge({ id, reason });
  }
  for (const policy of stack.node.findAll()) {
    if (!(policy instanceof CfnPolicy)) continue;
    for (const resource of wildcards(policy)) {
      const kept = WILDCARDS.find((one) => one.policy.test(policy.node.path) && one.resource.test(resource));
      const id = `AwsSolutions-IAM5[Resource::${resource}]`;
      if (kept) Validations.of(policy).acknowledge({ id, reason: kept.reason });
    }
  }
}

function childAt(construct: IConstruct, names: readonly string[]): IConstruct | undefined {
  const [name, ...below] = names;
  if (name === undefined) return construct;
  const child = construct.node.tryFindChild(name);
  return child && childAt(child, below);
}

/** Resources with a wildcard among the rights that a policy allows, as the rule writes them. */
function wildcards(policy: CfnPolicy): Set<string> {
  const document = Stack.of(policy).resolve(policy.policyDocument) as {
    readonly Statement: readonly { readonly Effect: string; readonly Resource?: unknown }[];
  };
  const resources = document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Resource }) => Resource);
  return new Set(resources.map(flat).filter((text) => text.includes('*')));
}

/** A resource that may hold references, as one text: `<LogicalId.Arn>/state/*`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>');
  const [name, of] = Object.entries(value ?? {})[0] ?? [];
  if (name === 'Ref') return `<${of}>`;
  if (name === 'Fn::GetAtt' && Array.isArray(of)) return `<${of.join('.')}>`;
  if (name === 'Fn::Join' && Array.isArray(of) && Array.isArray(of[1])) return of[1].map(flat).join(String(of[0]));
  return JSON.stringify(value);
}
