import { alarmsBySay } from './alarms-by-say.ts';
import type { CheckPorts, CheckRequest } from './check-request.ts';
import { type Finding, fine, lookAt, outstanding } from './finding.ts';

/** The stack itself, its notices, its alarms. */
export async function checkStack(request: CheckRequest, { cloud }: CheckPorts): Promise<Finding[]> {
  const { deployment } = request;
  return [
    stackFinding(deployment.stack, deployment.region, deployment.status),
    ...(await lookAt('Notices', async () => [await noticeFinding(request, cloud.notices)])),
    ...(await lookAt('Alarms', async () => alarmFindings(await cloud.alarms.list(`${deployment.stack}-`)))),
  ];
}

function stackFinding(name: string, region: string, status: string): Finding {
  const where = `${name} in ${region}`;
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return fine('Stack', `${where} is deployed.`);
  if (status.endsWith('_IN_PROGRESS')) {
    return outstanding(
      'Stack',
      `${where} is being changed (${status}).`,
      'Wait until that has ended, then check again.',
    );
  }
  return outstanding(
    'Stack',
    `${where}: its last change failed and was taken back (${status}).`,
    'Look at its events in the CloudFormation console, mend the cause, and deploy again.',
  );
}

async function noticeFinding(request: CheckRequest, notices: CheckPorts['cloud']['notices']): Promise<Finding> {
  const subscribers = await notices.subscriptions(request.deployment.noticeTopic);
  const wanted = request.notices?.toLowerCase();
  const own = wanted ? subscribers.filter(({ endpoint }) => endpoint.toLowerCase() === wanted) : subscribers;
  if (own.some(({ confirmed }) => confirmed)) {
    return fine('Notices', `go to ${own.find(({ confirmed }) => confirmed)?.endpoint}, which is confirmed.`);
  }
  if (own.length > 0) {
    return outstanding(
      'Notices',
      `${own[0]?.endpoint} has not confirmed yet: you would hear of no failure.`,
      'Open the mail "AWS Notification - Subscription Confirmation" and follow its link. It ends after a few days.',
    );
  }
  return outstanding(
    'Notices',
    `${request.notices ?? 'Nobody'} is not subscribed: you would hear of no failure.`,
    `Subscribe: aws sns subscribe --topic-arn ${request.deployment.noticeTopic} --protocol email --notification-endpoint ${request.notices ?? 'ADDRESS'}, then follow the link in the mail.`,
  );
}

function alarmFindings(alarms: Awaited<ReturnType<CheckPorts['cloud']['alarms']['list']>>): Finding[] {
  if (alarms.length === 0) {
    return [
      outstanding(
        'Alarms',
        'The stack has none: nobody would tell you of a silent day.',
        'Run "npx cdk deploy" again.',
      ),
    ];
  }
  const { telling, rung } = alarmsBySay(alarms);
  if (rung.length === 0) return [fine('Alarms', `None of ${telling.length} has gone off.`)];
  return rung.map(({ name, description, reason }) =>
    outstanding(
      'Alarm',
      `${name} has gone off: ${description ?? reason ?? 'it gives no reason'}`,
      'docs/operations.md says for each alarm what to do.',
    ),
  );
}
