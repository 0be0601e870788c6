import { resolve } from 'node:path';
import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import { settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { explain } from '#owner/explain';
import { explanationText } from '#owner/explain-text';
import { calendarFor } from '#wiring/calendar';
import { readDay } from '#wiring/read-day';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Tell where a figure of a report comes from: formula, inputs, archived answers.',
  operands: 'ACCOUNT DAY [FIGURE]',
  description:
    'Prints a figure of the newest report of a day with its formula and its inputs, and for each input the archived answer and the field it was read from. The figure is reckoned anew from these fields and compared. A field that can not be found is said to be so.\nACCOUNT is a label, a masked number (U…4567), a number or a key; FIGURE a name or a part of one. Figures outside the summary are told with their formula and the values beside them, not down to the answers.\nThe archive is the bucket of the deployed stack when the settings have a "stack", else the folder on this machine; --out names a folder.',
  flags: [
    { name: 'list', help: 'The names of all figures of the report.' },
    { name: 'deep', help: 'Every input; without it at most 12 are printed.' },
    { name: 'out', value: 'DIR', help: 'Archive folder on this machine, in place of the bucket.' },
    ...STACK_FLAGS,
  ],
  examples: [
    'daybook explain "Main account" 2026-11-20 --list',
    'daybook explain U…4567 2026-11-20 "net asset value" --out daybook-demo',
  ],
  prepare: async (given, problems, world) => {
    const [account, day, ...words] = given.positionals;
    const figure = words.join(' ');
    if (account === undefined || day === undefined)
      problems.push('say ACCOUNT, DAY and FIGURE; --list names the figures');
    const date = day === undefined ? undefined : readDay(day);
    if (day !== undefined && !date) problems.push(`"${day}" is not a day of the form YYYY-MM-DD`);
    if (date && figure === '' && !given.on('list')) problems.push('say which FIGURE; --list names them');
    if (figure !== '' && given.on('list')) problems.push('--list names all figures: leave FIGURE out');
    const settings = await settingsOf(given, world, problems);
    const local = given.text('out') !== undefined || (!settings?.stack && !given.text('region'));
    const choice = local ? undefined : stackChoice(given, settings, problems);
    return async () => {
      if (!settings || account === undefined || !date || (!local && !choice)) throw new TypeError('unchecked settings');
      const archive = choice
        ? await bucketOf(choice)
        : world.archiveIn(resolve(world.workingFolder, settings.archive.folder));
      const request = { account, date, ...(figure === '' ? {} : { figure }) };
      const found = await explain(request, { archive, calendar: calendarFor(settings.closedDays) });
      const said = found.found === 'figures' || (found.found === 'names' && found.asked === undefined);
      const text = explanationText(found, (key) => archive.locate(key), given.on('deep'));
      if (given.on('json') && said)
        world.stdout(`${JSON.stringify('report' in found ? { ...found, report: undefined } : found, null, 2)}\n`);
      else if (said) world.stdout(text);
      else world.stderr(text);
      if (said) return EXIT.done;
      return found.found === 'no-account' ? EXIT.archive : EXIT.usage;
    };

    async function bucketOf(place: NonNullable<ReturnType<typeof stackChoice>>) {
      const { cloud, deployment } = await openDeployment(place, world);
      return cloud.archiveIn(deployment.bucket);
    }
  },
};
