import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import { type FlexToken, readFlexToken } from '#owner/flex-token';
import { FlexTokenMissing } from '#sources/flex/token-missing';

const GIVE = 'Make a token in Client Portal and give it to Daybook with "npx daybook flex token".';

/**
 * The token of the stack, read at each go, so that a new one counts at once. It is held by whoever asked, and by nobody
 * longer than that.
 * @throws FlexTokenMissing when nobody gave one, or what is there is none; the SDK's error when AWS refuses
 */
export async function flexTokenIn(client: Pick<SSMClient, 'send'>, parameter: string): Promise<FlexToken> {
  const text = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true })).then(
    ({ Parameter }) => Parameter?.Value,
    (error: unknown) => {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    },
  );
  const token = text === undefined ? undefined : readFlexToken(text);
  if (!token) throw new FlexTokenMissing(GIVE);
  return token;
}
