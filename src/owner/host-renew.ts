import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { StackPort } from './cloud.ts';
import { deploymentOf, HOST_GENERATION, hostGenerationOf, hostOf } from './deployment.ts';
import { StoppedFollowing } from './interrupted.ts';

const LOOK_MS = 5_000;

export interface HostRenewed {
  /** CloudFormation's last word: `UPDATE_COMPLETE`, or another when it failed. */
  readonly status: string;
  readonly renewed: boolean;
  /** The old host's id, and the new one's when there is one. */
  readonly before: string;
  readonly after?: string;
  /** What failed, newest first. */
  readonly failures: readonly { readonly resource: string; readonly reason: string }[];
}

/**
 * Replaces the host: a new instance with the newest image, a new key and a new certificate. The template stays as it is.
 * @param wanted the AWS account that the settings name
 * @throws StoppedFollowing when the person pressed Ctrl-C: the change goes on
 */
export async function renewHost(
  ports: { readonly stack: StackPort; readonly clock: Clock; readonly progress: Progress },
  wanted?: string,
): Promise<HostRenewed> {
  const { stack, clock, progress } = ports;
  const facts = await stack.describe();
  const before = hostOf(deploymentOf(facts, wanted)).instance;
  const generation = hostGenerationOf(facts) + 1;
  const begun = clock.now();
  await stack.setParameter(facts, HOST_GENERATION, String(generation));
  progress(`Asked for host number ${generation}; the old one goes when the new one stands`);
  try {
    let seen = '';
    for (;;) {
      const now = await stack.describe();
      if (now.status !== seen) progress(`Stack: ${now.status.toLowerCase().replaceAll('_', ' ')}`);
      seen = now.status;
      if (!now.status.endsWith('_IN_PROGRESS')) {
        const renewed = now.status === 'UPDATE_COMPLETE';
        const after = now.outputs.HostInstanceId;
        return {
          status: now.status,
          renewed,
          before,
          ...(after ? { after } : {}),
          failures: renewed ? [] : await stack.failures(begun),
        };
      }
      await clock.sleep(LOOK_MS);
    }
  } catch (error) {
    throw StoppedFollowing.insteadOf(error, 'The change goes on without you. See how it ended: npx daybook check');
  }
}
