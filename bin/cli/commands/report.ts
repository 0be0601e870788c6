import { resolve } from 'node:path';
import type { Command } from '#bin/cli/command';
import { finish, progressTo } from '#bin/cli/finish';
import { flexAtHand } from '#bin/cli/flex/line-at-hand';
import { certificateOf, GATEWAY_FLAGS } from '#bin/cli/gateway-flags';
import { dateFlag, numberFlag } from '#bin/cli/read-values';
import { refreshBenchmark } from '#bin/cli/refresh-benchmark';
import { SETTINGS_FLAGS, settingsOf } from '#bin/cli/settings-flags';
import { summaryOf } from '#owner/summary';
import { gatewayOf } from '#wiring/gateway-settings';
import { chooseRun, runReport } from '#wiring/report-run';

export const report: Command = {
  name: 'report',
  summary: 'Report a real account through a gateway on this machine, Flex statements, or both.',
  description:
    'Collects the account from a Client Portal gateway that a person has logged in to and, where the settings name a Flex query, from the Flex Web Service (its token from DAYBOOK_FLEX_TOKEN, or asked for at the terminal), keeps every answer in the archive folder, and writes workbook, page and mail (as .eml). The day is the last one the market closed on; before 05:00 New York time of the next day its figures are marked preliminary. With --run close only the holdings of the day are kept, for the report of the next morning. A day that is complete is not asked for again, and no mail is sent twice.',
  flags: [
    ...GATEWAY_FLAGS,
    {
      name: 'account',
      value: 'ID',
      repeat: true,
      help: 'Account number to report. Default: all that the login shows.',
    },
    { name: 'to', value: 'ADDRESS', repeat: true, help: 'Recipient of the mail, in place of those in the settings.' },
    { name: 'run', value: 'KIND', help: 'final (default), or close: keep the holdings of today after the close.' },
    {
      name: 'date',
      value: 'DAY',
      help: "Market day to report, YYYY-MM-DD, up to a year back: for days that were missed. Their holdings can't be had any more; the report says so. Default: the last one that closed.",
    },
    {
      name: 'wait',
      value: 'MINUTES',
      help: "Longest pause to make for the broker's limits (one call in 15 minutes for returns and for each contract's transactions). Also goes on with contracts an earlier run left. Default: 0.",
    },
    ...SETTINGS_FLAGS,
  ],
  examples: [
    'daybook report --gateway https://localhost:5000 --ca gateway.pem',
    'daybook report --account U1234567 --to me@example.com --out ~/daybook',
    'daybook report --run close',
    'daybook report --date 2026-11-19',
  ],
  prepare: async (given, problems, world) => {
    if (given.positionals.length > 0) problems.push(`"${given.positionals[0]}" is one word too many`);
    const settings = await settingsOf(given, world, problems);
    const wait = numberFlag(given, 'wait', 0, { whole: true, min: 0, max: 1440 }, problems);
    const now = world.clock.now();
    const date = dateFlag(given, 'date', problems);
    const run = chooseRun(given.text('run') ?? 'final', now, settings?.closedDays ?? [], problems, date);
    if (settings && !gatewayOf(settings)) {
      if (!settings.flex) problems.push(NO_SOURCE);
      else if (run?.kind === 'close') problems.push(NO_CLOSE);
    }
    const ca = await certificateOf(settings, world, problems);
    return async () => {
      if (!settings || !run) throw new TypeError('unchecked settings');
      const archive = world.archiveIn(resolve(world.workingFolder, settings.archive.folder));
      await refreshBenchmark(settings, world, archive);
      const flex = flexAtHand(settings, world);
      const request = { settings, run, waitMs: wait * 60_000, ...(ca ? { ca } : {}), ...(flex ? { flex } : {}) };
      const day = await runReport(request, archive, world.clock, progressTo(world, given));
      return finish(summaryOf(day, archive), day, world, given);
    };
  },
};

const NO_SOURCE =
  'the settings say gateway "none" and name no Flex query, so there is nothing to report from: ' +
  'add "flex": { "query": "…" }, or name a gateway with --gateway';
const NO_CLOSE =
  'the settings say gateway "none", and the close run asks the gateway alone: Flex has closed days, the final run reports them';
