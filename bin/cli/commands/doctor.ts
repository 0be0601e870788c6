import { resolve } from 'node:path';
import type { Command } from '#bin/cli/command';
import { exitCodeOf } from '#bin/cli/exit-code-of';
import { EXIT } from '#bin/cli/exit-codes';
import { progressTo } from '#bin/cli/finish';
import type { Given } from '#bin/cli/flags';
import { certificateOf, GATEWAY_FLAGS, gatewayIn } from '#bin/cli/gateway-flags';
import { SETTINGS_FLAGS, settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { examine } from '#owner/doctor';
import { examineDeployed } from '#owner/doctor-deployed';
import { type Examination, FAILURE_KINDS } from '#owner/doctor-step';
import { doctorText } from '#owner/doctor-text';
import { type Exchange, exchangeLog } from '#owner/exchange-log';
import { connectGateway } from '#wiring/gateway-connection';
import { VERSION } from '#wiring/version';
import type { World } from '#wiring/world';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'What is wrong with a gateway or its login: one diagnosis, and a log for IBKR.',
  operands: '[deployed]',
  description:
    "Walks the gateway's first endpoints in IBKR's order of troubleshooting, each once, and says for each how it is and how long it took; then one diagnosis and what to do. Keeps IBKR's limits, opens no trading session and changes nothing. deployed: the gateway of the stack, which only its functions can reach: told is what can be seen from here through AWS and in the archive. --log writes requests and answers with time stamps, without account numbers, names, keys, addresses and amounts, for a ticket in IBKR's Message Center.",
  flags: [
    ...GATEWAY_FLAGS,
    {
      name: 'validate',
      help: 'Ask /sso/validate too: never within two minutes of a login, which it would break.',
    },
    { name: 'log', value: 'FILE', help: 'Write a log that is fit to be attached to a ticket. Never over a file.' },
    ...SETTINGS_FLAGS,
    ...STACK_FLAGS.filter(({ name }) => name !== 'settings'),
  ],
  examples: [
    'daybook doctor --gateway https://localhost:5000 --ca gateway.pem',
    'daybook doctor --log ticket.txt',
    'daybook doctor deployed --json',
  ],
  prepare: async (given, problems, world) => {
    const [what, ...more] = given.positionals;
    const deployed = what === 'deployed';
    if (what !== undefined && !deployed) problems.push(`"${what}" is not "deployed", the only word it takes`);
    if (more.length > 0) problems.push(`"${more[0]}" is one word too many`);
    const foreign = deployed ? ['gateway', 'ca', 'server-name', 'validate', 'out'] : ['profile', 'region', 'stack'];
    for (const name of foreign.filter((one) => given.on(one))) {
      problems.push(`--${name} ${deployed ? 'does not go with' : 'goes only with'} "deployed"`);
    }
    const settings = await settingsOf(given, world, problems);
    const choice = deployed ? stackChoice(given, settings, problems) : undefined;
    const gateway = deployed ? undefined : gatewayIn(settings, problems);
    const ca = deployed ? undefined : await certificateOf(settings, world, problems);
    return async () => {
      if (!settings) throw new TypeError('unchecked settings');
      const exchanges: Exchange[] = [];
      const before = progressTo(world, given);
      if (choice) {
        return concluded(
          given,
          world,
          `Daybook ${choice.stack} in ${choice.region}, seen from this machine`,
          exchanges,
          async () => {
            const { cloud, deployment } = await openDeployment(choice, world);
            const archive = cloud.archiveIn(deployment.bucket);
            const accounts = (settings.accounts ?? []).map(({ id }) => id);
            const { timeZone } = settings;
            return examineDeployed(
              { deployment, accounts, timeZone, now: world.clock.now() },
              { cloud, archive, before },
              exchanges,
            );
          },
        );
      }
      if (!gateway) throw new TypeError('unchecked settings');
      const archive = world.archiveIn(resolve(world.workingFolder, settings.archive.folder));
      const { http, pacing, origin } = connectGateway(gateway, ca, archive);
      try {
        return await concluded(given, world, `Gateway ${origin}, seen from this machine`, exchanges, () =>
          examine({ validate: given.on('validate') }, { http, clock: world.clock, pacing, before }, exchanges),
        );
      } finally {
        await http.close();
      }
    };
  },
};

/** Examines, prints, and writes the log, also of an examination that broke off. */
async function concluded(
  given: Given,
  world: World,
  about: string,
  exchanges: readonly Exchange[],
  examination: () => Promise<Examination>,
): Promise<number> {
  const log = given.text('log');
  const path = log === undefined ? undefined : resolve(world.workingFolder, log);
  const write = path === undefined ? undefined : await logFile(path, world);
  if (path !== undefined && !write) return EXIT.usage;
  let diagnosis = 'the examination broke off';
  let examined: Examination;
  try {
    examined = await examination();
    diagnosis = examined.conclusion.diagnosis;
  } finally {
    if (write) {
      const seenFrom = given.positionals[0] === 'deployed' ? 'the archive' : 'this machine';
      const head = { version: VERSION, at: world.clock.now().toISOString(), seenFrom, diagnosis };
      await write(exchangeLog(head, exchanges));
    }
  }
  const { conclusion } = examined;
  if (given.on('json')) {
    const told = { about, ...examined, ...(path === undefined ? {} : { log: path }) };
    world.stdout(`${JSON.stringify(told, null, 2)}\n`);
  } else world.stdout(doctorText(examined, about, path));
  const { diagnosis: found } = conclusion;
  if (found === 'healthy' || found === 'no-gateway') return EXIT.done;
  return found === 'unknown' ? EXIT.outstanding : exitCodeOf(FAILURE_KINDS[found]);
}

/** Makes the log before anything is asked; undefined, and said, when that can't be. */
async function logFile(path: string, world: World): Promise<((text: string) => Promise<void>) | undefined> {
  try {
    return await world.newFile(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const why = error.code === 'EEXIST' ? 'is there already' : `can't be made: ${error.message}`;
    world.stderr(`daybook doctor: --log ${path} ${why}.\nNothing was asked. Give the name of a new file.\n`);
    return undefined;
  }
}
