import { expect, it } from 'vitest';
import { LOGIN_SESSION_NAME } from '#lib/host/login-role';
import { loginDocument } from '#lib/host/session-documents';
import { deploymentOf } from '#owner/deployment';
import { openForward } from '#owner/login-forward';
import type { ProgramCall, Programs } from '#owner/programs';
import { stackFacts } from '#test/support/fake-account';

it('asks for the login forward as the role and the document of the stack take it', async () => {
  const calls: ProgramCall[] = [];
  const end = {
    code: 0,
    stdout: '{"Credentials":{"AccessKeyId":"A","SecretAccessKey":"s","SessionToken":"t"}}',
    stderr: '',
  };
  const programs: Programs = {
    has: async () => true,
    run: async (call) => {
      calls.push(call);
      return end;
    },
    start: (call) => {
      calls.push(call);
      const line = async (wanted: RegExp) =>
        wanted.exec('Port 41234 opened for sessionId daybook-login-0abc.') ?? undefined;
      return { line, ended: Promise.resolve(end), stop: async () => undefined };
    },
  };
  const forward = await openForward({ deployment: deploymentOf(stackFacts()), port: 0 }, programs);
  expect(forward.port).toBe(41_234);
  const [role, session] = calls.map(({ args }) => args);
  expect(role?.at(role.indexOf('--role-session-name') + 1)).toBe(LOGIN_SESSION_NAME);
  const parameters = session?.at(session.indexOf('--parameters') + 1) ?? '';
  const document = loginDocument() as { parameters: Readonly<Record<string, { allowedPattern: string }>> };
  const [name = '', value = ''] = parameters.split('=');
  expect(Object.keys(document.parameters)).toEqual([name]);
  expect(value).toMatch(new RegExp(document.parameters[name]?.allowedPattern ?? 'no such parameter'));
});
