import { resolve } from 'node:path';
import { type ArchiveTask, listDays, makePages, openDay, rebuildDays, verifyAll } from '#bin/cli/archive-tasks';
import type { Command } from '#bin/cli/command';
import { progressTo } from '#bin/cli/finish';
import type { Given } from '#bin/cli/flags';
import { settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { calendarFor } from '#wiring/calendar';
import { readDay } from '#wiring/read-day';
import { reportChoices } from '#wiring/report-settings';

const TASKS = { list: listDays, open: openDay, verify: verifyAll, rebuild: rebuildDays, index: makePages } as const;

type TaskName = keyof typeof TASKS;

const isTask = (name: string | undefined): name is TaskName => name !== undefined && Object.hasOwn(TASKS, name);

export const archiveCommand: Command = {
  name: 'archive',
  summary: 'List, open, verify or rebuild the archive, in the bucket or in a folder.',
  operands: 'list|open|verify|rebuild|index [DATE]',
  description:
    'list: the days that are there, newest first.\nopen: the page of a day in the browser; without a day the archive’s own first page, which leads to every report (of a bucket the newest day’s page, and how to copy the bucket for browsing).\nverify: every Snapshot against its checksum, every newest report against what its Snapshot gives, the receipts of the mails, the links of the archive’s pages; writes nothing.\nrebuild: every output of a day (default: the newest; --all for every day) again from its Snapshots; another version of Daybook or another label makes a new revision, the old one stays. Sends no mail.\nindex: index.html and the pages of the months anew from all reports; a run keeps them current by itself, so this is for an archive of an earlier version, or one whose pages are damaged.\nThe archive is the bucket of the deployed stack when the settings have a "stack", else the folder on this machine; --out names a folder.',
  flags: [
    { name: 'date', value: 'YYYY-MM-DD', help: 'The day; the same as a day after the word.' },
    { name: 'all', help: 'rebuild: every day that has a Snapshot of a final run.' },
    { name: 'print', help: 'open: say where the page lies, do not open it.' },
    { name: 'out', value: 'DIR', help: 'Archive folder on this machine, in place of the bucket.' },
    ...STACK_FLAGS,
  ],
  examples: ['daybook archive list', 'daybook archive open 2026-11-20', 'daybook archive verify --out daybook-demo'],
  prepare: async (given, problems, world) => {
    const [name, day, ...more] = given.positionals;
    if (!isTask(name)) {
      problems.push(
        name === undefined
          ? 'say list, open, verify, rebuild or index'
          : `"${name}" is not one of list, open, verify, rebuild, index`,
      );
    }
    if (more.length > 0) problems.push(`"${more[0]}" is one word too many`);
    const date = dayGiven(given, day, problems);
    if (given.on('all') && name !== 'rebuild') problems.push('--all belongs to rebuild');
    if (given.on('all') && date) problems.push('--all and a day exclude each other');
    if (given.on('print') && name !== 'open') problems.push('--print belongs to open');
    if ((name === 'list' || name === 'index') && date) problems.push(`${name} takes all days: leave the day out`);
    const settings = await settingsOf(given, world, problems);
    const local = given.text('out') !== undefined || (!settings?.stack && !given.text('region'));
    if (local) {
      for (const flag of ['region', 'profile', 'stack']) {
        if (given.text(flag) !== undefined) problems.push(`--${flag} is for a bucket, and this is a folder`);
      }
    }
    const choice = local ? undefined : stackChoice(given, settings, problems);
    return async () => {
      if (!settings || !isTask(name) || (!local && !choice)) throw new TypeError('unchecked settings');
      const task: ArchiveTask = {
        archive: choice
          ? await bucketOf(choice)
          : world.archiveIn(resolve(world.workingFolder, settings.archive.folder)),
        calendar: calendarFor(settings.closedDays),
        labels: new Map(settings.accounts?.flatMap(({ id, label }) => (label ? [[id, label] as const] : [])) ?? []),
        ...(choice || given.text('settings') ? { timeZone: settings.timeZone } : {}),
        ...(date ? { date } : {}),
        reckoning: reportChoices(settings.report),
        all: given.on('all'),
        isFolder: local,
        progress: progressTo(world, given),
        world,
        given,
      };
      return TASKS[name](task);
    };

    async function bucketOf(place: NonNullable<ReturnType<typeof stackChoice>>): Promise<ArchiveTask['archive']> {
      const { cloud, deployment } = await openDeployment(place, world);
      return cloud.archiveIn(deployment.bucket);
    }
  },
};

function dayGiven(given: Given, word: string | undefined, problems: string[]): ReturnType<typeof readDay> {
  const flag = given.text('date');
  if (word !== undefined && flag !== undefined) {
    problems.push('the day is given twice');
    return undefined;
  }
  const text = word ?? flag;
  if (text === undefined) return undefined;
  const date = readDay(text);
  if (!date)
    problems.push(`${flag === undefined ? `"${text}"` : `--date ${text}`} is not a day of the form YYYY-MM-DD`);
  return date;
}
