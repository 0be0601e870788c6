import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { FlexTokenMissing } from '#sources/flex/token-missing';
import { flexTokenIn } from '#wiring/aws/flex-token';

const NAME = '/daybook/Daybook/flex-token';
const TOKEN = '0123456789abcdef0123';
const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
const token = () => flexTokenIn(new SSMClient({ region: 'us-east-1' }), NAME);
const holds = (Value: string) => ssm.on(GetParameterCommand).resolves({ Parameter: { Value } });

describe('the token of the stack', () => {
  it('is read decrypted from its one parameter, with its last day, and read anew each time', async () => {
    holds(JSON.stringify({ token: TOKEN, expires: '2027-06-30' }));
    expect(await token()).toEqual({ token: TOKEN, expires: '2027-06-30' });
    await token();
    expect(ssm.commandCalls(GetParameterCommand).map(({ args }) => args[0].input)).toEqual([
      { Name: NAME, WithDecryption: true },
      { Name: NAME, WithDecryption: true },
    ]);
  });

  it('that nobody gave is missing, with what to do', async () => {
    ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: 'not found', $metadata: {} }));
    await expect(token()).rejects.toThrow(FlexTokenMissing);
    await expect(token()).rejects.toMatchObject({ nextStep: expect.stringContaining('daybook flex token') });
  });

  it.each([TOKEN, `{"token":"${TOKEN}"}`, `{"token":"${TOKEN} ","expires":"2027-06-30"}`, '[]', 'null'])(
    'is none in %j, of which no word is repeated',
    async (text) => {
      holds(text);
      const error = await token().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(FlexTokenMissing);
      expect(`${String(error)}${JSON.stringify(error)}`).not.toContain(TOKEN);
    },
  );

  it('that AWS refuses to give stays the refusal it is: another try may get it', async () => {
    ssm.on(GetParameterCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await expect(token()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
