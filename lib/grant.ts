import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * What a function is given in one call: the rights, and the environment that names what they are for. Neither
 * comes without the other.
 */
export interface Grant {
  readonly statements: readonly PolicyStatement[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A statement that allows exact actions on exact resources. */
export function allow(
  actions: readonly string[],
  resources: readonly string[],
  conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {},
): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [...resources],
    conditions: { ...conditions },
  });
}
