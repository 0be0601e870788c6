import { resolve } from 'node:path';
import { exitCodeOf } from '#bin/cli/exit-code-of';
import { EXIT } from '#bin/cli/exit-codes';
import { progressTo } from '#bin/cli/finish';
import type { Given } from '#bin/cli/flags';
import { backfilledText, lacks } from '#owner/backfilled-text';
import { type Filled, fillIn, newestFinalDay } from '#owner/fill-in';
import { failureOfFlexGap, flexFailure } from '#owner/flex-failure';
import { calendarFor } from '#wiring/calendar';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';
import { type BackfillChoice, backfillChoice } from './backfill-choice.ts';
import { openPlace, placeChoice } from './place.ts';
import { type FlexTask, print } from './task.ts';

/** `daybook flex backfill`, once what was given is sound. */
export function prepareBackfill(
  given: Given,
  settings: Settings | undefined,
  problems: string[],
  world: World,
): () => Promise<number> {
  const choice = placeChoice(given, settings, problems);
  const newest = newestFinalDay(calendarFor(settings?.closedDays ?? []), world.clock.now());
  const days = backfillChoice(given, newest, problems);
  if (settings && !settings.flex && days.from) {
    problems.push('the settings name no Flex query to ask for: add "flex": { "query": "…" }, or give files alone');
  }
  return async () => {
    if (!settings || !choice) throw new TypeError('unchecked settings');
    const task = { given, world, settings, ...(choice === 'folder' ? {} : { choice }) };
    return (await readable(days.files, world)) ? backfillTask(task, days) : EXIT.usage;
  };
}

async function backfillTask(task: FlexTask, days: BackfillChoice): Promise<number> {
  const { given, world, settings } = task;
  try {
    const place = await openPlace(task);
    const query = settings.flex?.query;
    const source = days.from && query ? { query, token: (await place.token()).token } : undefined;
    const filled = await fillIn(
      {
        ...days,
        files: days.files.map((name) => ({ name, open: () => bodyOf(name, world) })),
        accounts: settings.accounts?.map(({ id }) => id) ?? 'all',
        ...(source ? { source } : {}),
      },
      {
        archive: place.archive,
        calendar: calendarFor(settings.closedDays),
        clock: world.clock,
        progress: progressTo(world, given),
        connect: world.connectFlex,
      },
    );
    print(task, filled, backfilledText(filled));
    return codeOf(filled);
  } catch (error) {
    const failure = flexFailure(error);
    if (!failure) throw error;
    world.stderr(`daybook flex: ${failure.message}\n${failure.nextStep}\n`);
    return exitCodeOf(failure.kind);
  }
}

/** Nothing came: by the reason. Something came, and something lacks: a part is missing. */
function codeOf(filled: Filled): number {
  if (!lacks(filled)) return EXIT.done;
  const [refusal] = filled.refusals;
  const came = filled.files.length + filled.spans.length + filled.days.length > 0;
  return came || !refusal ? EXIT.partial : exitCodeOf(failureOfFlexGap(refusal.why).kind);
}

async function* bodyOf(name: string, world: World): AsyncGenerator<Uint8Array> {
  yield* await world.fileBody(resolve(world.workingFolder, name));
}

/** Whether all files can be read; says which can't. */
async function readable(names: readonly string[], world: World): Promise<boolean> {
  let all = true;
  for (const name of names) {
    try {
      for await (const _piece of bodyOf(name, world)) break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      world.stderr(`daybook flex: --file ${name} can't be read: ${error.message}\n`);
      all = false;
    }
  }
  if (!all) world.stderr('Nothing was begun. Give the paths of statements in XML.\n');
  return all;
}
