import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { hostFolder } from '#archive/keys';

/**
 * The instance's role: registers with Systems Manager, and reads the files that the deploy named. Amazon's managed policy
 * for the agent is not used: it may read every parameter of the account.
 */
export function hostRole(scope: Construct, of: { readonly parameterName: string; readonly asset: Asset }): iam.Role {
  const stack = Stack.of(scope);
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    description: 'Gateway host: speaks to Systems Manager, reads its own files, reports to its own folder',
  });
  const statements = [
    new iam.PolicyStatement({
      sid: 'Agent',
      // None of these knows resources, but for the first, whose instance is not there yet.
      actions: [
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
        'ec2messages:AcknowledgeMessage',
        'ec2messages:DeleteMessage',
        'ec2messages:FailMessage',
        'ec2messages:GetEndpoint',
        'ec2messages:GetMessages',
        'ec2messages:SendReply',
      ],
      resources: ['*'],
    }),
    new iam.PolicyStatement({
      sid: 'ReadParameter',
      actions: ['ssm:GetParameter'],
      resources: [stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: of.parameterName.slice(1) })],
    }),
    new iam.PolicyStatement({
      sid: 'ReadFiles',
      actions: ['s3:GetObject'],
      resources: [objectArn(scope, of.asset.s3BucketName, of.asset.s3ObjectKey)],
    }),
  ];
  for (const statement of statements) role.addToPolicy(statement);
  return role;
}

/**
 * The right to report, apart from the role's own policy because it names the instance, which needs the role to start.
 * The host's scripts try until it is there.
 */
export function selfReport(
  scope: Construct,
  of: { readonly role: iam.Role; readonly archiveBucket: string; readonly instanceId: string },
): void {
  new iam.Policy(scope, 'SelfReport', {
    roles: [of.role],
    statements: [
      new iam.PolicyStatement({
        sid: 'WriteOwnFolder',
        actions: ['s3:PutObject'],
        resources: [objectArn(scope, of.archiveBucket, `${hostFolder(of.instanceId)}*`)],
      }),
    ],
  });
}

function objectArn(scope: Construct, bucket: string, key: string): string {
  return Stack.of(scope).formatArn({ service: 's3', region: '', account: '', resource: bucket, resourceName: key });
}
