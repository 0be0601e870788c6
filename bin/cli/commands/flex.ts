import type { Command } from '#bin/cli/command';
import type { Flag, Given } from '#bin/cli/flags';
import { readExpiry } from '#bin/cli/flex/ask-token';
import { tokenTask } from '#bin/cli/flex/token-task';
import { settingsOf } from '#bin/cli/settings-flags';
import { STACK_FLAGS, stackChoice } from '#bin/cli/stack-flags';
import { dayInZone } from '#domain/calendar-date';
import type { Settings } from '#wiring/settings';
import type { World } from '#wiring/world';

const WORDS = ['token'] as const;
type Word = (typeof WORDS)[number];

/** Flags of one word alone. */
const OWN_FLAGS: Readonly<Record<Word, readonly Flag[]>> = {
  token: [
    { name: 'expires', value: 'YYYY-MM-DD', help: 'token: its last day, in place of the question.' },
    { name: 'stdin', help: 'token: read it from the standard input; needs --expires.' },
    { name: 'no-try', help: 'token: keep it without asking IBKR whether it is taken.' },
    { name: 'forget', help: 'token: remove the one that is kept.' },
  ],
};

export const flexCommand: Command = {
  name: 'flex',
  summary: "IBKR's Flex Web Service: keep its token.",
  operands: WORDS.join('|'),
  description:
    'token: asks for the token, without showing it, and for its last day; looks once whether IBKR takes it; keeps it encrypted beside the deployed stack.',
  flags: [...WORDS.flatMap((word) => OWN_FLAGS[word]), ...STACK_FLAGS],
  examples: ['daybook flex token', 'daybook flex token --forget'],
  prepare: async (given, problems, world) => {
    const [name, ...more] = given.positionals;
    const word = WORDS.find((one) => one === name);
    if (!word) problems.push(name === undefined ? 'say token' : `"${name}" is not one of ${WORDS.join(', ')}`);
    if (more.length > 0) problems.push(`"${more[0]}" is one word too many`);
    if (word) foreignFlags(word, given, problems);
    const settings = await settingsOf({ ...given, all: () => [] }, world, problems);
    return tokenWork(given, settings, problems, world);
  },
};

function foreignFlags(word: Word, given: Given, problems: string[]): void {
  const own = new Set(OWN_FLAGS[word].map(({ name }) => name));
  const foreign = WORDS.flatMap((other) => OWN_FLAGS[other]).filter(({ name }) => !own.has(name));
  for (const { name } of foreign) {
    if (given.on(name)) problems.push(`--${name} does not belong to ${word}`);
  }
}

function tokenWork(
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
  if (given.on('stdin') && text === undefined)
    problems.push('--stdin needs the last day of the token: --expires YYYY-MM-DD');
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
