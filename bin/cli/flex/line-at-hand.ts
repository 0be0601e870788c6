import { flexOpener } from '#wiring/flex-opener';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';
import { askToken } from './ask-token.ts';

/**
 * The Flex Web Service as a command of this machine reaches it, where the settings name a query. The token comes from
 * the environment, or from the person when it is needed; it is kept nowhere.
 */
export function flexAtHand(settings: Settings, world: World): ReturnType<typeof flexOpener> | undefined {
  if (!settings.flex) return undefined;
  let token = world.flexToken;
  return flexOpener({
    query: settings.flex.query,
    clock: world.clock,
    connect: world.connectFlex,
    token: async () => {
      token ??= await askToken(world);
      return token === undefined ? undefined : { token };
    },
    howToGive: HOW,
  });
}

const HOW =
  'Put it into the environment as DAYBOOK_FLEX_TOKEN, or run the command at a terminal, where it is asked for without being shown.';
