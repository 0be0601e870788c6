import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { SecretPort } from '#owner/cloud';
import { asked } from './errors.ts';

/** The account's own key of Parameter Store: it costs nothing, and only who may read the parameter may use it. */
const KEY = 'alias/aws/ssm';

/** Encrypted parameters, through Systems Manager. */
export function secretPort(client: SSMClient): SecretPort {
  const found = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  };
  return {
    put: async (Name, Value) => {
      const parameter = { Name, Value, Type: 'SecureString', KeyId: KEY, Overwrite: true } as const;
      await asked('ssm:PutParameter', () => withoutValue(Value, () => client.send(new PutParameterCommand(parameter))));
    },
    get: async (Name) => {
      const answer = await asked('ssm:GetParameter', () =>
        found(() => client.send(new GetParameterCommand({ Name, WithDecryption: true }))),
      );
      return answer?.Parameter?.Value;
    },
    look: async (Name) => {
      const answer = await asked('ssm:GetParameter', () =>
        found(() => client.send(new GetParameterCommand({ Name, WithDecryption: false }))),
      );
      if (!answer?.Parameter) return undefined;
      const { Type, LastModifiedDate } = answer.Parameter;
      return {
        encrypted: Type === 'SecureString',
        ...(LastModifiedDate ? { at: LastModifiedDate.toISOString() } : {}),
      };
    },
    remove: async (Name) => {
      const answer = await asked('ssm:DeleteParameter', () =>
        found(() => client.send(new DeleteParameterCommand({ Name }))),
      );
      return answer === undefined ? 'absent' : 'removed';
    },
  };
}

/** AWS repeats in some refusals what it was given. An error that holds the value, or a word of it, loses its text. */
async function withoutValue<T>(value: string, call: () => Promise<T>): Promise<T> {
  const words = value.match(/[A-Za-z0-9]{10,}/g) ?? [];
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const text = `${error.message}\n${error.stack ?? ''}\n${JSON.stringify(error)}`;
    if (!words.some((word) => text.includes(word))) throw error;
    const told = new Error('AWS gave a reason that repeats the value, so it is not shown.');
    told.name = error.name;
    throw Object.assign(told, { $metadata: {} });
  }
}
