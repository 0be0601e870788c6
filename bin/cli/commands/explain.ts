import { resolve } from 'node:path';
import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import { settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { explain } from '#owner/explain';
import { explanationJson } from '#owner/explain-json';
import { explanationText } from '#owner/explain-text';
import { calendarFor } from '#wiring/calendar';
import { readDay } from '#wiring/read-day';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Tell where a figure of a report comes from: formula, inputs, archived answers.',
  operands: 'ACCOUNT DAY [FIGURE]',
  description:
    'Prints a figure of the newest report of a day with its formula and its inputs, and for each input the archived answer and the field it was read from, or the name of the figure it is. The figure is reckoned anew from them and compared.\nACCOUNT is a label, a masked number (U…4567), a number or a key. FIGURE is a name as holdings/SAP/value (block or sheet, row, column), or a part of one; without it the names are listed. Several that may be meant are listed, and of a name that is none those that come near.\nThe archive is the bucket of the deployed stack when the settings have a "stack", else the folder on this machine; --out names a folder.',
  flags: [
    { name: 'deep', help: 'Explain the figures it is made of in turn, down to what was read.' },
    { name: 'all', help: 'Every input, every name; without it at most 12 of many are printed.' },
    { name: 'revision', value: 'N', help: 'An earlier revision of the report. Default: the newest.' },
    { name: 'out', value: 'DIR', help: 'Archive folder on this machine, in place of the bucket.' },
    ...STACK_FLAGS,
  ],
  examples: [
    'daybook explain "Main account" 2026-11-20',
    'daybook explain U…5402 2026-11-20 "net asset value" --out daybook-demo',
    'daybook explain U…4567 2026-11-20 holdings/SAP/value --deep',
  ],
  prepare: async (given, problems, world) => {
    const [account, day, ...words] = given.positionals;
    const figure = words.join(' ');
    if (account === undefined || day === undefined) problems.push('say ACCOUNT and DAY, and FIGURE or none for a list');
    const date = day === undefined ? undefined : readDay(day);
    if (day !== undefined && !date) problems.push(`"${day}" is not a day of the form YYYY-MM-DD`);
    const wanted = given.text('revision');
    const revision = wanted === undefined ? undefined : Number(wanted);
    if (revision !== undefined && !(Number.isInteger(revision) && revision > 0))
      problems.push(`--revision is a number from 1 on, and no "${wanted}"`);
    const settings = await settingsOf(given, world, problems);
    const local = given.text('out') !== undefined || (!settings?.stack && !given.text('region'));
    const choice = local ? undefined : stackChoice(given, settings, problems);
    return async () => {
      if (!settings || account === undefined || !date || (!local && !choice)) throw new TypeError('unchecked settings');
      const archive = choice
        ? await bucketOf(choice)
        : world.archiveIn(resolve(world.workingFolder, settings.archive.folder));
      const request = {
        ...{ account, date, deep: given.on('deep') },
        ...(figure === '' ? {} : { figure }),
        ...(revision === undefined ? {} : { revision }),
      };
      const found = await explain(request, { archive, calendar: calendarFor(settings.closedDays) });
      const said = found.found === 'figure' || found.found === 'names';
      if (said && given.on('json')) world.stdout(`${JSON.stringify(explanationJson(found), null, 2)}\n`);
      else (said ? world.stdout : world.stderr)(explanationText(found, (key) => archive.locate(key), given.on('all')));
      if (said) return EXIT.done;
      return found.found === 'no-account' || found.found === 'no-revision' ? EXIT.archive : EXIT.usage;
    };

    async function bucketOf(place: NonNullable<ReturnType<typeof stackChoice>>) {
      const { cloud, deployment } = await openDeployment(place, world);
      return cloud.archiveIn(deployment.bucket);
    }
  },
};
