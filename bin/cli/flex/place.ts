import { resolve } from 'node:path';
import type { Given } from '#bin/cli/flags';
import { openDeployment, type StackChoice, stackChoice } from '#bin/cli/stack-flags';
import { flexTokenParameter } from '#owner/deployment';
import type { FlexToken } from '#owner/flex-token';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';
import { keptToken, localToken } from './find-token.ts';
import type { FlexTask } from './task.ts';

/** An archive, and the token that goes with it. */
export interface FlexPlace {
  readonly archive: ReturnType<World['archiveIn']>;
  /** Read when it is needed. @throws FlexTokenMissing | CloudError */
  readonly token: () => Promise<Pick<FlexToken, 'token'> & Partial<FlexToken>>;
}

/**
 * Whether the bucket of the stack is meant, as with `daybook archive`: when the settings have a stack, or a region is
 * given, and no folder is named. A problem when flags of both are given.
 */
export function placeChoice(
  given: Given,
  settings: Settings | undefined,
  problems: string[],
): StackChoice | 'folder' | undefined {
  const local = given.text('out') !== undefined || (!settings?.stack && !given.text('region'));
  if (!local) return stackChoice(given, settings, problems);
  for (const flag of ['region', 'profile', 'stack']) {
    if (given.text(flag) !== undefined) problems.push(`--${flag} is for a bucket, and this is a folder`);
  }
  return 'folder';
}

/** Opens the bucket of the stack, or the folder. @throws CloudError */
export async function openPlace({ choice, settings, world }: FlexTask): Promise<FlexPlace> {
  if (!choice) {
    const archive = world.archiveIn(resolve(world.workingFolder, settings.archive.folder));
    return { archive, token: () => localToken(world) };
  }
  const { cloud, deployment } = await openDeployment(choice, world);
  const token = (): Promise<FlexToken> => keptToken(cloud, flexTokenParameter(deployment.stack));
  return { archive: cloud.archiveIn(deployment.bucket), token };
}
