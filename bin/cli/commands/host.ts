import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import { progressTo } from '#bin/cli/finish';
import type { Given } from '#bin/cli/flags';
import { settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, type StackChoice, stackChoice } from '#bin/cli/stack-flags';
import { hostOf } from '#owner/deployment';
import { renewHost } from '#owner/host-renew';
import { renewedText, updatedText } from '#owner/host-text';
import { updateHost } from '#owner/host-update';
import type { World } from '#wiring/world';

export const hostCommand: Command = {
  name: 'host',
  summary: 'Update the gateway host of the deployed Daybook, or replace it.',
  operands: 'update|renew',
  description:
    'update: brings the host the files of the last deploy and, if there is one, a newer gateway program, which is tried beside the old one and taken back if it does not start.\nrenew: replaces the host by a new one, with the newest system image, a new key and a new certificate; the gateway program is fetched anew. Somebody has to log in at the gateway afterwards. Ctrl-C stops following, not the work.',
  flags: [{ name: 'yes', help: 'renew: do not ask whether it is meant.' }, ...STACK_FLAGS],
  examples: ['daybook host update', 'daybook host renew', 'daybook host renew --yes'],
  prepare: async (given, problems, world) => {
    const [what, ...more] = given.positionals;
    if (what !== 'update' && what !== 'renew') {
      problems.push(what === undefined ? 'say update or renew' : `"${what}" is not one of update, renew`);
    }
    if (more.length > 0) problems.push(`"${more[0]}" is one word too many`);
    if (what === 'update' && given.on('yes')) problems.push('--yes belongs to renew');
    const settings = await settingsOf(given, world, problems);
    const choice = stackChoice(given, settings, problems);
    return () => {
      if (!choice) throw new TypeError('unchecked settings');
      return what === 'renew' ? renew(choice, given, world) : update(choice, given, world);
    };
  },
};

async function update(choice: StackChoice, given: Given, world: World): Promise<number> {
  const { cloud, deployment } = await openDeployment(choice, world);
  const updated = await updateHost(deployment, {
    host: cloud.host,
    clock: world.clock,
    progress: progressTo(world, given),
  });
  world.stdout(given.on('json') ? `${JSON.stringify(updated, null, 2)}\n` : updatedText(updated));
  return updated.status === 'Success' ? EXIT.done : EXIT.cloud;
}

async function renew(choice: StackChoice, given: Given, world: World): Promise<number> {
  const { cloud, deployment } = await openDeployment(choice, world);
  if (!given.on('yes')) {
    const answer = await world.ask(
      `Replace the gateway host ${hostOf(deployment).instance} of ${deployment.stack} in ${deployment.region}? The login ends, and somebody has to log in again. [y/N] `,
    );
    if (answer === undefined) {
      world.stderr('daybook host: nobody is at the terminal to ask. Give --yes if it is meant. Nothing was changed.\n');
      return EXIT.usage;
    }
    if (!/^y(es)?$/i.test(answer.trim())) {
      world.stderr('Nothing was changed.\n');
      return EXIT.done;
    }
  }
  const renewed = await renewHost(
    { stack: cloud.stack, clock: world.clock, progress: progressTo(world, given) },
    choice.awsAccount,
  );
  world.stdout(given.on('json') ? `${JSON.stringify(renewed, null, 2)}\n` : renewedText(renewed));
  return renewed.renewed ? EXIT.done : EXIT.cloud;
}
