import type { Cloud } from '#owner/cloud';
import { type Deployment, deploymentOf } from '#owner/deployment';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';
import type { Flag, Given } from './flags.ts';

/** Flags that say which deployed Daybook is meant. */
export const STACK_FLAGS: readonly Flag[] = [
  { name: 'settings', value: 'FILE', help: 'Settings file. Default: daybook.json here, if there is one.' },
  { name: 'profile', value: 'NAME', help: 'AWS profile of this machine. Default: as the AWS tools choose.' },
  { name: 'region', value: 'REGION', help: 'AWS region, in place of stack.region in the settings.' },
  { name: 'stack', value: 'NAME', help: 'Name of the stack, in place of stack.name in the settings.' },
];

/** Where the stack is, from flags and settings. */
export interface StackChoice {
  readonly region: string;
  readonly stack: string;
  readonly profile?: string;
  /** AWS account that the settings name. */
  readonly awsAccount?: string;
}

/** Which deployed Daybook is meant; a problem when neither settings nor flags name a region. */
export function stackChoice(given: Given, settings: Settings | undefined, problems: string[]): StackChoice | undefined {
  const region = given.text('region') ?? settings?.stack?.region;
  const profile = given.text('profile');
  if (!region) {
    if (settings) {
      problems.push(
        'the settings (daybook.json in this folder, or --settings FILE) have no "stack", so nothing is deployed from them: add it, or give --region and --stack',
      );
    }
    return undefined;
  }
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)) {
    problems.push(`--region ${region} is not an AWS region such as eu-central-2`);
    return undefined;
  }
  return {
    region,
    stack: given.text('stack') ?? settings?.stack?.name ?? 'Daybook',
    ...(profile === undefined ? {} : { profile }),
    ...(settings?.stack?.account === undefined ? {} : { awsAccount: settings.stack.account }),
  };
}

/** Opens the account and reads what the stack is made of. @throws CloudError */
export async function openDeployment(
  choice: StackChoice,
  world: World,
): Promise<{ cloud: Cloud; deployment: Deployment }> {
  const { awsAccount, ...place } = choice;
  const cloud = await world.cloud(place);
  return { cloud, deployment: deploymentOf(await cloud.stack.describe(), awsAccount) };
}
