import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { StackPort } from '#owner/cloud';
import { CloudRefused, StackMissing } from '#owner/cloud-error';
import { asked } from './errors.ts';

/** The stack, through CloudFormation. */
export function stackPort(client: CloudFormationClient, name: string, region: string): StackPort {
  return {
    describe: async () => {
      const stack = await describe(client, name, region);
      return {
        name,
        arn: stack.StackId ?? '',
        status: stack.StackStatus ?? 'UNKNOWN',
        ...(stack.StackStatusReason ? { statusReason: stack.StackStatusReason } : {}),
        outputs: valuesOf((stack.Outputs ?? []).map((output) => [output.OutputKey, output.OutputValue])),
        parameters: valuesOf((stack.Parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue])),
      };
    },
    setParameter: async (facts, key, value) => {
      const kept = Object.keys(facts.parameters).filter((name) => name !== key);
      await asked('cloudformation:UpdateStack', () =>
        client.send(
          new UpdateStackCommand({
            StackName: name,
            UsePreviousTemplate: true,
            Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
            Parameters: [
              ...kept.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
              { ParameterKey: key, ParameterValue: value },
            ],
          }),
        ),
      );
    },
    failures: async (since) => {
      const page = await asked('cloudformation:DescribeStackEvents', () =>
        client.send(new DescribeStackEventsCommand({ StackName: name })),
      );
      return (page.StackEvents ?? [])
        .filter((event) => (event.Timestamp ?? since) >= since && (event.ResourceStatus ?? '').endsWith('_FAILED'))
        .map((event) => ({
          resource: event.LogicalResourceId ?? 'a resource',
          reason: event.ResourceStatusReason ?? 'no reason given',
        }));
    },
  };
}

async function describe(client: CloudFormationClient, name: string, region: string): Promise<Stack> {
  try {
    const answer = await asked('cloudformation:DescribeStacks', () =>
      client.send(new DescribeStacksCommand({ StackName: name })),
    );
    const stack = answer.Stacks?.[0];
    if (stack) return stack;
  } catch (error) {
    // CloudFormation has no error of its own for this: a ValidationError whose words say it.
    if (!(error instanceof CloudRefused && /does not exist/.test(error.message))) throw error;
  }
  throw new StackMissing(
    `There is no stack ${name} in ${region} in the account of this profile.`,
    'Deploy it with "npx cdk deploy", or choose another place with --profile, --region and --stack.',
  );
}

function valuesOf(pairs: readonly (readonly [string | undefined, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => pair[0] !== undefined && pair[1] !== undefined),
  );
}
