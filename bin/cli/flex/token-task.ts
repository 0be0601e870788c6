import { exitCodeOf } from '#bin/cli/exit-code-of';
import { EXIT } from '#bin/cli/exit-codes';
import { progressTo } from '#bin/cli/finish';
import type { Given } from '#bin/cli/flags';
import { openDeployment, type StackChoice, stackChoice } from '#bin/cli/stack-flags';
import { type CalendarDate, dayInZone } from '#domain/calendar-date';
import { flexTokenParameter } from '#owner/deployment';
import { flexFailure } from '#owner/flex-failure';
import { tokenProblem } from '#owner/flex-token';
import { forgottenText, keptText } from '#owner/flex-token-text';
import { forgetFlexToken, keepFlexToken } from '#owner/keep-flex-token';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';
import { askExpiry, askToken, readExpiry, shortLifeNote } from './ask-token.ts';
import { type FlexTask, print } from './task.ts';

type TokenTask = FlexTask & { readonly choice: StackChoice; readonly expires?: CalendarDate };

const NOTHING = 'Nothing was kept.';

/** `daybook flex token`, once what was given is sound. */
export function prepareToken(
  given: Given,
  settings: Settings | undefined,
  problems: string[],
  world: World,
): () => Promise<number> {
  const choice = stackChoice(given, settings, problems);
  const text = given.text('expires');
  const today = dayInZone(world.clock.now(), settings?.timeZone ?? 'America/New_York');
  const read = text === undefined ? undefined : readExpiry(text, today);
  if (read && 'problem' in read) problems.push(`--expires ${text} ${read.problem}`);
  if (given.on('stdin') && text === undefined) {
    problems.push('--stdin needs the last day of the token: --expires YYYY-MM-DD');
  }
  for (const name of ['expires', 'stdin', 'no-try']) {
    if (given.on('forget') && given.on(name)) problems.push(`--forget and --${name} exclude each other`);
  }
  if (settings && !settings.flex && !given.on('forget') && !given.on('no-try')) {
    problems.push(
      'the settings name no Flex query to try the token with: add "flex": { "query": "…" }, or give --no-try',
    );
  }
  return () => {
    if (!settings || !choice) throw new TypeError('unchecked settings');
    return tokenTask({ given, world, settings, choice, ...(read && 'value' in read ? { expires: read.value } : {}) });
  };
}

/** Asks for a token, tries it and keeps it; or forgets the one that is kept. */
async function tokenTask(task: TokenTask): Promise<number> {
  const { given, world, settings, choice } = task;
  const { cloud, deployment } = await openDeployment(choice, world);
  const archive = cloud.archiveIn(deployment.bucket);
  const parameter = flexTokenParameter(deployment.stack);
  if (given.on('forget')) {
    const forgotten = await forgetFlexToken(parameter, { secrets: cloud.secrets, archive });
    print(task, { forgotten, parameter }, forgottenText(forgotten, parameter));
    return EXIT.done;
  }
  const today = dayInZone(world.clock.now(), settings.timeZone);
  const expires = task.expires ?? (await askExpiry(today, world));
  const token = expires && (given.on('stdin') ? await pipedToken(task) : await askToken(world));
  if (!expires || token === undefined) {
    world.stderr(
      `daybook flex: no token and last day were given. ${NOTHING}\nType them at a terminal, or hand the token over: npx daybook flex token --stdin --expires YYYY-MM-DD\n`,
    );
    return EXIT.usage;
  }
  const note = shortLifeNote(expires, today);
  if (note !== undefined) world.stderr(`${note}\n`);
  const query = given.on('no-try') ? undefined : settings.flex?.query;
  try {
    const kept = await keepFlexToken(
      { token, expires, parameter, ...(query === undefined ? {} : { query }) },
      { secrets: cloud.secrets, archive, connect: world.connectFlex, progress: progressTo(world, given) },
    );
    print(task, kept, keptText(kept, settings.flex?.query));
    if (!kept.kept) return EXIT.login;
    return kept.trial === 'query-refused' ? EXIT.outstanding : EXIT.done;
  } catch (error) {
    const failure = flexFailure(error);
    if (!failure) throw error;
    world.stderr(`daybook flex: ${failure.message}\n${NOTHING} Try again later, or keep it untried with --no-try.\n`);
    return exitCodeOf(failure.kind);
  }
}

/** The first line of the standard input. */
async function pipedToken({ world }: TokenTask): Promise<string | undefined> {
  const text = (await world.piped())?.split(/\r?\n/, 1)[0]?.trim();
  const problem = text === undefined ? 'is not there: a terminal stands where it should come from' : tokenProblem(text);
  if (problem === undefined) return text;
  world.stderr(`daybook flex: the token on the standard input ${problem}.\n`);
  return undefined;
}
