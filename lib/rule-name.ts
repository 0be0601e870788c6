import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Name of a rule of EventBridge. The queue of dead letters and the role that starts the machine know rules by the stack's
 * name before theirs; a name made by CloudFormation cuts a long stack's name short and would not fit.
 *
 * @param what short, as a rule's name has at most 64 characters and a stack's up to 40
 */
export const ruleName = (scope: Construct, what: string): string => `${Stack.of(scope).stackName}-${what}`;
