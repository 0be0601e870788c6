import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import { numberFlag } from '#bin/cli/read-values';
import { settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { statusOf } from '#owner/status';
import { statusText } from '#owner/status-text';
import { calendarFor } from '#wiring/calendar';

export const statusCommand: Command = {
  name: 'status',
  summary: 'How the deployed Daybook stands: login, runs, alarms, mails that came back.',
  description:
    'Tells, from the archive and your AWS account: the login, the next runs, what is at work, what you were told of and is not over, alarms that have gone off, recipients whose mail comes back, and how the last runs ended and why. Changes nothing. The next runs and the recipients are those of the settings file.',
  flags: [{ name: 'last', value: 'N', help: 'How many runs to tell of, 1 to 100. Default: 8.' }, ...STACK_FLAGS],
  examples: ['daybook status', 'daybook status --last 20', 'daybook status --json'],
  prepare: async (given, problems, world) => {
    if (given.positionals.length > 0) problems.push(`"${given.positionals[0]}" is one word too many`);
    const runs = numberFlag(given, 'last', 8, { whole: true, min: 1, max: 100 }, problems);
    const settings = await settingsOf(given, world, problems);
    const choice = stackChoice(given, settings, problems);
    return async () => {
      if (!settings || !choice) throw new TypeError('unchecked settings');
      const { cloud, deployment } = await openDeployment(choice, world);
      const status = await statusOf(
        {
          deployment,
          accounts: settings.accounts ?? [],
          recipients: settings.recipients.map(({ address }) => address),
          hours: settings.schedule,
          calendar: calendarFor(settings.closedDays),
          now: world.clock.now(),
          ...(settings.flex ? { flex: settings.flex } : {}),
          runs,
        },
        { cloud, archive: cloud.archiveIn(deployment.bucket) },
      );
      world.stdout(given.on('json') ? `${JSON.stringify(status, null, 2)}\n` : statusText(status, settings.timeZone));
      return EXIT.done;
    };
  },
};
