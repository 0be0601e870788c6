import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { CommandOutcome, HostPort } from './cloud.ts';
import { type Deployment, hostOf } from './deployment.ts';
import { StoppedFollowing } from './interrupted.ts';

const LOOK_MS = 3_000;
/** Systems Manager lets a command wait for its instance for an hour; a host that is off won't take it. */
const TAKE_MS = 5 * 60_000;
const UNDER_WAY = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);

export interface HostUpdated extends CommandOutcome {
  /** Of the command in Systems Manager. */
  readonly command: string;
}

/**
 * Runs the update document on the host and follows it: new files of the stack, and the gateway program tried beside the
 * old one. What it prints says whether the program changed.
 *
 * @throws StoppedFollowing when the person pressed Ctrl-C: the update goes on
 */
export async function updateHost(
  deployment: Deployment,
  ports: { readonly host: HostPort; readonly clock: Clock; readonly progress: Progress },
): Promise<HostUpdated> {
  const { instance, updateDocument } = hostOf(deployment);
  const { host, clock, progress } = ports;
  const begun = clock.now().getTime();
  const command = await host.send(instance, updateDocument);
  progress(`Asked ${instance} to update`);
  let shown = '';
  try {
    for (;;) {
      const outcome = await host.outcome(instance, command);
      const taken = outcome !== undefined && outcome.status !== 'Pending' && outcome.status !== 'Delayed';
      if (outcome && !UNDER_WAY.has(outcome.status)) return { ...outcome, command };
      if (!taken && clock.now().getTime() - begun > TAKE_MS) {
        return { command, status: 'NotTaken', output: outcome?.output ?? '', errors: outcome?.errors ?? '' };
      }
      if (taken && shown !== outcome.status) progress('The host is updating');
      shown = taken ? outcome.status : shown;
      await clock.sleep(LOOK_MS);
    }
  } catch (error) {
    throw StoppedFollowing.insteadOf(
      error,
      'The update goes on without you. Look at the host later: npx daybook check',
    );
  }
}
