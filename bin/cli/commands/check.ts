import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import { settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { check } from '#owner/check';
import { checkText } from '#owner/check-text';

export const checkCommand: Command = {
  name: 'check',
  summary: 'After a deploy: what is still to be done on AWS, and a test mail.',
  description:
    'Looks at the deployed stack with your own AWS profile: stack, notices, sender, sandbox, recipients, the gateway host and its certificate, the login, the last run. Each line is done (✓), outstanding (✗, with what to do) or worth knowing (–). Then a test mail goes out, marked as such, on the way that reports go. Nothing else is changed.',
  flags: [
    { name: 'to', value: 'ADDRESS', help: 'Where the test mail goes. Default: stack.notices of the settings.' },
    { name: 'no-mail', help: 'Send no test mail.' },
    ...STACK_FLAGS,
  ],
  examples: ['daybook check', 'daybook check --profile home --no-mail', 'daybook check --to me@example.com'],
  prepare: async (given, problems, world) => {
    if (given.positionals.length > 0) problems.push(`"${given.positionals[0]}" is one word too many`);
    const to = given.text('to');
    if (to !== undefined && !/^[^\s<>@,;]+@[^\s<>@,;]+$/.test(to)) problems.push(`--to ${to} is not a mail address`);
    if (to !== undefined && given.on('no-mail')) problems.push('--to and --no-mail exclude each other');
    const settings = await settingsOf({ ...given, all: () => [] }, world, problems);
    if (settings && !settings.stack && to === undefined && !given.on('no-mail')) {
      problems.push('the settings name no address for a test mail: give --to ADDRESS, or --no-mail');
    }
    const choice = stackChoice(given, settings, problems);
    return async () => {
      if (!settings || !choice) throw new TypeError('unchecked settings');
      const { cloud, deployment } = await openDeployment(choice, world);
      const notices = settings.stack?.notices;
      const testTo = given.on('no-mail') ? undefined : (to ?? notices);
      const findings = await check(
        {
          deployment,
          ...(notices === undefined ? {} : { notices }),
          ...(testTo === undefined ? {} : { testTo }),
          recipients: settings.recipients.map(({ address }) => address),
          sender: settings.sender,
          timeZone: settings.timeZone,
          now: world.clock.now(),
          gatewayWanted: settings.gateway !== 'none',
          ...(settings.flex ? { flex: settings.flex } : {}),
        },
        { cloud, archive: cloud.archiveIn(deployment.bucket) },
      );
      world.stdout(given.on('json') ? `${JSON.stringify(findings, null, 2)}\n` : checkText(findings));
      return findings.some(({ state }) => state === 'outstanding') ? EXIT.outstanding : EXIT.done;
    };
  },
};
