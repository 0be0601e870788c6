import type { CloudFace } from '#test/support/cloud/face';

/** Whether the caller may read the parameter of this name. */
export type MayRead = (caller: string, name: string) => boolean;

/** Systems Manager as far as a function speaks it: GetParameter of an encrypted parameter, with its value or not at all. */
export function ssmFace(parameters: ReadonlyMap<string, string>, mayRead: MayRead): CloudFace {
  const answer = (status: number, body: object) => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(body),
  });
  return {
    service: 'ssm',
    answer: ({ headers, body, caller }) => {
      if (headers['x-amz-target'] !== 'AmazonSSM.GetParameter') return answer(400, { __type: 'UnknownOperation' });
      const { Name, WithDecryption } = JSON.parse(body.toString('utf8')) as { Name: string; WithDecryption?: boolean };
      if (!mayRead(caller, Name)) return answer(400, { __type: 'AccessDeniedException', message: 'not authorized' });
      const value = parameters.get(Name);
      if (value === undefined) return answer(400, { __type: 'ParameterNotFound' });
      const Value = WithDecryption ? value : Buffer.from(value).toString('base64');
      return answer(200, { Parameter: { Name, Type: 'SecureString', Value, Version: 1 } });
    },
  };
}
