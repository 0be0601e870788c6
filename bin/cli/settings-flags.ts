import type { Settings } from '#wiring/settings';
import { loadSettings } from '#wiring/settings-file';
import type { World } from '#wiring/world';
import type { Flag, Given } from './flags.ts';

/** Flags that lie over the settings file. */
export const SETTINGS_FLAGS: readonly Flag[] = [
  { name: 'settings', value: 'FILE', help: 'Settings file. Default: daybook.json here, if there is one.' },
  { name: 'out', value: 'DIR', help: 'Archive folder. Default: daybook-archive.' },
];

/** Reads settings file and flags together; every problem of both is collected. */
export function settingsOf(given: Given, world: World, problems: string[]): Promise<Settings | undefined> {
  const text = <K extends string>(key: K, flag: string): { [key in K]?: string } => {
    const value = given.text(flag);
    return value === undefined ? {} : ({ [key]: value } as { [key in K]: string });
  };
  return loadSettings(
    {
      ...text('file', 'settings'),
      ...text('gateway', 'gateway'),
      ...text('ca', 'ca'),
      ...text('serverName', 'server-name'),
      ...text('out', 'out'),
      accounts: given.all('account'),
      recipients: given.all('to'),
    },
    world.workingFolder,
    problems,
  );
}
