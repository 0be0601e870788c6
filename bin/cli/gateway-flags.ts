import { resolve } from 'node:path';
import { type GatewaySettings, gatewayOf } from '#wiring/gateway-settings';
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
  const ca = settings && gatewayOf(settings)?.ca;
  return ca ? readCertificate(resolve(world.workingFolder, ca), problems) : undefined;
}

/** The gateway that a command looks at; a problem when the settings say that there is none. */
export function gatewayIn(settings: Settings | undefined, problems: string[]): GatewaySettings | undefined {
  const gateway = settings && gatewayOf(settings);
  if (settings && !gateway) problems.push(NO_GATEWAY);
  return gateway;
}

/** Said where a command needs a gateway; a flag may still name one of this machine. */
export const NO_GATEWAY =
  'the settings say gateway "none": there is no gateway and nothing to log in to, as Flex is the only source ' +
  '("npx daybook flex check" looks at it). A gateway of this machine can be named with --gateway';
