import { checkFlex } from './check-flex.ts';
import { checkGateway } from './check-gateway.ts';
import { checkMail } from './check-mail.ts';
import type { CheckPorts, CheckRequest } from './check-request.ts';
import { checkRuns } from './check-runs.ts';
import { checkStack } from './check-stack.ts';
import type { Finding } from './finding.ts';
import { sendTestMail } from './test-mail.ts';

/**
 * What is still outstanding after a deploy, part by part, in the order one would mend it. Changes nothing, but for the
 * test mail it sends at the end.
 */
export async function check(request: CheckRequest, ports: CheckPorts): Promise<readonly Finding[]> {
  const findings = [
    ...(await checkStack(request, ports)),
    ...(await checkMail(request, ports.cloud.mail)),
    ...(await checkGateway(request, ports)),
    ...(await checkFlex(request, ports)),
    ...(await checkRuns(request, ports)),
  ];
  const test = await sendTestMail(request, ports);
  return [...findings, ...test];
}
