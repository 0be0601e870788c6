import { resolve } from 'node:path';
import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import { progressTo } from '#bin/cli/finish';
import { dateFlag } from '#bin/cli/read-values';
import { SETTINGS_FLAGS, settingsOf } from '#bin/cli/settings-flags';
import { writeDiscreetFiles } from '#owner/discreet-files';
import { hasStatements } from '#owner/has-statements';
import { renewIndex } from '#owner/make-index';
import { rebuild } from '#owner/rebuild';
import { nothingRebuiltText, rebuiltText } from '#owner/rebuilt-text';
import { calendarFor } from '#wiring/calendar';
import { reportChoices } from '#wiring/report-settings';
import { VERSION } from '#wiring/version';

export const publishCommand: Command = {
  name: 'publish',
  summary: 'Rebuild report, page and workbook from the archive. No network.',
  description:
    'Builds every output of a day again from its archived Snapshots and compares with what lies there: a file that is missing is put back, one that was changed is named. Another version of Daybook, or another label in the settings, makes a new revision; the old one stays. Sends no mail.',
  flags: [
    { name: 'date', value: 'YYYY-MM-DD', help: 'Market day to rebuild. Default: the newest in the archive.' },
    {
      name: 'discreet',
      help: 'Also write page and workbook without any amount, to hand on: under discreet/ of the archive.',
    },
    ...SETTINGS_FLAGS,
  ],
  examples: ['daybook publish --out daybook-demo', 'daybook publish --date 2026-11-20 --discreet'],
  prepare: async (given, problems, world) => {
    if (given.positionals.length > 0) problems.push(`"${given.positionals[0]}" is one word too many`);
    const date = dateFlag(given, 'date', problems);
    const settings = await settingsOf(given, world, problems);
    return async () => {
      if (!settings) throw new TypeError('unchecked settings');
      const archive = world.archiveIn(resolve(world.workingFolder, settings.archive.folder));
      const labels = new Map(settings.accounts?.flatMap(({ id, label }) => (label ? [[id, label] as const] : [])));
      const ports = {
        archive,
        calendar: calendarFor(settings.closedDays),
        progress: progressTo(world, given),
        version: VERSION,
      };
      const rebuilt = await rebuild(
        {
          ...(date ? { date } : {}),
          labels,
          ...reportChoices(settings.report),
          ...(given.text('settings') ? { timeZone: settings.timeZone } : {}),
        },
        ports,
      );
      if (rebuilt.date && rebuilt.accounts.length > 0) await renewIndex([rebuilt.date], ports);
      const accounts = [];
      for (const one of rebuilt.accounts) {
        const { date: day, account, revision } = one;
        const discreet = given.on('discreet') && (await writeDiscreetFiles(archive, day, account, revision));
        accounts.push({ ...one, ...(discreet ? { discreet } : {}) });
      }
      const statements = accounts.length === 0 && (await hasStatements(archive));
      if (given.on('json')) world.stdout(`${JSON.stringify({ ...rebuilt, accounts }, null, 2)}\n`);
      else if (accounts.length > 0) world.stdout(rebuiltText(accounts));
      else world.stderr(nothingRebuiltText(rebuilt.date, archive.place, statements));
      return rebuilt.accounts.length > 0 ? EXIT.done : EXIT.archive;
    };
  },
};
