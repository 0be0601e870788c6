import type { Flag, Given } from '#bin/cli/flags';

/** The words after `daybook flex`. */
export const WORDS = ['token', 'check', 'backfill'] as const;
export type Word = (typeof WORDS)[number];

/** Flags that belong to some of the words alone. */
const OWN: readonly { readonly flag: Flag; readonly of: readonly Word[] }[] = [
  { of: ['token'], flag: { name: 'expires', value: 'YYYY-MM-DD', help: 'token: its last day, without a question.' } },
  { of: ['token'], flag: { name: 'stdin', help: 'token: read it from the standard input; needs --expires.' } },
  { of: ['token'], flag: { name: 'no-try', help: 'token: keep it without asking IBKR whether it is taken.' } },
  { of: ['token'], flag: { name: 'forget', help: 'token: remove the one that is kept.' } },
  { of: ['check'], flag: { name: 'ask', help: 'check: ask IBKR for a new statement, also when one is kept.' } },
  {
    of: ['check', 'backfill'],
    flag: { name: 'file', value: 'FILE', repeat: true, help: 'check, backfill: a statement that you have, XML.' },
  },
  { of: ['backfill'], flag: { name: 'from', value: 'YYYY-MM-DD', help: 'backfill: the first day to ask IBKR for.' } },
  {
    of: ['backfill'],
    flag: { name: 'to', value: 'YYYY-MM-DD', help: 'backfill: the last day. Default: the newest that is final.' },
  },
  { of: ['backfill'], flag: { name: 'again', help: 'backfill: ask also for days that are told already.' } },
  {
    of: ['backfill'],
    flag: {
      name: 'dates',
      value: 'ORDER',
      help: 'backfill: day-first or month-first, for files with dates like 04/05/2026.',
    },
  },
  {
    of: ['check', 'backfill'],
    flag: { name: 'out', value: 'DIR', help: 'Archive folder on this machine, in place of the bucket.' },
  },
];

export const WORD_FLAGS: readonly Flag[] = OWN.map(({ flag }) => flag);

/** The word that was given, alone and with its own flags; anything else becomes a problem. */
export function readWord(given: Given, problems: string[]): Word | undefined {
  const [name, ...more] = given.positionals;
  const word = WORDS.find((one) => one === name);
  if (!word) problems.push(name === undefined ? `say ${spoken()}` : `"${name}" is not one of ${WORDS.join(', ')}`);
  if (more.length > 0) problems.push(`"${more[0]}" is one word too many`);
  for (const { flag, of } of OWN) {
    if (word && given.on(flag.name) && !of.includes(word)) problems.push(`--${flag.name} does not belong to ${word}`);
  }
  return word;
}

const spoken = (): string => `${WORDS.slice(0, -1).join(', ')} or ${WORDS.at(-1)}`;
