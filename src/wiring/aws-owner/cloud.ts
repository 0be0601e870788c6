import { tmpdir } from 'node:os';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SESClient } from '@aws-sdk/client-ses';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { s3Archive } from '#archive/s3-archive';
import { archiveClient } from '#archive/s3-client';
import { SES_CLIENT, sesChannel } from '#delivery/ses-channel';
import type { Clock } from '#effects/clock';
import type { Cloud } from '#owner/cloud';
import { alarmPort } from './alarms.ts';
import { hostPort } from './host.ts';
import { machinePort } from './machine.ts';
import { mailPort } from './mail.ts';
import { noticePort } from './notices.ts';
import { secretPort } from './secrets.ts';
import { stackPort } from './stack.ts';

/** Where the owner's Daybook is deployed. */
export interface CloudChoice {
  readonly region: string;
  readonly stack: string;
  /** Of the AWS configuration of this machine. Default: as the AWS tools choose. */
  readonly profile?: string;
}

/** A person waits: a call that gets no answer ends soon, and one that AWS throttles is tried for some seconds. */
const PATIENT = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
} as const;

/** The owner's AWS account, through the standard chain of credentials. Nothing is asked before the first call. */
export function openCloud(choice: CloudChoice, clock: Clock): Cloud {
  const { region, stack, profile } = choice;
  const who = { region, ...(profile === undefined ? {} : { profile }) };
  const common = { ...who, ...PATIENT };
  const sleep = (ms: number): Promise<void> => clock.sleep(ms);
  return {
    stack: stackPort(new CloudFormationClient(common), stack, region),
    machine: machinePort(new SFNClient(common)),
    mail: mailPort(new SESClient(common)),
    notices: noticePort(new SNSClient(common)),
    alarms: alarmPort(new CloudWatchClient(common)),
    host: hostPort(new SSMClient(common)),
    secrets: secretPort(new SSMClient(common)),
    channel: (configurationSet) =>
      sesChannel({ client: new SESClient({ ...who, ...SES_CLIENT }), configurationSet, pause: sleep }),
    archiveIn: (bucket) => s3Archive({ client: archiveClient(who), bucket, sleep, spoolFolder: tmpdir() }),
  };
}
