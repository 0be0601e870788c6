import { resolve } from 'node:path';
import { exitCodeOf } from '#bin/cli/exit-code-of';
import { EXIT } from '#bin/cli/exit-codes';
import { progressTo } from '#bin/cli/finish';
import type { Given } from '#bin/cli/flags';
import { newestFinalDay } from '#owner/fill-in';
import { checkStatement, type FlexChecked, lacksWhatIsNeeded, newestStatement, statementIn } from '#owner/flex-check';
import { askAndCheck } from '#owner/flex-check-asked';
import { flexCheckText } from '#owner/flex-check-text';
import { flexFailure } from '#owner/flex-failure';
import { calendarFor } from '#wiring/calendar';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';
import { openPlace, placeChoice } from './place.ts';
import { type FlexTask, print } from './task.ts';

/** `daybook flex check`, once what was given is sound. */
export function prepareCheck(
  given: Given,
  settings: Settings | undefined,
  problems: string[],
  world: World,
): () => Promise<number> {
  const fromFile = given.text('file') !== undefined;
  if (given.all('file').length > 1) problems.push('check looks at one statement: give --file once');
  if (fromFile && given.on('ask')) problems.push('--file and --ask exclude each other');
  const choice = fromFile ? 'folder' : placeChoice(given, settings, problems);
  return () => {
    if (!settings || !choice) throw new TypeError('unchecked settings');
    return checkTask({ given, world, settings, ...(choice === 'folder' ? {} : { choice }) });
  };
}

/** Says what a statement tells of its query: of a file, else the newest that is kept, else one asked for now. */
async function checkTask(task: FlexTask): Promise<number> {
  try {
    const checked = await checkedOf(task);
    if (checked === undefined) return EXIT.usage;
    print(task, checked, flexCheckText(checked));
    return lacksWhatIsNeeded(checked) ? EXIT.outstanding : EXIT.done;
  } catch (error) {
    const failure = flexFailure(error);
    if (!failure) throw error;
    task.world.stderr(`daybook flex: ${failure.message}\n${failure.nextStep}\n`);
    return exitCodeOf(failure.kind);
  }
}

async function checkedOf(task: FlexTask): Promise<FlexChecked | undefined> {
  const { given, world, settings } = task;
  const file = given.text('file');
  if (file !== undefined) {
    const body = await openFile(file, task);
    return body && checkStatement(file, body);
  }
  const place = await openPlace(task);
  const now = world.clock.now();
  const key = given.on('ask') ? undefined : await newestStatement(place.archive, now);
  if (key !== undefined) {
    return checkStatement(place.archive.locate(key), await statementIn(place.archive, key));
  }
  const query = settings.flex?.query;
  if (query === undefined) {
    world.stderr(
      'daybook flex: no statement is kept, and the settings name no Flex query to ask for one.\nGive --file STATEMENT.xml, or add "flex": { "query": "…" } to the settings.\n',
    );
    return undefined;
  }
  const { token } = await place.token();
  return askAndCheck(
    { query, token, marketDate: newestFinalDay(calendarFor(settings.closedDays), now) },
    { connect: world.connectFlex, clock: world.clock, progress: progressTo(world, given) },
  );
}

/** The body of a file; undefined, and said, when it can't be opened. */
async function openFile(
  file: string,
  { world }: Pick<FlexTask, 'world'>,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    return await world.fileBody(resolve(world.workingFolder, file));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    world.stderr(
      `daybook flex: --file ${file} can't be read: ${error.message}\nNothing was begun. Give the path of a statement in XML.\n`,
    );
    return undefined;
  }
}
