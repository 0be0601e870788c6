import { resolve } from 'node:path';
import { readCertificate } from '#wiring/report-run';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';
import type { Flag } from './flags.ts';

/** Flags that say which gateway is meant and how it shows who it is. */
export const GATEWAY_FLAGS: readonly Flag[] = [
  { name: 'gateway', value: 'URL', help: 'Address of the gateway. Default: https://localhost:5000.' },
  {
    name: 'ca',
    value: 'FILE',
    help: "The gateway's certificate as PEM; without it, the certificates your system trusts.",
  },
  {
    name: 'server-name',
    value: 'NAME',
    help: "Name in the gateway's certificate. Default: the host of the address.",
  },
];

/** The certificate of the settings or of --ca; a problem when it can't be read. */
export async function certificateOf(
  settings: Settings | undefined,
  world: World,
  problems: string[],
): Promise<string | undefined> {
  if (!settings?.gateway.ca) return undefined;
  return readCertificate(resolve(world.workingFolder, settings.gateway.ca), problems);
}
