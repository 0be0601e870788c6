import type { S3Action } from '#test/support/cloud/s3-face';
import type { Statement } from './template.ts';

/** Whether the statements of a role let it do this: allowed by one, denied by none. */
export function mayDo(statements: readonly Statement[], { action, bucket, key }: S3Action): boolean {
  const resource = `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
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
