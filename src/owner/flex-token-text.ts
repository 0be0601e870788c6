import { EXPIRY_NOTICE_DAYS } from './flex-token.ts';
import type { KeptToken } from './keep-flex-token.ts';
import { dayLine, printable } from './printable.ts';

/** What became of a token, for a terminal. */
export function keptText(kept: KeptToken, query: string | undefined): string {
  const { trial, why, parameter, expires } = kept;
  const reason = why ? [printable(why.message), `→ ${printable(why.nextStep)}`] : [];
  if (!kept.kept) {
    return lines(
      'IBKR does not take this token. Nothing was kept; a token that was kept before is still there.',
      ...reason,
    );
  }
  const until = `It is good until ${dayLine(expires)}; you are told ${EXPIRY_NOTICE_DAYS} days before.`;
  const where = `The Flex token is kept, encrypted, as ${parameter}.`;
  switch (trial) {
    case 'taken':
      return lines(`${where} IBKR took it for the query ${query}.`, until);
    case 'no-word':
      return lines(`${where} ${until}`, 'IBKR did not say yet whether it takes it:', ...reason);
    case 'query-refused':
      return lines(`${where} ${until}`, `IBKR refuses the query ${query}, not the token:`, ...reason);
    default:
      return lines(
        where,
        `${until} It was not tried: "npx daybook check" and the next run tell whether IBKR takes it.`,
      );
  }
}

/** What became of a token that was to be forgotten. */
export function forgottenText(forgotten: 'removed' | 'absent', parameter: string): string {
  if (forgotten === 'absent') return lines(`There was no token under ${parameter}.`);
  return lines(
    `The Flex token under ${parameter} is removed.`,
    'At IBKR it goes on being good until its last day: end it in Client Portal, in the settings of the Flex Web Service.',
  );
}

const lines = (...texts: readonly string[]): string => `${texts.join('\n')}\n`;
