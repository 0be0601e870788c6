import type { Command } from '#bin/cli/command';
import { exitCodeOf } from '#bin/cli/exit-code-of';
import { EXIT } from '#bin/cli/exit-codes';
import { progressTo } from '#bin/cli/finish';
import { tradingDayFlag } from '#bin/cli/read-values';
import { settingsOf } from '#bin/cli/settings-flags';
import { openDeployment, STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { failureOfGap } from '#owner/failure';
import { executionName, type FollowedRun, followRun } from '#owner/follow-run';
import { followedText, startedText } from '#owner/followed-text';

export const runCommand: Command = {
  name: 'run',
  summary: 'Start a run of the deployed Daybook now, and follow it to its end.',
  description:
    'Starts the state machine for one run, also for one that has ended: what the broker says now is compared with what lies there, and a change makes a new revision. A run that another execution is at is left to it. Ctrl-C stops following, not the run.',
  flags: [
    { name: 'run', value: 'KIND', help: 'final (default), or close: the holdings of today after the close.' },
    { name: 'date', value: 'YYYY-MM-DD', help: 'Market day. Default: the newest that can be had.' },
    { name: 'no-follow', help: 'Start it and say its name; do not wait.' },
    ...STACK_FLAGS,
  ],
  examples: ['daybook run', 'daybook run --date 2026-11-20', 'daybook run --run close --no-follow'],
  prepare: async (given, problems, world) => {
    if (given.positionals.length > 0) problems.push(`"${given.positionals[0]}" is one word too many`);
    const kind = given.text('run') ?? 'final';
    if (kind !== 'final' && kind !== 'close') problems.push(`--run ${kind} is not one of final, close`);
    const settings = await settingsOf(given, world, problems);
    const date = tradingDayFlag(given, 'date', problems);
    const choice = stackChoice(given, settings, problems);
    return async () => {
      if (!settings || !choice || (kind !== 'final' && kind !== 'close')) throw new TypeError('unchecked words');
      const { cloud, deployment } = await openDeployment(choice, world);
      const event = { start: 'person', kind, ...(date ? { marketDate: date } : {}) } as const;
      const name = executionName(event, world.clock.now());
      const execution = await cloud.machine.start(deployment.machine, name, event);
      if (given.on('no-follow')) {
        world.stdout(given.on('json') ? `${JSON.stringify({ execution, name }, null, 2)}\n` : startedText(name));
        return EXIT.done;
      }
      const progress = progressTo(world, given);
      progress(`Started ${name}`);
      const followed = await followRun(execution, {
        machine: cloud.machine,
        archive: cloud.archiveIn(deployment.bucket),
        clock: world.clock,
        progress,
        timeZone: settings.timeZone,
      });
      if (given.on('json')) world.stdout(`${JSON.stringify({ execution, name, ...followed }, null, 2)}\n`);
      else world.stdout(followedText(name, followed, settings.timeZone));
      return exitCodeOfRun(followed);
    };
  },
};

/** The worst of its runs decides. */
function exitCodeOfRun(followed: FollowedRun): number {
  if (followed.status !== 'SUCCEEDED') return EXIT.cloud;
  const failed = followed.runs.find(({ state }) => state === 'failed' || state === 'waiting');
  if (failed) return failed.why ? exitCodeOf(failureOfGap(failed.why).kind) : EXIT.cloud;
  if (followed.runs.some(({ state }) => state === 'running' || state === 'unreadable')) return EXIT.cloud;
  return followed.runs.some(({ state }) => state === 'partial') ? EXIT.partial : EXIT.done;
}
