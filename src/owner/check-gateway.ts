import { checkHost } from './check-host.ts';
import type { CheckPorts, CheckRequest } from './check-request.ts';
import { type Finding, note, outstanding } from './finding.ts';

/** The gateway of the stack: its host, or that there is none, and whether the settings want it so. */
export async function checkGateway(request: CheckRequest, ports: CheckPorts): Promise<readonly Finding[]> {
  const there = request.deployment.host !== undefined;
  const wanted = request.gatewayWanted ?? there;
  if (wanted && !there) {
    return [outstanding('Gateway', 'The stack has none, and the settings want one.', 'Run "npx cdk deploy".')];
  }
  if (!there) {
    return [note('Gateway', 'There is none: reports are made of Flex statements alone, and nobody logs in.')];
  }
  const host = await checkHost(request, ports);
  if (wanted) return host;
  const still = 'The stack still has one, and the settings say "gateway": "none".';
  return [...host, outstanding('Gateway', still, 'Run "npx cdk deploy": it takes the host and its network away.')];
}
