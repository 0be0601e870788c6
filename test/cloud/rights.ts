import type { S3Action } from '#test/support/cloud/s3-face';
import type { Statement } from './template.ts';

/** Whether the statements of a role let it do this in the archive. */
export function mayDo(statements: readonly Statement[], { action, bucket, key }: S3Action): boolean {
  return allows(statements, action, `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`);
}

/** Whether they let it read a parameter. */
export const mayRead = (statements: readonly Statement[], parameter: string): boolean =>
  allows(statements, 'ssm:GetParameter', `arn:aws:ssm:us-east-1:123456789012:parameter${parameter}`);

/** Allowed by one, denied by none. */
function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  const fitting = statements.filter(
    (statement) =>
      statement.Action.some((one) => matches(one, action)) && statement.Resource.some((one) => matches(one, resource)),
  );
  return fitting.some(({ Effect }) => Effect === 'Allow') && !fitting.some(({ Effect }) => Effect === 'Deny');
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
