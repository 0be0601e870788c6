import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { allow, type Grant } from './grant.ts';

/** Name of the encrypted parameter that `daybook flex token` writes. The stack knows its name and never its value. */
export const flexTokenParameter = (stackName: string): string => `/daybook/${stackName}/flex-token`;

/**
 * Reading that one parameter. It is encrypted with the key that AWS holds for Systems Manager, which whoever may read the
 * parameter may use through it: no right on a key is given.
 */
export function readFlexToken(scope: IConstruct): Grant {
  const stack = Stack.of(scope);
  const name = flexTokenParameter(stack.stackName);
  return {
    statements: [
      allow(
        ['ssm:GetParameter'],
        [stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) })],
      ),
    ],
    environment: { DAYBOOK_FLEX_TOKEN_PARAMETER: name },
  };
}
