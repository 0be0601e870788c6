import { resolve } from 'node:path';
import type { Command } from '#bin/cli/command';
import { finish, progressTo } from '#bin/cli/finish';
import type { Given } from '#bin/cli/flags';
import { faultFlags, tradingDayFlag } from '#bin/cli/read-values';
import { scenarioOf } from '#bin/cli/scenario-choice';
import { SCENARIO_FLAGS } from '#bin/cli/scenario-flags';
import { summaryOf } from '#owner/summary';
import { type DemoSources, runDemo } from '#wiring/demo-run';
import { defaultMarketDate } from '#wiring/make-scenario';

export const demo: Command = {
  name: 'demo',
  summary: 'The whole product on a simulated account: no account at the broker, no AWS.',
  description:
    "Starts a simulated gateway and Flex Web Service, collects an invented investor's account from them as on a real day (a close run, then the final run of the next morning), and writes workbook, page and mail to a folder. Nothing leaves this machine. The same seed and date give the same files.",
  flags: [
    {
      name: 'date',
      value: 'YYYY-MM-DD',
      help: 'Market day to report. Default: the last one whose final figures are out.',
    },
    { name: 'out', value: 'DIR', help: 'Folder for everything. Default: daybook-demo.' },
    {
      name: 'sources',
      value: 'WHICH',
      help: 'gateway, flex or both. Default: both; gateway where the scenario has no statements.',
    },
    { name: 'scenario', value: 'NAME', help: 'demo, recorded, empty, advisor or large. Default: demo.' },
    ...SCENARIO_FLAGS,
  ],
  examples: [
    'daybook demo',
    'daybook demo --seed 3 --date 2026-03-31 --out try',
    'daybook demo --sources gateway',
    'daybook demo --scenario recorded',
  ],
  prepare: async (given, problems, world) => {
    if (given.positionals.length > 0) problems.push(`"${given.positionals[0]}" is one word too many`);
    const date = tradingDayFlag(given, 'date', problems) ?? defaultMarketDate(world.clock.now());
    const faults = faultFlags(given, problems);
    const name = given.text('scenario') ?? 'demo';
    const made = await scenarioOf(name, date, given, problems, world);
    const sources = sourcesFlag(given, made !== undefined && made.scenario.flex === undefined, problems);
    const folder = resolve(world.workingFolder, given.text('out') ?? 'daybook-demo');
    return async () => {
      if (!made) throw new TypeError('unchecked scenario');
      const archive = world.archiveIn(folder);
      const request = {
        ...made,
        faults,
        timeZone: 'America/New_York',
        fill: name !== 'large',
        ...(sources ? { sources } : {}),
      };
      const { day, waited } = await runDemo(request, archive, progressTo(world, given));
      return finish(summaryOf(day, archive, waited), day, world, given);
    };
  },
};

const SOURCES: readonly string[] = ['gateway', 'flex', 'both'] satisfies DemoSources[];

function sourcesFlag(given: Given, noStatements: boolean, problems: string[]): DemoSources | undefined {
  const text = given.text('sources');
  if (text === undefined) return undefined;
  if (!SOURCES.includes(text)) problems.push(`--sources ${text} is not one of ${SOURCES.join(', ')}`);
  else if (noStatements && text !== 'gateway') problems.push(`--sources ${text}: this scenario has no statements`);
  return text as DemoSources;
}
