import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import { prepareBackfill } from '#bin/cli/flex/backfill-task';
import { prepareCheck } from '#bin/cli/flex/check-task';
import { prepareToken } from '#bin/cli/flex/token-task';
import { readWord, WORD_FLAGS, WORDS } from '#bin/cli/flex/words';
import { settingsOf } from '#bin/cli/settings-flags';
import { STACK_FLAGS } from '#bin/cli/stack-flags';

const PREPARE = { token: prepareToken, check: prepareCheck, backfill: prepareBackfill } as const;

export const flexCommand: Command = {
  name: 'flex',
  summary: "IBKR's Flex Web Service: its token, its query, history.",
  operands: WORDS.join('|'),
  description:
    'token: asks for the token, without showing it, and for its last day; looks once whether IBKR takes it; keeps it encrypted beside the deployed stack.\ncheck: which sections and fields a statement has, which it lacks, and which figures that costs: of a file, else the newest that is kept, else one that is asked for now.\nbackfill: fills the archive with days gone by: from statements that you have (--file), and from IBKR, a calendar year a request, then the last market days one by one. What is there is not asked for again; Ctrl-C loses nothing. Sends no mail.\ncheck and backfill work on the bucket of the deployed stack, with the token that is kept there; --out, or settings without a "stack", mean a folder of this machine, and the token of DAYBOOK_FLEX_TOKEN or one that you type.',
  flags: [...WORD_FLAGS, ...STACK_FLAGS],
  examples: [
    'daybook flex token',
    'daybook flex check',
    'daybook flex check --file statement.xml',
    'daybook flex backfill --from 2024-01-01',
  ],
  prepare: async (given, problems, world) => {
    const word = readWord(given, problems);
    const settings = await settingsOf({ ...given, all: () => [] }, world, problems);
    return word ? PREPARE[word](given, settings, problems, world) : async () => EXIT.usage;
  },
};
