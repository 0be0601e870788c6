import type { Cloud } from '#owner/cloud';
import { noTokenHere } from '#owner/flex-failure';
import { type FlexToken, readFlexToken, tokenProblem } from '#owner/flex-token';
import type { World } from '#wiring/world';
import { askToken } from './ask-token.ts';

/** The token that is kept beside the stack. @throws FlexTokenMissing | CloudError */
export async function keptToken(cloud: Cloud, parameter: string): Promise<FlexToken> {
  const text = await cloud.secrets.get(parameter);
  const token = text === undefined ? undefined : readFlexToken(text);
  if (token) return token;
  const what = text === undefined ? 'There is none' : 'What lies there is none';
  throw noTokenHere(`${what} under ${parameter}: give it with "npx daybook flex token".`);
}

/** The token of this machine: of the environment, else typed by the person. @throws FlexTokenMissing */
export async function localToken(world: World): Promise<Pick<FlexToken, 'token'>> {
  const given = world.flexToken?.trim() || undefined;
  const problem = given === undefined ? undefined : tokenProblem(given);
  if (problem !== undefined) {
    throw noTokenHere(`What DAYBOOK_FLEX_TOKEN holds ${problem}: correct it, or leave it out and type the token.`);
  }
  const token = given ?? (await askToken(world));
  if (token !== undefined) return { token };
  throw noTokenHere('Run the command at a terminal, which asks for it, or set DAYBOOK_FLEX_TOKEN in the environment.');
}
