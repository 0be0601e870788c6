import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** The only session name under which the role can be taken: Systems Manager puts it before the ids of its sessions. */
export const LOGIN_SESSION_NAME = 'daybook-login';

/**
 * The role a person logs in with: it may open the port forward of the login document to this instance, and keep and end
 * the sessions it opened. No shell, no other document, no other instance, nothing else.
 *
 * Trusted is the AWS account, so that the owner decides by IAM who may take it. No condition on MFA: whoever comes through
 * IAM Identity Center could not meet it, and what the role opens is IBKR's own login page, which asks for IBKR's user,
 * password and second factor.
 */
export function loginRole(
  scope: Construct,
  of: { readonly instanceId: string; readonly documentName: string },
): iam.Role {
  const stack = Stack.of(scope);
  const role = new iam.Role(scope, 'LoginRole', {
    assumedBy: new iam.AccountRootPrincipal().withConditions({
      StringEquals: { 'sts:RoleSessionName': LOGIN_SESSION_NAME },
    }),
    description: 'Opens the login page of the gateway, and nothing else',
  });
  // A session's id begins with the name under which the role was taken.
  const sessions = stack.formatArn({ service: 'ssm', resource: 'session', resourceName: `${LOGIN_SESSION_NAME}-*` });
  const statements = [
    new iam.PolicyStatement({
      sid: 'OpenLogin',
      actions: ['ssm:StartSession'],
      resources: [
        stack.formatArn({ service: 'ec2', resource: 'instance', resourceName: of.instanceId }),
        stack.formatArn({ service: 'ssm', resource: 'document', resourceName: of.documentName }),
      ],
      // Without it a call that names no document would open a shell.
      conditions: { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } },
    }),
    new iam.PolicyStatement({
      sid: 'OwnSessions',
      actions: ['ssmmessages:OpenDataChannel', 'ssm:ResumeSession', 'ssm:TerminateSession'],
      resources: [sessions],
    }),
  ];
  for (const statement of statements) role.addToPolicy(statement);
  return role;
}
