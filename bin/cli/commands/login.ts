import { resolve } from 'node:path';
import type { Command } from '#bin/cli/command';
import { exitCodeOf } from '#bin/cli/exit-code-of';
import { EXIT } from '#bin/cli/exit-codes';
import { progressTo } from '#bin/cli/finish';
import type { Given } from '#bin/cli/flags';
import { certificateOf, GATEWAY_FLAGS, gatewayIn, NO_GATEWAY } from '#bin/cli/gateway-flags';
import { numberFlag } from '#bin/cli/read-values';
import { SETTINGS_FLAGS, settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { loginDeployed } from '#owner/login-deployed';
import { missingPrograms } from '#owner/login-forward';
import { loginLocal } from '#owner/login-local';
import { fingerprintOf, pageText } from '#owner/login-page';
import { type LoginResult, loginText } from '#owner/login-result';
import { connectGateway, gatewayFailure, lookAtPage } from '#wiring/gateway-connection';
import { gatewayOf } from '#wiring/gateway-settings';
import type { World } from '#wiring/world';

const LOCAL_FLAGS = [...GATEWAY_FLAGS.map(({ name }) => name), 'page', 'out'];
const DEPLOYED_FLAGS = ['profile', 'region', 'stack', 'port', 'anyway'];

export const loginCommand: Command = {
  name: 'login',
  summary: "Opens IBKR's login page at the gateway, and says when the session is healthy.",
  description:
    "Opens a port forward to the login page of the deployed gateway, under a role that can do nothing else, sees by the certificate that the host answers, and opens the page in your browser; it waits until the session is healthy, says whether it is paper or live, and closes the forward. What was due starts by itself. With --gateway, or without a stack in the settings: a gateway that this machine can reach, without AWS. Your password goes to IBKR's page alone. Needed for the deployed one: the AWS CLI and its Session Manager plugin.",
  flags: [
    { name: 'wait', value: 'MINUTES', help: 'How long to wait for you, 1 to 60. Default: 15.' },
    { name: 'no-browser', help: 'Print the address only.' },
    { name: 'port', value: 'N', help: 'Port of this machine for the forward. Default: a free one.' },
    { name: 'anyway', help: 'Open the page though the session was healthy when a run last needed it.' },
    ...STACK_FLAGS.filter(({ name }) => name !== 'settings'),
    ...GATEWAY_FLAGS.map((flag) =>
      flag.name === 'gateway' ? { ...flag, help: 'A gateway to log in at without AWS: its address.' } : flag,
    ),
    { name: 'page', value: 'URL', help: "With --gateway: where its login page is. Default: the gateway's address." },
    ...SETTINGS_FLAGS,
  ],
  examples: [
    'daybook login',
    'daybook login --profile home',
    'daybook login --gateway https://localhost:5000 --ca gateway.pem',
  ],
  prepare: async (given, problems, world) => {
    if (given.positionals.length > 0) problems.push(`"${given.positionals[0]}" is one word too many`);
    const wait = numberFlag(given, 'wait', 15, { whole: true, min: 1, max: 60 }, problems) * 60_000;
    const port = numberFlag(given, 'port', 0, { whole: true, min: 0, max: 65_535 }, problems);
    const page = given.text('page');
    if (page !== undefined && !/^https:\/\/[^\s/]+\/?$/.test(page)) {
      problems.push(`--page ${page} is not an address of the form https://localhost:5443`);
    }
    const settings = await settingsOf(given, world, problems);
    // Without a stack in the settings the gateway of this machine is meant.
    const local = given.on('gateway') || (settings !== undefined && !settings.stack && !given.on('region'));
    for (const name of (local ? DEPLOYED_FLAGS : LOCAL_FLAGS).filter((one) => given.on(one))) {
      problems.push(
        `--${name} goes only with a ${local ? 'deployed gateway' : 'gateway of this machine: give --gateway'}`,
      );
    }
    // Flags may name another stack than that of the settings.
    const other = local || given.on('stack') || given.on('region');
    if (settings && !other && !gatewayOf(settings)) problems.push(NO_GATEWAY);
    const choice = local ? undefined : stackChoice(given, settings, problems);
    const gateway = local ? gatewayIn(settings, problems) : undefined;
    const ca = local ? await certificateOf(settings, world, problems) : undefined;
    return async () => {
      if (!settings) throw new TypeError('unchecked settings');
      if (!choice) {
        if (!gateway) throw new TypeError('unchecked settings');
        const archive = world.archiveIn(resolve(world.workingFolder, settings.archive.folder));
        const { origin, ...connection } = connectGateway(gateway, ca, archive);
        const showPage = (): Promise<void> => show(page ?? `${origin}/`, ca, given, world);
        try {
          const result = await loginLocal(wait, { ...connection, clock: world.clock, showPage });
          return told(result, 'The report can be made now: npx daybook report', given, world);
        } catch (error) {
          const failure = gatewayFailure(error);
          if (!failure) throw error;
          world.stderr(`daybook login: ${failure.message}\n${failure.nextStep}\n`);
          return exitCodeOf(failure.kind);
        } finally {
          await connection.http.close();
        }
      }
      const missing = await missingPrograms(world.programs);
      if (missing.length > 0) {
        for (const { program, what, from } of missing) {
          world.stderr(`daybook login: ${program} is not found: ${what}.\nGet it from ${from}\n`);
        }
        return EXIT.outstanding;
      }
      const { cloud, deployment } = await openDeployment(choice, world);
      const { profile } = choice;
      const result = await loginDeployed(
        { deployment, port, waitMs: wait, anyway: given.on('anyway'), ...(profile === undefined ? {} : { profile }) },
        {
          archive: cloud.archiveIn(deployment.bucket),
          clock: world.clock,
          programs: world.programs,
          progress: progressTo(world, given),
          look: lookAtPage,
          showPage: (address, certificate) => show(address, certificate, given, world),
        },
      );
      const next =
        result.state === 'already'
          ? 'Nothing to do. To log in all the same: npx daybook login --anyway'
          : 'What is due starts by itself: npx daybook status';
      return told(result, next, given, world);
    };
  },
};

async function show(page: string, certificate: string | undefined, given: Given, world: World): Promise<void> {
  world.stderr(pageText(page, certificate === undefined ? undefined : fingerprintOf(certificate)));
  if (given.on('no-browser') || (await world.showFile(page))) return;
  world.stderr('No program was found to open it with. Open the address yourself.\n');
}

function told(result: LoginResult, next: string, given: Given, world: World): number {
  world.stdout(given.on('json') ? `${JSON.stringify(result, null, 2)}\n` : loginText(result, next));
  return result.state === 'unseen' ? EXIT.login : EXIT.done;
}
