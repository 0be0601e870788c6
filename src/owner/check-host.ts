import { X509Certificate } from 'node:crypto';
import type { Archive } from '#archive/archive';
import { hostCertificateKey } from '#archive/keys';
import { buildFinding } from './check-build.ts';
import type { CheckPorts, CheckRequest } from './check-request.ts';
import type { HostPort } from './cloud.ts';
import { hostOf } from './deployment.ts';
import { type Finding, fine, lookAt, outstanding } from './finding.ts';
import { instantLine } from './printable.ts';

const DAY_MS = 86_400_000;
/** The notice about a certificate that ends goes out this long before. */
const RENEW_DAYS = 30;

/** The gateway's host: does it run, does it know who it is. */
export async function checkHost(request: CheckRequest, { cloud, archive }: CheckPorts): Promise<Finding[]> {
  return [
    ...(await lookAt('Host', async () => [await pingFinding(request, cloud.host)])),
    await certificateFinding(request, archive),
    await buildFinding(request, archive),
  ];
}

async function pingFinding(request: CheckRequest, host: HostPort): Promise<Finding> {
  const { instance } = hostOf(request.deployment);
  const ping = await host.ping(instance);
  if (ping?.online) return fine('Host', `${instance} runs and can be reached through Systems Manager.`);
  if (!ping) {
    return outstanding(
      'Host',
      `${instance} has never reported to Systems Manager.`,
      'It needs some minutes after a deploy. If it stays silent, look at it in the EC2 console: its system log says what its start did.',
    );
  }
  return outstanding(
    'Host',
    `${instance} does not report to Systems Manager${ping.at ? `, last on ${instantLine(ping.at, request.timeZone)}` : ''}.`,
    'Look in the EC2 console whether it runs, and start or reboot it there. Its address and its image stay; a login is needed afterwards.',
  );
}

async function certificateFinding(request: CheckRequest, archive: Archive): Promise<Finding> {
  const { instance } = hostOf(request.deployment);
  const body = await archive.get(hostCertificateKey(instance));
  if (!body) {
    return outstanding(
      'Certificate',
      `${instance} has not put its certificate into the archive yet: no run can reach the gateway.`,
      'It does so at its first start, some minutes after a deploy. If it stays away, look at the system log of the instance in the EC2 console.',
    );
  }
  const ends = endOf(body);
  if (!ends) {
    return outstanding(
      'Certificate',
      `${archive.locate(hostCertificateKey(instance))} is not a certificate.`,
      'Replace the host with "npx daybook host renew".',
    );
  }
  const days = Math.floor((ends.getTime() - request.now.getTime()) / DAY_MS);
  if (days >= RENEW_DAYS) return fine('Certificate', `good for ${days} more days.`);
  return outstanding(
    'Certificate',
    days < 0 ? 'has ended: no run can reach the gateway.' : `ends in ${days} ${days === 1 ? 'day' : 'days'}.`,
    'Replace image, key and certificate with "npx daybook host renew", then log in again.',
  );
}

function endOf(pem: Uint8Array): Date | undefined {
  try {
    return new X509Certificate(pem).validToDate;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
