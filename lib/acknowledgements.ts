import { type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Stages } from './stages.ts';

/**
 * Findings of the AwsSolutions rules that stay, each with its reason; those of the gateway host stand in its own files.
 */
const KEPT: readonly { readonly path: string; readonly id: string; readonly reason: string }[] = [];

export function acknowledge(stack: Stack, _stages: Stages): void {
  for (const { path, id, reason } of KEPT) {
    const found: IConstruct | undefined = path
      .split('/')
      .reduce<IConstruct | undefined>((at, name) => at?.node.tryFindChild(name), stack);
    if (!found) throw new Error(`An acknowledgement names ${path}, which is not in the stack.`);
    Validations.of(found).acknowledge({ id, reason });
  }
}
