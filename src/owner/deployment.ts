import type { StackFacts } from './cloud.ts';
import { NoGateway, StackBroken, WrongAccount } from './cloud-error.ts';

/** A deployed Daybook: the names of its parts, from the outputs of its stack. */
export interface Deployment {
  readonly stack: string;
  readonly region: string;
  /** AWS account, twelve digits. */
  readonly awsAccount: string;
  readonly status: string;
  readonly bucket: string;
  readonly machine: string;
  readonly noticeTopic: string;
  /** Address or domain. */
  readonly senderIdentity: string;
  readonly configurationSet: string;
  /** Absent when the stack has no gateway. */
  readonly host?: HostNames;
}

export interface HostNames {
  readonly instance: string;
  readonly loginDocument: string;
  readonly updateDocument: string;
  readonly loginRole: string;
}

/** Outputs that a stack with a gateway has, all of them. */
const HOST_OUTPUTS = ['HostInstanceId', 'LoginDocumentName', 'HostUpdateDocumentName', 'LoginRoleArn'];

/** Parameter of the stack: raising it replaces the host. */
export const HOST_GENERATION = 'HostGeneration';

const REDEPLOY = 'Run "npx cdk deploy" with this version of Daybook, then try again.';

/**
 * Reads the outputs of a stack.
 * @param wanted the AWS account the settings name, if they do
 * @throws WrongAccount, StackBroken
 */
export function deploymentOf(facts: StackFacts, wanted?: string): Deployment {
  const [, , , region = '', awsAccount = ''] = facts.arn.split(':');
  if (wanted !== undefined && awsAccount !== wanted) {
    throw new WrongAccount(
      `This profile belongs to the AWS account ${awsAccount}, and the settings name ${wanted}.`,
      'Choose the profile of that account with --profile, or correct stack.account in the settings.',
    );
  }
  if (isUnusable(facts.status)) {
    throw new StackBroken(
      `The stack ${facts.name} in ${region} is in the state ${facts.status}${facts.statusReason ? `: ${facts.statusReason}` : '.'}`,
      facts.status.startsWith('DELETE')
        ? 'It is being deleted, or its deletion failed. Deploy it anew with "npx cdk deploy"; the archive bucket is kept.'
        : 'Look at its events in the CloudFormation console, mend the cause, and run "npx cdk deploy" again.',
    );
  }
  const output = (key: string): string => {
    const value = facts.outputs[key];
    if (value) return value;
    throw new StackBroken(
      facts.status.endsWith('_IN_PROGRESS')
        ? `The stack ${facts.name} is still being deployed (${facts.status}): its ${key} is not known yet.`
        : `The stack ${facts.name} has no output ${key}: it is not a Daybook, or another version made it.`,
      facts.status.endsWith('_IN_PROGRESS') ? 'Wait until the deploy has ended, then try again.' : REDEPLOY,
    );
  };
  return {
    stack: facts.name,
    region,
    awsAccount,
    status: facts.status,
    bucket: output('ArchiveBucketName'),
    machine: output('RunMachineArn'),
    noticeTopic: output('NoticeTopicArn'),
    senderIdentity: output('SenderIdentityName'),
    configurationSet: output('ConfigurationSetName'),
    ...(HOST_OUTPUTS.some((key) => facts.outputs[key])
      ? {
          host: {
            instance: output('HostInstanceId'),
            loginDocument: output('LoginDocumentName'),
            updateDocument: output('HostUpdateDocumentName'),
            loginRole: output('LoginRoleArn'),
          },
        }
      : {}),
  };
}

/** The gateway's host. @throws NoGateway when the stack has none */
export function hostOf(deployment: Deployment): HostNames {
  if (deployment.host) return deployment.host;
  throw new NoGateway(
    `The stack ${deployment.stack} in ${deployment.region} has no gateway: it reports from Flex statements alone.`,
    'There is no login and no host to look after. To have a gateway, take "gateway": "none" out of the settings and deploy.',
  );
}

/** Name of the encrypted parameter that keeps the Flex token of a stack. */
export const flexTokenParameter = (stack: string): string => `/daybook/${stack}/flex-token`;

/** A stack that never came to stand, or is going away. One whose last update was rolled back still works. */
function isUnusable(status: string): boolean {
  return /^(CREATE_FAILED|ROLLBACK_|DELETE_|REVIEW_IN_PROGRESS)/.test(status);
}

/** How many hosts the stack has had. @throws StackBroken when the stack has no such parameter */
export function hostGenerationOf(facts: StackFacts): number {
  const value = Number(facts.parameters[HOST_GENERATION]);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new StackBroken(`The stack ${facts.name} has no parameter ${HOST_GENERATION} that is a number.`, REDEPLOY);
}
