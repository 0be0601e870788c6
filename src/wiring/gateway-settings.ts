import * as z from 'zod';
import { hostSettings } from './stack-settings.ts';

const httpsUrl = z.string().refine((text) => isHttps(text), {
  error: 'is not an address of the form https://localhost:5000',
});

const gateway = z.strictObject({
  url: httpsUrl.default('https://localhost:5000').describe('Address of the Client Portal gateway.'),
  ca: z
    .string()
    .optional()
    .describe("File with the gateway's certificate (PEM). Default: the certificates your system trusts."),
  serverName: z
    .string()
    .min(1)
    .optional()
    .describe("Name in the gateway's certificate. Default: the host in the address."),
  deadlineSeconds: z
    .number()
    .min(1)
    .max(300)
    .default(30)
    .describe('Longest time for one whole answer. PortfolioAnalyst gets about twice as long.'),
  ...hostSettings,
});

/** The Client Portal gateway, the first source; `none` where Flex is the only one. */
export const gatewaySettings = z
  .union([gateway, z.literal('none')], { error: 'should be an object, or "none" for Flex alone' })
  .prefault({})
  .describe('The Client Portal gateway. "none": there is no gateway and no login, Flex is the only source.');

export type GatewaySettings = z.output<typeof gateway>;

/** The gateway of the settings, or undefined when they say that there is none. */
export function gatewayOf(settings: { readonly gateway: GatewaySettings | 'none' }): GatewaySettings | undefined {
  return settings.gateway === 'none' ? undefined : settings.gateway;
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
